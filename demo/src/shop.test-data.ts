import type { Part } from './part.ts';
import { applications, visitors } from './shop.ts';
import { Simulation } from './simulation.ts';
import type { Span } from './span.ts';

export const start = 1_795_400_000_000;

/** A shop that begins at `start`. */
export const simulation = (seed: number, rate = 1): Simulation =>
  new Simulation({ applications, visitors, seed, start, rate });

/** What happens in so many ms when somebody looks every `step` ms. */
export function run(
  shop: Simulation,
  lasts: number,
  step = 1000,
): { readonly spans: readonly Span[]; readonly parts: readonly Part[] } {
  const spans: Span[] = [];
  const parts: Part[] = [];
  for (let elapsed = step; elapsed <= lasts; elapsed += step) {
    const { begun, ready } = shop.advance(start + elapsed);
    spans.push(...begun);
    parts.push(...ready);
  }
  return { spans, parts };
}

/** Spans by their transaction, as its id is written. */
export const tracesOf = (spans: readonly Span[]): readonly (readonly Span[])[] => [
  ...Map.groupBy(
    spans,
    ({ transaction: { agentId, startTime, sequence } }) => `${agentId}^${startTime}^${sequence}`,
  ).values(),
];
