import { constants, zstdCompressSync } from 'node:zlib';
import { type Bytes, concat } from '../../lib/bytes.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import type { Millis } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { versioned } from '../value.ts';
import { DICTIONARY, FRAME, SETTLED, type Sender, type StoredMessage, senderKey } from './chunk.ts';

export interface SettledOptions {
  /** zstd level: 6 costs three times the CPU of 1 and saves a tenth. */
  readonly level: number;
  /** Whether frames lean on the first one: a twentieth smaller for half more CPU, and two frames to read instead of one. */
  readonly dictionary: boolean;
}

interface Frame {
  readonly skipped: number;
  readonly messages: number;
  readonly raw: number;
  readonly packed: Bytes;
}

/** Packs the messages of several chunks into one that is read in their place (layout: chunk.ts, version 2). */
export class SettledChunkBuilder {
  readonly #base: Millis;
  readonly #options: SettledOptions;
  readonly #agents = new Map<string, { readonly index: number; readonly sender: Sender }>();
  readonly #known = new Map<Sender, number>();
  readonly #frames: Frame[] = [];
  readonly #frame = new Writer(FRAME + 4096);
  #dictionary: Bytes | undefined;
  #skipped = 0;
  #inFrame = 0;
  #next = 0;

  constructor(base: Millis, options: SettledOptions) {
    this.#base = base;
    this.#options = options;
  }

  /** Appends a message at a place behind all before. Answers whether a frame was compressed, which takes a while. */
  add(place: number, { sender, receivedAt, bytes }: StoredMessage): boolean {
    const skipped = place - this.#next;
    const full = this.#inFrame > 0 && (skipped > 0 || this.#frame.length + bytes.length > FRAME);
    if (full) this.#close();
    this.#skipped += skipped;
    this.#frame
      .varint(this.#indexOf(sender))
      .signed(receivedAt - this.#base)
      .sized(bytes);
    this.#inFrame++;
    this.#next = place + 1;
    return full;
  }

  /** The chunk as a value. Nothing can be added afterwards. */
  encode(): Bytes {
    if (this.#inFrame > 0) this.#close();
    const head = versioned(SETTLED).u48(this.#base).varint(this.#agents.size);
    for (const { sender } of this.#agents.values()) {
      head.string(sender.agentId).string(sender.agentName).varint(sender.startTime);
    }
    head.u8(this.#options.dictionary ? 1 : 0).varint(this.#frames.length);
    for (const { skipped, messages, raw, packed } of this.#frames) {
      head.varint(skipped).varint(messages).varint(raw).varint(packed.length);
    }
    return concat([head.take(), ...this.#frames.map(({ packed }) => packed)]);
  }

  #close(): void {
    const raw = this.#frame.take();
    const { level, dictionary } = this.#options;
    const packed = zstdCompressSync(raw, {
      params: { [constants.ZSTD_c_compressionLevel]: level },
      ...(this.#dictionary && { dictionary: this.#dictionary }),
    });
    if (dictionary) this.#dictionary ??= raw.subarray(0, DICTIONARY);
    this.#frames.push({ skipped: this.#skipped, messages: this.#inFrame, raw: raw.length, packed });
    this.#skipped = 0;
    this.#inFrame = 0;
  }

  #indexOf(sender: Sender): number {
    return getOrMake(
      this.#known,
      sender,
      () => getOrMake(this.#agents, senderKey(sender), () => ({ index: this.#agents.size, sender })).index,
    );
  }
}
