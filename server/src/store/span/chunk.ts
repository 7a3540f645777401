import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Bytes, concat, EMPTY } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { Reader } from '../../lib/reader.ts';
import { type Millis, millis } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { openValue, versioned } from '../value.ts';

/**
 * A chunk holds span messages as they came, in order of arrival, in frames that can be read one by one:
 *
 *     [version:1][base: ms:6][agents:varint] { [agentId][agentName][startTime:varint] }
 *     [frames:varint] { [messages:varint][raw size:varint][size:varint] } { frame: zstd }
 *
 * and inside a frame, for each message:  [agent:varint][received − base: ms, signed][size:varint][PSpanMessage]
 *
 * A settled chunk has version 2, [dictionary:1] before its frames, and [skipped:varint] before each frame's numbers:
 * so many places before the frame hold nothing. With a dictionary, every frame but the first is read with the raw
 * bytes of the first one (at most `DICTIONARY`) as its own.
 */
const VERSION = 1;
export const SETTLED = 2;

/**
 * Raw bytes of a frame, unless one message alone is larger. Reading one span costs one frame: 0.3 ms. Twice as much
 * saves 4 % of the bytes, half as much costs 6 %.
 */
export const FRAME = 128 * 1024;

/** Raw bytes of the first frame that the others lean on. */
export const DICTIONARY = 64 * 1024;

/** No agent sends a message over 4 MiB; a frame that claims more is damaged. */
const FRAME_LIMIT = 8 * 1024 * 1024;

/** Of levels 1 to 4 the last is 2 % smaller than the first for 0.15 µs a span; the next one costs 1 µs more. */
export const LEVEL = 4;

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } };

/** Who sent a message, as a chunk remembers it; the application is in the chunk's key. */
export interface Sender {
  readonly agentId: string;
  readonly agentName: string;
  readonly startTime: number;
}

/** A text that two senders share only if they are the same: every chunk that is read has objects of its own. */
export const senderKey = ({ agentId, agentName, startTime }: Sender): string =>
  `${startTime} ${agentId.length} ${agentId}${agentName}`;

interface Frame {
  readonly messages: number;
  readonly raw: Bytes;
}

/** Gathers the messages of one application that are flushed together. */
export class ChunkBuilder {
  readonly #base: Millis;
  readonly #agents = new Map<Sender, number>();
  readonly #frames: Frame[] = [];
  readonly #frame = new Writer(FRAME + 4096);
  #inFrame = 0;
  #count = 0;
  #size = 0;

  constructor(base: Millis) {
    this.#base = base;
  }

  /** Messages so far: the place of the next one. */
  get count(): number {
    return this.#count;
  }

  /** How many agents sent them. */
  get senders(): number {
    return this.#agents.size;
  }

  /** Raw bytes so far, those of the senders' names among them. */
  get size(): number {
    return this.#size;
  }

  /** Adds the message `bytes[from..to)` and `tail` behind it. */
  add(sender: Sender, receivedAt: Millis, bytes: Bytes, from: number, to: number, tail: Bytes = EMPTY): void {
    const size = to - from + tail.length;
    let agent = this.#agents.get(sender);
    if (agent === undefined) {
      agent = this.#agents.size;
      this.#agents.set(sender, agent);
      this.#size += sender.agentId.length + sender.agentName.length;
    }
    if (this.#frame.length > 0 && this.#frame.length + size > FRAME) this.#close();
    this.#frame
      .varint(agent)
      .signed(receivedAt - this.#base)
      .varint(size)
      .part(bytes, from, to)
      .part(tail, 0, tail.length);
    this.#inFrame++;
    this.#count++;
    this.#size += size;
  }

  /**
   * The chunk as a value. Nothing can be added afterwards. Compresses in the thread it is called in, a receiver's:
   * handing frames to the thread pool costs more than the compression (0.12 ms of CPU a frame, measured).
   */
  encode(): Bytes {
    this.#close();
    const frames = this.#frames.map(({ raw }) => zstdCompressSync(raw, OPTIONS));
    const head = versioned(VERSION).u48(this.#base).varint(this.#agents.size);
    for (const sender of this.#agents.keys()) {
      head.string(sender.agentId).string(sender.agentName).varint(sender.startTime);
    }
    head.varint(frames.length);
    frames.forEach((frame, at) => {
      const { messages = 0, raw = frame } = this.#frames[at] ?? {};
      head.varint(messages).varint(raw.length).varint(frame.length);
    });
    return concat([head.take(), ...frames]);
  }

  #close(): void {
    if (this.#inFrame === 0) return;
    this.#frames.push({ messages: this.#inFrame, raw: this.#frame.take() });
    this.#inFrame = 0;
  }
}

export interface StoredMessage {
  readonly sender: Sender;
  readonly receivedAt: Millis;
  readonly bytes: Bytes;
}

/** An encoded chunk, opened: only the frames that are asked for are decompressed. */
export class Chunk {
  /** Places from the first message to behind the last. */
  readonly count: number;
  readonly settled: boolean;
  /** Raw bytes of all frames. */
  readonly size: number;
  /** When its first message was received; the others follow in order of arrival. */
  readonly base: Millis;
  readonly #dictionary: boolean;
  readonly #agents: Sender[] = [];
  readonly #frames: { readonly first: number; readonly messages: number; readonly raw: number; readonly at: Bytes }[] =
    [];
  readonly #opened = new Map<number, readonly StoredMessage[]>();
  #leanedOn: Bytes | undefined;

  constructor(value: Bytes) {
    const head = openValue(value, SETTLED);
    this.settled = value[0] === SETTLED;
    this.base = millis(head.u48());
    for (let left = head.varint(); left > 0; left--) {
      this.#agents.push({ agentId: head.string(), agentName: head.string(), startTime: head.varint() });
    }
    this.#dictionary = this.settled && head.u8() === 1;
    const sizes = Array.from({ length: Math.min(head.varint(), value.length) }, () => ({
      skipped: this.settled ? head.varint() : 0,
      messages: head.varint(),
      raw: head.varint(),
      size: head.varint(),
    }));
    let first = 0;
    let all = 0;
    for (const { skipped, messages, raw, size } of sizes) {
      first += skipped;
      all += raw;
      this.#frames.push({ first, messages, raw, at: head.bytes(size) });
      first += messages;
    }
    this.count = first;
    this.size = all;
  }

  get frames(): number {
    return this.#frames.length;
  }

  /** The message at a place counted from 0; undefined beyond the end. */
  message(place: number): StoredMessage | undefined {
    const index = this.#frames.findIndex(({ first, messages }) => place >= first && place < first + messages);
    const frame = this.#frames[index];
    return frame === undefined ? undefined : this.#open(index)[place - frame.first];
  }

  /** Every message in order of arrival. */
  *messages(): Iterable<StoredMessage> {
    for (let index = 0; index < this.#frames.length; index++) yield* this.#open(index);
  }

  /** Every message with its place, a frame at a time: what was read is not kept. */
  *placed(): Iterable<{ readonly place: number; readonly message: StoredMessage }> {
    for (const [index, { first }] of this.#frames.entries()) {
      let place = first;
      for (const message of this.#read(this.#raw(index))) yield { place: place++, message };
    }
  }

  #open(index: number): readonly StoredMessage[] {
    const known = this.#opened.get(index);
    if (known !== undefined) return known;
    const messages = this.#read(this.#raw(index));
    this.#opened.set(index, messages);
    return messages;
  }

  #raw(index: number): Bytes {
    const frame = this.#frames[index];
    if (frame === undefined || frame.raw > FRAME_LIMIT) throw new Failure('STORE_DAMAGED', 'frame of a span chunk');
    if (!this.#dictionary || index === 0) return decompress(frame.at, frame.raw);
    this.#leanedOn ??= this.#raw(0).subarray(0, DICTIONARY);
    return decompress(frame.at, frame.raw, this.#leanedOn);
  }

  #read(raw: Bytes): StoredMessage[] {
    const messages: StoredMessage[] = [];
    const reader = new Reader(raw);
    while (!reader.done) {
      const sender = this.#agents[reader.varint()];
      if (sender === undefined) throw new Failure('STORE_DAMAGED', 'agent of a span chunk');
      messages.push({ sender, receivedAt: millis(this.base + reader.signed()), bytes: reader.sized() });
    }
    return messages;
  }
}

function decompress(frame: Bytes, size: number, dictionary?: Bytes): Bytes {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: Math.max(size, 1), ...(dictionary && { dictionary }) });
  } catch (error) {
    throw new Failure('STORE_DAMAGED', 'frame of a span chunk', { cause: error });
  }
}
