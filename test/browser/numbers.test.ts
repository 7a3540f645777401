import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import type { Stretch } from '../system/api.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { dotsOf, dragOverAll, figureOf, panelOf, plotOf, totalOf, transactionsOf, wholeNumber } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer } from './viewer.ts';

const applications = [
  { name: 'shop-web', type: 'NODE' },
  { name: 'payment-api', type: 'PHP' },
  { name: 'recommend-api', type: 'PYTHON', service: 'SHOP' },
];

describe('of a fixed range in the past', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;

  before(async () => {
    shop = await openShop({ spans: 2_000 });
    await shop.empty();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  for (const { name, type, service } of applications) {
    test(`${name}: calls, bars, agents, dots and transactions are the same number`, async () => {
      const range = await middleOf({ from: shop.openedAt, to: Date.now() });
      const search = new URLSearchParams({
        application: `${name}@${type}`,
        from: String(range.from),
        to: String(range.to),
      });
      if (service !== undefined) search.set('service', service);
      await using viewer = await openViewer(browser, `${shop.ui}/map?${search}`);
      const { page } = viewer;
      await plotOf(page).waitFor();
      await panelOf(page).getByRole('list', { name: en.map.panel.response }).waitFor();

      const calls = await figureOf(page, en.map.panel.calls);
      const errors = await figureOf(page, en.map.panel.errors);
      assert.ok(calls > 10, `only ${calls} calls`);
      const { success, failed } = await dotsOf(page);
      assert.deepEqual({ success, failed }, { success: calls - errors, failed: errors });
      assert.equal(sum(await bars(page)), calls);
      assert.equal(sum(await callsOfAgents(page)), calls);

      await dragOverAll(page);
      await transactionsOf(page).getByRole('row').nth(1).waitFor();
      assert.equal(await totalOf(page), calls);
      assert.deepEqual(viewer.problems, []);
    });
  }

  /** The middle half of the traffic: neither end is that of a minute, and some was received before and after. */
  async function middleOf(whole: Stretch): Promise<Stretch> {
    const times = (await shop.api.dots({ name: 'shop-web', type: 'NODE' }, whole)).map(({ at }) => at);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const quarter = Math.round((last - first) / 4);
    return { from: first + quarter, to: last - quarter };
  }
});

async function bars(page: Page): Promise<number[]> {
  const items = panelOf(page).getByRole('list', { name: en.map.panel.response }).getByRole('listitem');
  const titles = await Promise.all((await items.all()).map((item) => item.getAttribute('title')));
  return titles.map(wholeNumber);
}

/** The column of calls in the table of agents. */
async function callsOfAgents(page: Page): Promise<number[]> {
  const table = panelOf(page).getByRole('table').last();
  const heads = await table.getByRole('columnheader').allTextContents();
  const place = heads.findIndex((head) => head.includes(en.map.servers.calls));
  const rows = await table.locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => wholeNumber(await row.locator('td,th').nth(place).textContent())));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((before, number) => before + number, 0);
