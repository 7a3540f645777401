import { type Application, applicationKey } from '../../store/application.ts';
import { applicationName } from '../application-name.ts';
import { nodeKey } from '../map/graph.ts';
import type { NameStore } from '../names.ts';
import type { Why, WhyDimension, WhyShare, WhyTime, WhyValue } from '../schema/why.ts';
import { type Counted, count } from './count.ts';
import type { Facts, Opened } from './facts.ts';
import { Having } from './having.ts';
import { type Named, nameAll } from './named.ts';
import { findShares, type ShareFinding, SUPPORT } from './shares.ts';
import { meanOf, type Sums } from './significance.ts';
import { findTimes, type TimeFinding } from './times.ts';
import type { Values } from './value.ts';

/** With fewer transactions to compare with, a cause cannot be told from chance. */
const FEWEST_ELSEWHERE = 10;

/** Transactions that each finding can be looked at in. */
const SAMPLES = 5;

/** What of a selection is asked for, and is no finding therefore. */
export interface Given {
  readonly agent: boolean;
}

/** What the selected have that the others have not, and where they spend their time. */
export async function explain(
  facts: Facts,
  values: Values,
  names: NameStore,
  center: Application,
  given: Given,
): Promise<Omit<Why, 'progress'>> {
  const named = await nameAll(values.all, names);
  const counts = count(facts, named);
  const few =
    counts.selected.count < SUPPORT ? 'selected' : counts.elsewhere.count < FEWEST_ELSEWHERE ? 'elsewhere' : null;
  const isGiven = (dimension: WhyDimension): boolean =>
    given.agent && (dimension === 'agent' || dimension === 'host' || dimension === 'version');
  const shares =
    few === null
      ? findShares(counts, named.all, applicationKey(center), isGiven, (places) => new Having(facts, named, places))
      : { findings: [], tested: 0 };
  const times = few === null ? findTimes(counts, named.all) : { findings: [], tested: 0 };
  const samples = samplesOf(facts, named.of, [...shares.findings, ...times.findings]);
  const view = (place: number): WhyValue => viewValue(named.all[place] as Named);
  return {
    selected: { ...sideOf(counts.selected), failed: failedOf(facts, true) },
    elsewhere: { ...sideOf(counts.elsewhere), failed: failedOf(facts, false) },
    extra: meanOf(counts.selected) - meanOf(counts.elsewhere),
    shares: shares.findings.map((one) => viewShare(one, view, samples)),
    times: times.findings.map((one) => viewTime(one, view, samples)),
    tested: shares.tested + times.tested,
    few,
  };
}

const sideOf = (sums: Sums) => ({ transactions: sums.count, mean: meanOf(sums) });

const failedOf = (facts: Facts, selected: boolean): number =>
  facts.transactions.reduce((sum, { failed }, row) => sum + (failed && facts.isSelected(row) === selected ? 1 : 0), 0);

type Samples = ReadonlyMap<number, readonly Opened[]>;

/** For each value found, the slowest selected transactions that have it: of places, those that spend most time there. */
function samplesOf(facts: Facts, of: Uint32Array, findings: readonly { readonly counted: Counted }[]): Samples {
  const best = new Map<number, { readonly opened: Opened; readonly weight: number }[]>(
    findings.map(({ counted }) => [counted.place, []]),
  );
  for (let row = 0; row < facts.rows; row++) {
    const opened = facts.transactions[row];
    if (opened === undefined || !facts.isSelected(row)) continue;
    facts.each(row, (value, ms) => {
      const list = best.get(of[value] as number);
      if (list === undefined) return;
      const weight = ms > 0 ? ms : opened.elapsed;
      if (list.length === SAMPLES && weight <= (list.at(-1)?.weight ?? 0)) return;
      list.push({ opened, weight });
      list.sort((a, b) => b.weight - a.weight);
      list.length = Math.min(list.length, SAMPLES);
    });
  }
  return new Map([...best].map(([place, list]) => [place, list.map(({ opened }) => opened)]));
}

function viewShare(
  { counted, least, falseShare, also }: ShareFinding,
  view: (place: number) => WhyValue,
  samples: Samples,
): WhyShare {
  const { place, selected, elsewhere } = counted;
  const [share, elsewhereShare] = [selected.having / selected.count, elsewhere.having / elsewhere.count];
  return {
    value: view(place),
    selected: selected.having,
    elsewhere: elsewhere.having,
    share,
    elsewhereShare,
    lift: elsewhereShare === 0 ? null : share / elsewhereShare,
    least,
    falseShare,
    also: also.map(view),
    samples: viewSamples(samples.get(place)),
  };
}

function viewTime(
  { counted, share, falseShare }: TimeFinding,
  view: (place: number) => WhyValue,
  samples: Samples,
): WhyTime {
  const { place, selected, elsewhere } = counted;
  return {
    value: view(place),
    mean: meanOf(selected),
    elsewhereMean: meanOf(elsewhere),
    share,
    calls: selected.calls / selected.having,
    elsewhereCalls: elsewhere.having === 0 ? null : elsewhere.calls / elsewhere.having,
    selected: selected.having,
    falseShare,
    samples: viewSamples(samples.get(place)),
  };
}

const viewSamples = (samples: readonly Opened[] = []): WhyShare['samples'] =>
  samples.map(({ traceId, spanId, at, elapsed }) => ({ traceId, spanId: String(spanId), at, elapsed }));

const viewValue = ({ dimension, application, text, detail }: Named): WhyValue => ({
  dimension,
  text,
  detail,
  application: applicationName(application),
  node: nodeKey(application),
});
