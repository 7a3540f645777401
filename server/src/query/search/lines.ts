import type { Received, Span } from '../../store/span/span.ts';
import { type NameStore, namesOf } from '../names.ts';
import type { SearchLine } from '../schema/search.ts';
import type { Transaction } from '../schema/transaction.ts';
import { viewTransaction } from '../transaction/view.ts';
import { DotLines, dotOf } from './dots.ts';
import { cursorOf } from './newest.ts';
import { type SearchAsk, type SearchSources, type Step, search } from './search.ts';

type Ask = Omit<SearchAsk<unknown>, 'view'>;

/** What a search finds, as lines: transactions, and how far it is; at last where the next page begins. */
export async function* listLines(sources: SearchSources, ask: Ask): AsyncIterable<SearchLine> {
  yield* printed(search(sources, { ...ask, view: (span) => span }), async (spans) => ({
    kind: 'spans',
    items: await viewed(spans, sources.names),
  }));
}

/** The same as dots. */
export async function* dotLines(sources: SearchSources, ask: Ask): AsyncIterable<SearchLine> {
  const lines = new DotLines();
  yield* printed(search(sources, { ...ask, view: dotOf }), async (dots) => lines.of(dots));
}

/** Spans as rows of a list. */
export async function viewed(spans: readonly Received<Span>[], store: NameStore): Promise<Transaction[]> {
  const names = await namesOf(spans, store);
  return spans.map((span) => viewTransaction(span, names));
}

async function* printed<T>(
  steps: AsyncIterable<Step<T>>,
  print: (found: readonly T[]) => Promise<SearchLine>,
): AsyncIterable<SearchLine> {
  let cursor: string | null = null;
  for await (const step of steps) {
    if (step.found.length > 0) yield await print(step.found);
    yield { kind: 'progress', reached: step.reached, read: step.read };
    cursor = step.cursor === undefined ? null : cursorOf(step.cursor);
  }
  yield { kind: 'end', cursor, advice: [] };
}
