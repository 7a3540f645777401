import { getOrMake } from '../../lib/get-or-make.ts';
import type { PlacedDots } from '../../store/scatter/store.ts';
import type { Sender } from '../../store/span/chunk.ts';
import type { ScatterHeader } from '../schema/scatter.ts';

/** The most dots of one answer. */
export const DOT_LIMIT = 2_000_000;

/**
 * Collects dots in the columns that travel to the browser (schema/scatter.ts). Holds 11 bytes a dot and copies
 * them once more when they are taken.
 */
export class Columns {
  readonly #from: number;
  readonly #to: number;
  readonly #agent: string | undefined;
  readonly #agents = new Map<string, { readonly index: number; readonly sender: Sender }>();
  #time = new Uint32Array(4096);
  #elapsed = new Uint32Array(4096);
  #who = new Uint16Array(4096);
  #flags = new Uint8Array(4096);
  #count = 0;

  /** Dots received from `from` to before `to`, of one agent id or of all. */
  constructor(from: number, to: number, agent?: string) {
    this.#from = from;
    this.#to = to;
    this.#agent = agent;
  }

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count >= DOT_LIMIT;
  }

  add({ dots }: Pick<PlacedDots, 'dots'>): void {
    const index = dots.agents.map((sender) =>
      this.#agent === undefined || sender.agentId === this.#agent ? this.#index(sender) : -1,
    );
    this.#room(dots.time.length);
    for (let at = 0; at < dots.time.length; at++) {
      const time = dots.time[at] as number;
      const who = index[dots.agent[at] as number] ?? -1;
      if (who < 0 || time < this.#from || time >= this.#to) continue;
      this.#time[this.#count] = time - this.#from;
      this.#elapsed[this.#count] = dots.elapsed[at] as number;
      this.#who[this.#count] = who;
      this.#flags[this.#count] = dots.failed[at] as number;
      this.#count++;
    }
  }

  /** The answer: head and columns, little-endian. */
  encode(): Buffer {
    const count = this.#count;
    const agents = [...this.#agents.values()].map(({ sender }) => sender);
    const header: ScatterHeader = { from: this.#from, to: this.#to, count, agents };
    const json = Buffer.from(JSON.stringify(header));
    // Padded, so that the first column begins where four divides.
    const size = Math.ceil((json.length + 4) / 8) * 8 - 4;
    const out = Buffer.alloc(4 + size + count * 11, ' ');
    out.writeUInt32LE(size, 0);
    json.copy(out, 4);
    let at = 4 + size;
    for (const column of [this.#time, this.#elapsed, this.#who, this.#flags]) {
      const bytes = new Uint8Array(column.buffer, 0, count * column.BYTES_PER_ELEMENT);
      out.set(bytes, at);
      at += bytes.length;
    }
    return out;
  }

  #index(sender: Sender): number {
    const key = `${sender.agentId}^${sender.startTime}`;
    return getOrMake(this.#agents, key, () => ({ index: Math.min(this.#agents.size, 0xffff), sender })).index;
  }

  #room(more: number): void {
    const needed = this.#count + more;
    if (needed <= this.#time.length) return;
    const size = Math.max(needed, this.#time.length * 2);
    this.#time = grown(this.#time, new Uint32Array(size));
    this.#elapsed = grown(this.#elapsed, new Uint32Array(size));
    this.#who = grown(this.#who, new Uint16Array(size));
    this.#flags = grown(this.#flags, new Uint8Array(size));
  }
}

function grown<T extends Uint32Array | Uint16Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
