import { SpanTotals } from '../metrics/span-totals.ts';
import { Status } from '../schema/status.ts';
import type { Sources } from '../sources.ts';
import { viewStatus } from '../status/view.ts';
import { type Http, problems } from './route.ts';

/** GET /status: how this server does, for its page. */
export function statusRoute(http: Http, sources: Sources, version: string): void {
  const { agents, collectors, health, settling, refusals, slow } = sources;
  const totals = new SpanTotals();
  const startedAt = Math.floor(performance.timeOrigin);
  http.get(
    '/status',
    { schema: { summary: 'How the server does', response: { 200: Status, ...problems } } },
    async () => {
      const [records, beats] = await Promise.all([agents.all(), collectors.all()]);
      // Rows of earlier processes are left by a kill: they count for nobody any more.
      const mine = new Set(beats.filter((beat) => beat.startedAt >= startedAt).map(({ writer }) => writer));
      return viewStatus({
        version,
        node: process.version,
        startedAt,
        residentBytes: process.memoryUsage.rss(),
        health,
        behind: settling.behind,
        spans: totals.take(records, (writer) => mine.has(writer)),
        refused: refusals.all().reduce((sum, { count }) => sum + count, 0),
        slow,
      });
    },
  );
}
