import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { eventually } from '../system/eventually.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { wholeNumber } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, parameter, type Viewer } from './viewer.ts';

describe('the page of agents', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let viewer: Viewer;

  before(async () => {
    shop = await openShop();
    browser = await openBrowser();
    viewer = await openViewer(browser, `${shop.ui}/agents`);
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('shows each agent that runs: its application, state, host and version', async () => {
    const rows = await rowsOnce((rows) => assert.equal(rows.length, 15));
    const about = (agent: string) => rows.find((row) => row[en.agents.agent] === agent) ?? {};
    for (const row of rows) assert.equal(row[en.agents.state], en.agents.states.running);
    assert.equal(about('shop-api-1')[en.agents.application], 'shop-api SPRING_BOOT');
    assert.equal(about('shop-api-1')[en.agents.host], 'shop-api-1.shop.internal');
    assert.match(about('shop-api-1')[en.agents.version] ?? '', /^3\.1\.0 17\./);
    assert.match(about('shop-web-1')[en.agents.version] ?? '', /^1\.4\.2/);
    assert.match(about('stock-api-1')[en.agents.version] ?? '', /^1\.4\.7 go/);
    assert.match(about('recommend-api-1')[en.agents.application] ?? '', /^SHOP \/ recommend-api PYTHON$/);
  });

  test('counts what came of each, and what was stored: all of it', async () => {
    const rows = await rowsOnce((rows) => {
      for (const row of rows)
        assert.ok(wholeNumber(row[en.agents.received]) > 0, `${row[en.agents.agent]} sent nothing`);
    });
    for (const row of rows) {
      assert.equal(row[en.agents.stored], row[en.agents.received]);
      assert.equal(row[en.agents.rejected], '0');
    }
  });

  test('is searched, sorted and narrowed to an application, all in its address', async () => {
    const { page } = viewer;
    await page.getByRole('textbox', { name: en.agents.find }).fill('order');
    await rowsOnce((rows) => assert.deepEqual(agentsOf(rows), ['order-api-1', 'order-api-2']));
    await page.getByRole('columnheader', { name: en.agents.agent, exact: true }).getByRole('button').click();
    await page.getByRole('columnheader', { name: en.agents.agent, exact: true }).getByRole('button').click();
    await rowsOnce((rows) => assert.deepEqual(agentsOf(rows), ['order-api-2', 'order-api-1']));
    await page.reload();
    await rowsOnce((rows) => assert.deepEqual(agentsOf(rows), ['order-api-2', 'order-api-1']));
    await page.getByRole('textbox', { name: en.agents.find }).fill('');
  });

  test('leaves out agents that were shut down, until they are asked for', async () => {
    const { page } = viewer;
    await shop.empty();
    await page.getByText(en.agents.noneRunning).waitFor();
    await page.getByRole('switch', { name: en.agents.showStopped }).check({ force: true });
    const rows = await rowsOnce((rows) => assert.equal(rows.length, 15));
    assert.equal(parameter(page, 'stopped'), 'true');
    const states = new Map(rows.map((row) => [row[en.agents.agent], row[en.agents.state]]));
    assert.equal(states.get('shop-api-1'), en.agents.states.shutdown);
    assert.ok(![...states.values()].includes(en.agents.states.running), [...states.values()].join());
    await page.getByRole('switch', { name: en.agents.showStopped }).uncheck({ force: true });
    await page.getByText(en.agents.noneRunning).waitFor();
  });

  test('does all this without an error in the browser', () => assert.deepEqual(viewer.problems, []));

  /** The rows of the table, once they pass; the page renews itself. */
  const rowsOnce = (check: (rows: Row[]) => void): Promise<Row[]> => eventually(rowsNow, check, 20_000);

  async function rowsNow(): Promise<Row[]> {
    const [heads = [], ...rows] = await viewer.page.evaluate<string[][]>(
      "[...document.querySelector('table')?.rows ?? []].map(({ cells }) => [...cells].map((cell) => cell.textContent.trim()))",
    );
    return rows.map((cells) => Object.fromEntries(heads.map((head, place) => [head, cells[place] ?? ''])));
  }
});

/** Texts of a row by the names of their columns. */
type Row = Readonly<Record<string, string>>;

const agentsOf = (rows: readonly Row[]): (string | undefined)[] => rows.map((row) => row[en.agents.agent]);
