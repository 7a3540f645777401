import { annotationKey } from '../../lib/annotation-key.ts';
import type { Annotation, Received, Span, SpanEvent, TraceId } from '../../store/span/span.ts';
import type { NameStore } from '../names.ts';
import { agent, event, span } from '../trace/trace.test-data.ts';
import { explain, type Given } from './explain.ts';
import { Facts } from './facts.ts';
import { FactsReader } from './read.ts';
import { Values } from './value.ts';

/** Random numbers that are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 … 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<T>(of: readonly [T, ...T[]]): T {
    return of[Math.floor(this.next() * of.length)] ?? of[0];
  }

  /** Response times: most are short, some long; `median` in ms. */
  time(median: number): number {
    return Math.round(median * Math.exp((this.next() + this.next() + this.next() - 1.5) * 1.6));
  }
}

const agents = ['shop-1', 'shop-2', 'shop-3', 'shop-4'].map((name) => agent(name, 'shop')) as [
  ReturnType<typeof agent>,
  ...ReturnType<typeof agent>[],
];
const orders = [agent('order-1', 'order'), agent('order-2', 'order')] as const;
export const shop = agents[0].application;

const statements = ['SELECT items', 'SELECT users', 'UPDATE stock'] as const;

const sql = (id: number): Annotation => ({
  key: annotationKey.SQL_ID,
  value: { type: 'intStringString', int: id, text1: '', text2: '' },
});
const text = (key: number, value: string): Annotation => ({ key, value: { type: 'string', value } });

/** What may be wrong with a transaction. */
export interface Trouble {
  /** ms that a statement takes longer, and how often it is asked. */
  readonly statement?: { readonly id: number; readonly slower: number; readonly calls?: number };
  /** ms that the called application takes longer. */
  readonly callee?: number;
  readonly failed?: boolean;
}

export interface Dice {
  readonly agent: string;
  readonly endpoint: string;
  readonly plan: string;
  readonly random: Random;
}

/** Transactions of a shop that calls another application: ordinary ones, but for the trouble. */
export function traffic(
  seed: number,
  count: number,
  trouble: (dice: Dice) => Trouble = () => ({}),
): readonly (readonly Received[])[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, number) => transaction(random, number, trouble));
}

function transaction(random: Random, number: number, troubleOf: (dice: Dice) => Trouble): readonly Received[] {
  const by = random.pick(agents);
  const path = random.pick(['/orders', '/cart', '/items', '/login']);
  const plan = random.pick(['gold', 'silver', 'none']);
  const { statement, callee = 0, failed = false } = troubleOf({ agent: by.agentId, endpoint: path, plan, random });
  const events: SpanEvent[] = [];
  let at = 0;
  const add = (depth: number, elapsed: number, changes: Parameters<typeof event>[3]): void => {
    events.push(event(events.length, depth, at, { ...changes, elapsed }));
    at += elapsed;
  };
  for (const id of statements.keys()) {
    if (random.next() < 0.4 && statement?.id !== id) continue;
    const calls = statement?.id === id ? (statement.calls ?? 1) : 1;
    for (let call = 0; call < calls; call++) {
      const slower = statement?.id === id ? statement.slower / calls : 0;
      add(1, Math.round(random.time(6) + slower), { serviceType: 2101, annotations: [sql(id + 1)] });
    }
  }
  const calls = random.next() < 0.7 || callee > 0;
  const inside = random.time(10) + callee;
  const id = BigInt(number * 2 + 1);
  if (calls) add(1, inside + 2, { serviceType: 9060, nextSpanId: id + 1n });
  const traceId = `shop^1^${number}` as TraceId;
  const more: Partial<Span> = {
    traceId,
    remoteAddress: `10.0.0.${Math.floor(random.next() * 20)}`,
    error: failed ? 1 : 0,
    annotations: [text(41, `plan=${plan}`)],
    ...(failed && { exception: { classId: 3, message: 'boom' } }),
  };
  const rpc = `${path}/${number}`;
  const elapsed = at + random.time(4);
  const own = span({ id, agent: by, rpc, at: 0, receivedAt: number, elapsed, events, more });
  if (!calls) return [own];
  const to = random.pick(orders);
  return [
    own,
    span({ id: id + 1n, parent: id, agent: to, rpc: '/o', receivedAt: number, elapsed: inside, more: { traceId } }),
  ];
}

export const names: NameStore = {
  api: async () => undefined,
  sql: async (_, id) => (typeof id === 'number' ? statements[id - 1] : undefined),
  string: async () => 'java.io.IOException',
};

/** What is different of the transactions that are selected, of all traces. */
export async function different(
  traces: readonly (readonly Received[])[],
  isSelected: (span: Received<Span>) => boolean | undefined,
  given: Given = { agent: false },
) {
  const values = new Values();
  const facts = new Facts();
  const reader = new FactsReader(shop, values, facts, ({ agentId }) => ({ host: `host-of-${agentId}`, version: '1' }));
  for (const parts of traces) reader.add(parts, isSelected);
  return explain(facts, values, names, shop, given);
}

export const slower =
  (ms: number) =>
  (span: Received<Span>): boolean =>
    span.message.elapsed >= ms;
