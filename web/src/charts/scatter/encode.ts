import { type Agent, FAILED } from './decode.ts';

export interface Dot {
  /** ms since 1970 */
  readonly at: number;
  readonly elapsed: number;
  readonly failed?: boolean;
  readonly agent?: number;
}

const someAgent: Agent = { agentId: 'shop-1', agentName: 'shop-1', startTime: 0 };

/** A binary scatter answer, as the server writes it: for tests and for the page's mock server. */
export function encode(
  from: number,
  to: number,
  dots: readonly Dot[],
  agents: readonly Agent[] = [someAgent],
): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify({ from, to, count: dots.length, agents }));
  const start = Math.ceil((4 + json.length) / 8) * 8;
  const buffer = new ArrayBuffer(start + dots.length * 11);
  new DataView(buffer).setUint32(0, start - 4, true);
  new Uint8Array(buffer, 4, start - 4).fill(0x20);
  new Uint8Array(buffer, 4, json.length).set(json);
  new Uint32Array(buffer, start, dots.length).set(dots.map((dot) => dot.at - from));
  new Uint32Array(buffer, start + 4 * dots.length, dots.length).set(dots.map((dot) => dot.elapsed));
  new Uint16Array(buffer, start + 8 * dots.length, dots.length).set(dots.map((dot) => dot.agent ?? 0));
  new Uint8Array(buffer, start + 10 * dots.length, dots.length).set(dots.map((dot) => (dot.failed ? FAILED : 0)));
  return buffer;
}
