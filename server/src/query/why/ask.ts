import { SECOND } from '../../lib/time.ts';
import type { Agent, Application } from '../../store/application.ts';
import type { SpanStore } from '../../store/span/store.ts';
import { type LinkFilter, traceMatches } from '../filter/match.ts';
import type { NameStore } from '../names.ts';
import { type ScanLimits, scanTraces } from '../scan/scan.ts';
import type { FilterProgress } from '../schema/filter.ts';
import type { WhyLine } from '../schema/why.ts';
import type { AgentFacts } from '../search/match/subject.ts';
import { explain } from './explain.ts';
import { Facts } from './facts.ts';
import { FactsReader } from './read.ts';
import { type Selection, sideOf, stretchOf } from './selection.ts';
import { Values } from './value.ts';

export interface Question {
  readonly center: Application;
  /** Whose spans are read: the application's and of those that it calls. */
  readonly applications: readonly Application[];
  readonly selection: Selection;
  /** What selected transactions match besides. */
  readonly where: readonly LinkFilter[];
  /** What every transaction matches. */
  readonly filters: readonly LinkFilter[];
  readonly signal?: AbortSignal;
}

export interface WhySources {
  readonly spans: SpanStore;
  readonly names: NameStore;
  readonly told: (agent: Agent) => AgentFacts | undefined;
}

/** Somebody waits: what is not read by then is left out, and the answer says so. */
const LIMITS: ScanLimits = { bytes: 2 * 1024 ** 3, spans: 3_000_000, time: 20 * SECOND };

/** Reads the stretch of a selection once, says how far it has come, and at the end what is different. */
export async function* whyDifferent(sources: WhySources, question: Question): AsyncGenerator<WhyLine, void> {
  const { center, applications, selection, where, filters, signal } = question;
  const values = new Values();
  const facts = new Facts();
  const reader = new FactsReader(center, values, facts, sources.told);
  const { from, to } = stretchOf(selection);
  let progress: FilterProgress = { share: 0, reached: to, spans: 0, traces: 0, matched: 0, end: 'running' };
  let traces = 0;
  for await (const batch of scanTraces(sources.spans, { applications, from, to, signal, limits: LIMITS })) {
    for (const { parts } of batch.traces) {
      traces++;
      if (filters.length > 0 && !traceMatches(filters, parts)) continue;
      const matches = where.length === 0 || traceMatches(where, parts);
      reader.add(parts, (span) => sideOf(selection, matches, span));
    }
    const { share, reached, spans, end } = batch;
    progress = { share, reached, spans, traces, matched: facts.rows, end: end ?? (facts.full ? 'spans' : 'running') };
    if (progress.end !== 'running') break;
    yield { kind: 'progress', progress };
  }
  if (signal?.aborted === true) return;
  const given = { agent: selection.agent !== undefined };
  yield { kind: 'why', why: { ...(await explain(facts, values, sources.names, center, given)), progress } };
}
