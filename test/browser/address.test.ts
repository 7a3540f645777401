import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { dragOver, nodeOf, panelOf, plotOf, totalOf, transactionsOf } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, parameter, type Viewer } from './viewer.ts';
import { sentence } from './words.ts';

const stockApi = 'DEFAULT^stock-api^GO';

describe('the address is the state:', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let viewer: Viewer;

  before(async () => {
    shop = await openShop();
    await shop.empty();
    browser = await openBrowser();
    viewer = await openViewer(browser, shop.ui);
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('each choice goes into it: application, range, live, node, dots', async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: /^shop-api/ }).click();
    await isMapOf(page, 'shop-api');
    await page.getByRole('button', { name: new RegExp(`^${en.frame.range}`) }).click();
    await page.getByRole('button', { name: '20 m', exact: true }).click();
    await page
      .getByRole('button', { name: sentence(`${en.frame.range}{{range}}${en.frame.last}`, { span: '20 m' }) })
      .waitFor();
    assert.equal(parameter(page, 'last'), '20m');
    await page.getByRole('button', { name: en.frame.live, exact: true }).click();
    await page.waitForURL(/live=false/);
    await nodeOf(page, stockApi).click();
    await isPanelOf(page, 'stock-api');
    await plotOf(page).waitFor();
    await dragOver(page, [0, 0], [1.02, 1.02]);
    await transactionsOf(page).getByRole('row').nth(1).waitFor();
    assert.deepEqual(
      ['application', 'last', 'live', 'node'].map((name) => parameter(page, name)),
      ['shop-api@SPRING_BOOT', '20m', 'false', stockApi],
    );
    assert.match(parameter(page, 'dots') ?? '', /^\d+-\d+-0-max-all$/);
  });

  test('loaded again, the page is as it was', async () => {
    const { page } = viewer;
    const total = await totalOf(page);
    await page.reload();
    await isAsChosen(page);
    assert.equal(await totalOf(page), total);
  });

  test('somebody else who opens it sees the same', async () => {
    await using other = await openViewer(browser, viewer.page.url());
    await isAsChosen(other.page);
    assert.equal(await totalOf(other.page), await totalOf(viewer.page));
    assert.deepEqual(other.problems, []);
  });

  test('back takes each choice back, and forward makes it again', async () => {
    const { page } = viewer;
    await page.goBack();
    await transactionsOf(page).waitFor({ state: 'hidden' });
    await isPanelOf(page, 'stock-api');
    await page.goBack();
    await isPanelOf(page, 'shop-api');
    await page.goBack();
    await isPressed(page, true);
    await page.goBack();
    await page
      .getByRole('button', { name: sentence(`${en.frame.range}{{range}}${en.frame.last}`, { span: '5 m' }) })
      .waitFor();
    await isMapOf(page, 'shop-api');
    await page.goBack();
    await page.getByRole('heading', { name: en.map.choose.title }).waitFor();
    for (let choice = 0; choice < 5; choice++) await page.goForward();
    await isAsChosen(page);
  });

  test('the application and the range go along to other pages and back', async () => {
    const { page } = viewer;
    await page.getByRole('link', { name: en.agents.title }).click();
    await page.waitForURL(/\/agents/);
    assert.equal(parameter(page, 'application'), 'shop-api@SPRING_BOOT');
    assert.equal(parameter(page, 'last'), '20m');
    await page.getByRole('link', { name: en.map.title }).click();
    await isMapOf(page, 'shop-api');
    assert.equal(parameter(page, 'last'), '20m');
  });

  test('does all this without an error in the browser', () => assert.deepEqual(viewer.problems, []));
});

const isMapOf = (page: Page, application: string): Promise<void> =>
  page.getByRole('group', { name: sentence(en.map.of, { application }) }).waitFor();

const isPanelOf = (page: Page, name: string): Promise<void> =>
  panelOf(page).getByRole('heading', { name, exact: true }).waitFor();

const isPressed = (page: Page, live: boolean): Promise<void> =>
  page.getByRole('button', { name: en.frame.live, exact: true, pressed: live }).waitFor();

/** What the first test chose. */
async function isAsChosen(page: Page): Promise<void> {
  await isMapOf(page, 'shop-api');
  await isPanelOf(page, 'stock-api');
  await isPressed(page, false);
  await transactionsOf(page).getByRole('row').nth(1).waitFor();
}
