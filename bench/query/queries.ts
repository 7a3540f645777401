import { DAY, HOUR, MINUTE } from '../../server/src/lib/time.ts';
import type { Random } from '../generate/random.ts';
import { apiName } from '../generate/roster.ts';
import { applicationNames } from '../generate/shop.ts';
import { DOTS, END, type Kept, START } from './dataset.ts';

/** What is asked of the API, as a path and its query. */
export interface Question {
  readonly path: string;
  readonly query: Readonly<Record<string, string | number>>;
}

export interface Query {
  /** Part of its keys among the figures. */
  readonly key: string;
  readonly about: string;
  /** How often it is asked, at most. */
  readonly times: number;
  ask(random: Random, kept: Kept): Question;
}

const gateway = apiName('gateway');
const WHOLE_MAP = { application: gateway, inbound: 4, outbound: 4 };

/** Any 15 minutes of the two days. */
function quarter(random: Random): { from: number; to: number } {
  const from = START + random.below(END - START - 15 * MINUTE);
  return { from, to: from + 15 * MINUTE };
}

const trace = (random: Random, { traces }: Kept) => random.pick(traces);
const anyApplication = (random: Random): string => apiName(random.pick(applicationNames));

/** Every question that is timed. */
export const queries: readonly Query[] = [
  {
    key: 'trace_by_id',
    about: 'trace by id, at random, no time given',
    times: 500,
    ask: (random, kept) => ({ path: `/traces/${encodeURIComponent(trace(random, kept).id)}`, query: {} }),
  },
  {
    key: 'trace_by_id_at',
    about: 'the same with the time known',
    times: 500,
    ask(random, kept) {
      const { id, at } = trace(random, kept);
      return { path: `/traces/${encodeURIComponent(id)}`, query: { at } };
    },
  },
  {
    key: 'newest_20',
    about: 'newest 20 transactions of any application in 15 min',
    times: 100,
    ask: (random) => ({
      path: '/transactions',
      query: { application: anyApplication(random), ...quarter(random), order: 'time', direction: 'desc', limit: 20 },
    }),
  },
  {
    key: 'newest_20_slow',
    about: 'the same, slower than 100 ms',
    times: 100,
    ask: (random) => ({
      path: '/transactions',
      query: { application: anyApplication(random), ...quarter(random), elapsedFrom: 100, limit: 20 },
    }),
  },
  {
    key: 'rectangle',
    about: '100 transactions of a rectangle (15 min, 20 to 200 ms)',
    times: 50,
    ask: (random) => ({
      path: '/transactions',
      query: { application: gateway, ...quarter(random), elapsedFrom: 20, elapsedTo: 200 },
    }),
  },
  {
    key: 'scatter_15m',
    about: 'dots of the busiest application in 15 min',
    times: 50,
    ask: (random) => ({ path: '/scatter', query: { application: gateway, ...quarter(random) } }),
  },
  {
    key: 'dots_1m',
    about: 'one million dots in 15 min',
    times: 7,
    ask: () => ({ path: '/scatter', query: { application: DOTS.application, from: DOTS.from, to: DOTS.to } }),
  },
  {
    key: 'map_1h',
    about: 'map of all twelve applications, 1 h',
    times: 30,
    ask(random) {
      const from = START + random.below(END - START - HOUR);
      return { path: '/server-map', query: { ...WHOLE_MAP, from, to: from + HOUR } };
    },
  },
  {
    key: 'map_2d',
    about: 'map of all twelve applications, 2 days',
    times: 10,
    ask: () => ({ path: '/server-map', query: { ...WHOLE_MAP, from: END - 2 * DAY, to: END } }),
  },
];
