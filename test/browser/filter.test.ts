import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { ko } from '../../web/src/i18n/ko.ts';
import { violations } from './accessibility.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { dotsOf, dragOverAll, linkOf, nodeOf, panelOf, totalOf, transactionsOf } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, parameter, type Viewer } from './viewer.ts';

const shopWeb = 'DEFAULT^shop-web^NODE';
const shopApi = 'DEFAULT^shop-api^SPRING_BOOT';
const link = `${shopWeb}~${shopApi}`;

describe('the filtered map', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let viewer: Viewer;
  let address: string;

  before(async () => {
    shop = await openShop();
    await shop.empty();
    browser = await openBrowser();
    viewer = await openViewer(browser, shop.ui);
    address = `${shop.ui}/map?application=shop-web@NODE&from=${shop.openedAt - 60_000}&to=${Date.now()}`;
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('of a link is opened from its panel, and says in words what it shows', async () => {
    const { page } = viewer;
    await page.goto(`${address}&link=${encodeURIComponent(link)}`);
    await panelOf(page).getByRole('button', { name: en.filter.title }).click();
    await page.getByRole('menuitem', { name: en.filter.these }).click();
    const bar = page.getByRole('region', { name: en.filter.label });
    await bar.getByText('shop-web → shop-api').waitFor();
    await bar.getByText('transactions match').waitFor();
    assert.deepEqual(JSON.parse(parameter(page, 'filter') ?? ''), [{ from: shopWeb, to: shopApi }]);
    await linkOf(page, link).waitFor();
  });

  test('shows dots and transactions of what matches, also of a rectangle that is dragged', async () => {
    const { page } = viewer;
    const all = await (async () => {
      await page.goto(`${address}&node=${encodeURIComponent(shopWeb)}`);
      await nodeOf(page, shopWeb).waitFor();
      return dotsOf(page);
    })();
    const filter = encodeURIComponent(JSON.stringify([{ from: shopWeb, to: shopApi, result: 'success' }]));
    await page.goto(`${address}&node=${encodeURIComponent(shopWeb)}&filter=${filter}`);
    await page.getByRole('region', { name: en.filter.label }).getByText('transactions match').waitFor();
    const some = await dotsOf(page);
    const shown = some.success + some.failed;
    assert.ok(shown > 0 && shown < all.success + all.failed, `${shown} dots`);
    await dragOverAll(page);
    await transactionsOf(page).waitFor();
    assert.equal(await totalOf(page), shown);
    assert.notEqual(parameter(page, 'filter'), null, 'the filter stays');
  });

  test('is narrowed with the wizard, and a filter that is removed filters no more', async () => {
    const { page } = viewer;
    await page.goto(`${address}&node=${encodeURIComponent(shopApi)}`);
    await panelOf(page).getByRole('button', { name: en.filter.title }).click();
    await page.getByRole('menuitem', { name: en.filter.wizard }).click();
    await page.getByLabel(en.filter.atLeast).fill('1');
    await page.getByLabel(en.filter.path).fill('/**');
    await page.getByRole('button', { name: en.filter.apply }).click();
    const bar = page.getByRole('region', { name: en.filter.label });
    await bar.getByText('shop-api · ≥ 1 ms · /**').waitFor();
    await bar.getByRole('button', { name: /^Remove filter/ }).click();
    await bar.waitFor({ state: 'detached' });
    assert.equal(parameter(page, 'filter'), null);
  });

  for (const [language, words] of [
    ['en', en],
    ['ko', ko],
  ] as const) {
    for (const theme of ['light', 'dark'] as const) {
      test(`can be used by everybody (${language}, ${theme})`, async () => {
        const filter = encodeURIComponent(JSON.stringify([{ from: shopWeb, to: shopApi, atLeast: 5 }]));
        const one = await openViewer(browser, `${address}&node=${encodeURIComponent(shopWeb)}&filter=${filter}`, {
          language,
          theme,
        });
        await one.page.getByRole('region', { name: words.filter.label }).getByRole('status').waitFor();
        await nodeOf(one.page, shopApi).waitFor();
        assert.deepEqual(await violations(one.page), []);
        await one.page.getByRole('button', { name: words.filter.add }).click();
        await one.page.getByRole('dialog').waitFor();
        assert.deepEqual(await violations(one.page), []);
        assert.deepEqual(one.problems, []);
        await one[Symbol.asyncDispose]();
      });
    }
  }

  test('nothing went wrong on the way', () => assert.deepEqual(viewer.problems, []));
});
