import { stateOf } from '../agents.ts';
import { metricsOf } from '../metrics/metrics.ts';
import { watchProcess } from '../metrics/process.ts';
import { SpanTotals } from '../metrics/span-totals.ts';
import { CONTENT_TYPE, metricsText } from '../metrics/text.ts';
import type { Sources } from '../sources.ts';
import { receiversOf } from '../status/view.ts';
import type { Http } from './route.ts';

/** GET /metrics, for Prometheus: at the root, where it is looked for. */
export function metricsRoute(http: Http, sources: Sources, version: string): void {
  const { agents, collectors, storage, clock, health, settling, slow } = sources;
  const processState = watchProcess();
  const totals = new SpanTotals();
  const startedAt = Math.floor(performance.timeOrigin);
  http.get('/metrics', { schema: { hide: true } }, async (_, reply) => {
    const [records, beats, state] = await Promise.all([agents.all(), collectors.all(), storage.state()]);
    // Rows of earlier processes are left by a kill: they count for nobody any more.
    const mine = new Set(beats.filter((beat) => beat.startedAt >= startedAt).map(({ writer }) => writer));
    const text = metricsText(
      metricsOf({
        version,
        storage: state,
        agents: records.map((record) => stateOf(record, beats, clock())),
        spans: totals.take(records, (writer) => mine.has(writer)),
        process: processState(),
        status: {
          ...receiversOf(health),
          pieces: settling.behind.pieces,
          slowCount: slow.count,
        },
      }),
    );
    return reply.type(CONTENT_TYPE).header('cache-control', 'no-store').send(text);
  });
}
