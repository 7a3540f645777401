import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { dragOverAll, nodeOf, plotOf, transactionsOf } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, type Viewer } from './viewer.ts';
import { filledIn, sentence } from './words.ts';

/** A row of the call tree that carries a statement and its bind values. */
const statement = /^execute(Query|Update)\(\).*order-api$/;
const orderApi = 'DEFAULT^order-api^SPRING_BOOT';

describe('from the map to a statement', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let viewer: Viewer;

  before(async () => {
    shop = await openShop();
    await shop.empty();
    browser = await openBrowser();
    viewer = await openViewer(browser, `${shop.ui}/map?application=shop-web@NODE&last=20m&live=false`);
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('it is four clicks: a node, a drag over its dots, and a double click on the SQL of the first call tree', async () => {
    const { page } = viewer;
    const clicks = await countClicks(page);
    await nodeOf(page, orderApi).click();
    await page.getByRole('heading', { name: 'order-api' }).waitFor();
    await plotOf(page).waitFor();
    await dragOverAll(page);

    const first = transactionsOf(page).getByRole('row', { selected: true }).first();
    await first.waitFor();
    const row = rowsOf(page).filter({ hasText: statement }).first();
    await row.dblclick();

    const details = detailsOf(page);
    await details.getByRole('heading', { name: en.trace.details.sql, exact: true }).waitFor();
    assert.match((await details.textContent()) ?? '', /(select|insert into|update) /i);
    assert.equal(await clicks(), 4);
  });

  test('the statement shows with its bind values in place, as it was written, and the values by themselves', async () => {
    const details = detailsOf(viewer.page);
    const code = () => details.locator('pre').first().textContent();
    const values = await details.getByRole('table').first().locator('td').allTextContents();
    assert.ok(values.length > 0, 'no bind values');
    const inPlace = (await code()) ?? '';
    for (const value of values) assert.ok(inPlace.includes(value), `${value} is not in ${inPlace}`);
    assert.ok(!inPlace.includes('?'), inPlace);
    await details.getByText(en.trace.details.original, { exact: true }).click();
    const written = (await code()) ?? '';
    assert.equal(written.split('?').length - 1, values.length, written);
  });

  test('another transaction of the list brings its own call tree', async () => {
    const { page } = viewer;
    const rows = transactionsOf(page).getByRole('grid').getByRole('row');
    for (const place of [1, 2]) {
      const row = rows.nth(place);
      await row.click();
      const traceId = await row.getByRole('gridcell').last().getAttribute('title');
      await page
        .getByRole('region', { name: en.trace.title })
        .getByTitle(traceId ?? '', { exact: true })
        .waitFor({ state: 'attached' });
    }
  });

  test('the timeline shows the same calls, and leads to the same details', async () => {
    const { page } = viewer;
    const calls = await callsOf(page);
    await page.getByRole('tab', { name: en.trace.timeline }).click();
    const timeline = page.getByRole('group', { name: sentence(en.trace.lanes.name) });
    const { calls: drawn } = filledIn(en.trace.lanes.name, await timeline.getAttribute('aria-label'));
    assert.equal(drawn, calls);
    const before = await detailsOf(page).getByRole('heading').first().textContent();
    await timeline.focus();
    await timeline.press('ArrowDown');
    await timeline.press('ArrowDown');
    await timeline.press('Enter');
    assert.notEqual(await detailsOf(page).getByRole('heading').first().textContent(), before);
    await page.getByRole('tab', { name: en.trace.callTree }).click();
  });

  test('the page of a trace can be linked to: whoever opens it sees the same trace', async () => {
    const { page } = viewer;
    const tree = await firstRows(page);
    await page.getByRole('link', { name: en.trace.header.link }).click();
    await page.waitForURL(/\/traces\//);
    await using other = await openViewer(browser, page.url());
    const shown = await firstRows(other.page);
    assert.ok(tree.length > 3, 'the call tree is no tree');
    assert.deepEqual(shown.slice(0, tree.length), tree);
    assert.deepEqual(other.problems, []);
  });

  test('does all this without an error in the browser', () => assert.deepEqual(viewer.problems, []));
});

/** The rows of the call tree that are in sight. */
const rowsOf = (page: Page): Locator => page.getByRole('treegrid').locator('[role=row][aria-level]');

/** The rows with which the call tree begins. */
async function firstRows(page: Page): Promise<string[]> {
  await page.getByRole('treegrid').press('Home');
  await rowsOf(page)
    .and(page.getByRole('row', { level: 1 }))
    .first()
    .waitFor();
  return rowsOf(page).allTextContents();
}

/** What is shown of the selected call. */
const detailsOf = (page: Page): Locator =>
  page.getByRole('region', { name: en.trace.title }).getByRole('complementary').last();

/** How many calls the header of the trace counts. */
async function callsOf(page: Page): Promise<string> {
  const header = page.getByRole('region', { name: en.trace.title }).locator('header').first();
  const { number } = filledIn(`{{before}} · ${en.trace.header.calls_other}{{after}}`, await header.textContent());
  return number ?? '';
}

/** From now on, how often a button of the mouse went down. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate("window.clicks = 0; addEventListener('pointerdown', () => window.clicks++, true)");
  return () => page.evaluate<number>('window.clicks');
}
