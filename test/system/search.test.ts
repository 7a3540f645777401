import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SearchLine, Suggestions } from '../../server/src/query/schema/search.ts';
import type { Transaction } from '../../server/src/query/schema/transaction.ts';
import { openShop, type Shop } from '../browser/shop.ts';

describe('a search over what the shop has sent', () => {
  let shop: Shop;

  before(async () => {
    shop = await openShop();
    await shop.empty();
  });

  after(() => shop?.close());

  const ask = (path: string, more: Readonly<Record<string, string | number>>) =>
    fetch(
      `${shop.ui}/api/v1/search${path}?${new URLSearchParams(Object.entries(more).map(([key, value]): [string, string] => [key, String(value)]))}`,
    );

  async function lines(query: string, more: Readonly<Record<string, string | number>> = {}): Promise<SearchLine[]> {
    const range = { from: shop.openedAt - 60_000, to: shop.openedAt + 600_000 };
    const response = await ask('', { query, ...range, ...more });
    assert.equal(response.status, 200, query);
    const text = await response.text();
    return text
      .trim()
      .split('\n')
      .map((line): SearchLine => JSON.parse(line));
  }

  /** Everything that a query finds, page by page. */
  async function all(query: string, limit = 500): Promise<Transaction[]> {
    const found: Transaction[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page = await lines(query, { limit, ...(after && { after }) });
      found.push(...page.flatMap((line) => (line.kind === 'spans' ? line.items : [])));
      const end = page.at(-1);
      assert.ok(end?.kind === 'end', 'a search ends');
      after = end.cursor;
    }
    return found;
  }

  const countOf = async (query: string): Promise<number> =>
    (await lines(query, { as: 'dots', limit: 100_000 })).reduce(
      (sum, line) => sum + (line.kind === 'dots' ? line.time.length : 0),
      0,
    );

  test('finds every span once, newest first, however small its pages are', async () => {
    const whole = await all('app:shop-api');
    const paged = await all('app:shop-api', 37);
    assert.ok(whole.length > 100, `${whole.length} spans`);
    assert.deepEqual(paged, whole);
    assert.equal(new Set(whole.map(({ spanId }) => spanId)).size, whole.length);
    const times = whole.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    assert.equal(await countOf('app:shop-api'), whole.length);
  });

  test('what is found and what is not are everything', async () => {
    const everything = await countOf('');
    for (const query of ['status:error', 'duration>50ms', '/api', 'sql:*', 'exception:*', 'callee:*']) {
      assert.equal((await countOf(query)) + (await countOf(`-(${query})`)), everything, query);
    }
  });

  test('calls that arrived apart from their span are found by it, once', async () => {
    const found = await all('method:auditStock');
    assert.ok(found.length > 0);
    for (const { application, path } of found)
      assert.deepEqual([application.applicationName, path], ['stock-api', '/stock/reserve']);
    assert.equal(new Set(found.map(({ spanId }) => spanId)).size, found.length);
  });

  test('the id of a trace alone finds its spans', async () => {
    const [checkout] = await all('app:shop-web endpoint:/checkout');
    assert.ok(checkout);
    const hops = await all(checkout.traceId);
    assert.ok(hops.some(({ application }) => application.applicationName === 'shop-api'));
    for (const { traceId } of hops) assert.equal(traceId, checkout.traceId);
  });

  test('a path that agents record as a template is not answered with nothing', async () => {
    const page = await lines('app:order-api endpoint:/orders/42');
    const end = page.at(-1);
    assert.ok(end?.kind === 'end');
    assert.deepEqual(
      end.advice.map(({ application, templates, fits }) => [application.applicationName, templates, fits]),
      [['order-api', ['/orders/{id}'], true]],
    );
  });

  test('a query that cannot be read is refused with the place of what is wrong', async () => {
    const response = await ask('', { query: 'status:bad', from: 1, to: 2 });
    assert.equal(response.status, 400);
    const { code, detail } = JSON.parse(await response.text());
    assert.equal(code, 'QUERY_INVALID');
    assert.match(detail, /^at character 8: /);
  });

  test('keys and values of recent spans are suggested', async () => {
    const suggested = async (query: string): Promise<Suggestions> => {
      const response = await ask('/suggest', { query, at: query.length });
      return JSON.parse(await response.text());
    };
    const texts = async (query: string) => (await suggested(query)).items.map(({ text }) => text);
    assert.ok((await texts('st')).includes('status:'));
    assert.ok((await texts('http.')).includes('http.url:'));
    assert.ok((await texts('app:shop')).includes('shop-api'));
    assert.ok((await texts('app:stock-api endpoint:/st')).includes('/stock/reserve'));
    assert.equal((await suggested('app:')).fault?.code, 'VALUE_MISSING');
  });
});
