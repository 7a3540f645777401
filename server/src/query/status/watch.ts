import type { FastifyRequest } from 'fastify';
import { type Reads, reading } from '../../lib/reading.ts';
import type { Http } from '../route/route.ts';
import type { Sources } from '../sources.ts';

/** Views that follow what comes are open for as long as somebody looks. */
const ENDLESS = /\/(live|tail)$/;

/** Counts what each request reads, and remembers those that took long. */
export function watchQueries(http: Http, { slow, clock }: Pick<Sources, 'slow' | 'clock'>): void {
  const counts = new WeakMap<FastifyRequest, Reads>();
  http.addHook('onRequest', (request, _, done) => {
    const reads = { rows: 0, bytes: 0 };
    counts.set(request, reads);
    reading.run(reads, done);
  });
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    if (route === undefined || !route.startsWith('/api/') || ENDLESS.test(route)) return;
    const query = typeof request.query === 'object' && request.query !== null ? { ...request.query } : {};
    const reads = counts.get(request) ?? { rows: 0, bytes: 0 };
    slow.answered({ at: clock(), route, query, ms: reply.elapsedTime, reads });
  });
}
