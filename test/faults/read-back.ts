import assert from 'node:assert/strict';
import { Api } from '../system/api.ts';
import type { RunningServer } from '../system/server.ts';
import type { LedgerClient } from './ledger.ts';

const application = { name: 'LEDGER', type: 'NODE' };

/**
 * Holds what a server answers against the ledgers: every acknowledged span is there, none twice and none that was never
 * sent, and dots, map and transactions count the same. Answers how many spans there are.
 */
export async function readBack(
  server: RunningServer,
  clients: readonly LedgerClient[],
  range: { readonly from: number; readonly to: number },
): Promise<number> {
  const api = new Api(server);
  const dots = await api.dots(application, range);
  const seen = new Set(dots.map(({ elapsed }) => elapsed));
  const missing = clients.flatMap(({ acknowledged }) => [...acknowledged].filter((number) => !seen.has(number)));
  assert.deepEqual(missing.slice(0, 20), [], `${missing.length} acknowledged spans are missing`);
  assert.equal(dots.length - seen.size, 0, 'so many count twice');
  const sent = new Set(clients.flatMap((client) => client.sent));
  assert.ok(dots.every(({ elapsed }) => sent.has(elapsed)));

  const map = await api.map(application, range);
  const list = await api.transactions(application, range, { limit: '1' });
  const node = map.nodes.find(({ key }) => key === map.center);
  const sum = dots.reduce((total, { elapsed }) => total + elapsed, 0);
  assert.deepEqual([node?.histogram.total, node?.histogram.sum, list.total], [dots.length, sum, dots.length]);
  return dots.length;
}
