import { Random } from '../generate/random.ts';
import { Api, countOf } from '../measure/api.ts';
import { launch } from '../measure/launch.ts';
import { DOTS, END } from './dataset.ts';
import { type KeptStore, keptStore } from './kept-store.ts';
import { queries } from './queries.ts';

const CLOCK = END + 60_000;
const STARTS = 3;
/** Answers that are not counted: they find the program and the disk cold. */
const COLD = 3;
/** ms that the questions of one kind may take together. */
const PATIENCE = 5_000;

export interface QueryFigures {
  readonly store: KeptStore;
  /** Of the server, with the full store, in ms. */
  readonly starts: readonly number[];
  /** ms of every answer, by the key of the question. */
  readonly answers: ReadonlyMap<string, readonly number[]>;
}

/** Asks a server with a full store everything, one question at a time. */
export async function measureQueries(pspans: number, keep: boolean): Promise<QueryFigures> {
  const store = await keptStore(pspans, keep);
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const server = await launch({ data: store.directory, clock: CLOCK });
    starts.push(server.startMs);
    await server.stop();
  }
  const server = await launch({ data: store.directory, clock: CLOCK });
  const api = new Api(server.uiPort);
  try {
    await checkDots(api);
    const answers = new Map<string, readonly number[]>();
    for (const query of queries) {
      const random = new Random(7);
      const took: number[] = [];
      const began = performance.now();
      for (let asked = 0; asked < query.times + COLD; asked++) {
        const question = query.ask(random, store);
        const { ms } = await api.get(question.path, question.query);
        if (asked >= COLD) took.push(ms);
        if (asked > COLD && performance.now() - began > PATIENCE) break;
      }
      answers.set(query.key, took);
    }
    return { store, starts, answers };
  } finally {
    api.close();
    await server.stop();
  }
}

/** A chart of a million dots that has fewer would be fast for nothing. */
async function checkDots(api: Api): Promise<void> {
  const { application, from, to, count } = DOTS;
  const found = countOf((await api.get('/scatter', { application, from, to })).body);
  if (found !== count) throw new Error(`the chart of ${count} dots has ${found}`);
}
