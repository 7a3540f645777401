import type { MessageInitShape } from '@bufbuild/protobuf';
import type { PAgentUriStatSchema } from '@finepoint/wire';
import type { Served } from '../outgoing.ts';

type AgentUriStat = MessageInitShape<typeof PAgentUriStatSchema>;

/** Windows begin at multiples of this, ms since 1970. */
export const uriWindow = 30_000;

/** Upper ends of the buckets but the last, ms. */
const buckets = [100, 300, 500, 1000, 3000, 5000, 8000];

interface Histogram {
  total: number;
  max: number;
  readonly counts: number[];
}

/** Counts requests by URI template in windows of 30 s. */
export class UriStats {
  readonly #windows = new Map<number, Map<string, { readonly all: Histogram; readonly failed: Histogram }>>();

  add({ uriTemplate, start, end, failed }: Served): void {
    const window = Math.floor(end / uriWindow) * uriWindow;
    const uris = this.#windows.get(window) ?? new Map();
    this.#windows.set(window, uris);
    const uri = uris.get(uriTemplate) ?? { all: empty(), failed: empty() };
    uris.set(uriTemplate, uri);
    count(uri.all, end - start);
    if (failed) count(uri.failed, end - start);
  }

  /** The windows that have ended by now, and forgets them. */
  take(now: number): readonly AgentUriStat[] {
    const ended = [...this.#windows.keys()].filter((window) => window + uriWindow <= now).sort((a, b) => a - b);
    return ended.map((window) => {
      const uris = [...(this.#windows.get(window) ?? [])];
      this.#windows.delete(window);
      return {
        bucketVersion: 0,
        eachUriStat: uris.map(([uri, { all, failed }]) => ({
          uri,
          timestamp: BigInt(window),
          totalHistogram: messageOf(all),
          failedHistogram: failed.total === 0 && failed.max === 0 ? {} : messageOf(failed),
        })),
      };
    });
  }
}

const empty = (): Histogram => ({ total: 0, max: 0, counts: buckets.map(() => 0).concat(0) });

function count(histogram: Histogram, took: number): void {
  histogram.total += took;
  histogram.max = Math.max(histogram.max, took);
  const bucket = buckets.findIndex((end) => took < end);
  const at = bucket === -1 ? buckets.length : bucket;
  histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
}

const messageOf = ({ total, max, counts }: Histogram) => ({
  total: BigInt(total),
  max: BigInt(max),
  histogram: counts,
});
