import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { violations } from './accessibility.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { words } from './scenes.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, parameter } from './viewer.ts';

describe('why a selection is different', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let slow: string;

  before(async () => {
    shop = await openShop({ rate: 200, spans: 12_000 });
    await shop.empty();
    browser = await openBrowser();
    const range = `from=${shop.openedAt - 1_000}&to=${Date.now()}`;
    // Checkouts take far longer than anything else that the shop does.
    slow = `${shop.ui}/map?application=shop-web@NODE&${range}&dots=${shop.openedAt - 1_000}-${Date.now()}-200-max-all`;
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  for (const [language, theme] of [
    ['en', 'light'],
    ['ko', 'dark'],
  ] as const) {
    test(`is told in words, in ${language} and ${theme}`, async () => {
      await using viewer = await openViewer(browser, shop.ui, { language, theme });
      const { page } = viewer;
      const { why } = words[language];
      await page.goto(slow);
      await page.getByText(why.title, { exact: true }).click();
      const times = page.getByRole('region', { name: why.times });
      await times.getByRole('listitem').first().waitFor();
      const shares = page.getByRole('region', { name: why.shares });
      await shares.getByText('/checkout', { exact: true }).first().waitFor();
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(viewer.problems, []);
    });
  }

  test('one click looks only at what has it', async () => {
    await using viewer = await openViewer(browser, shop.ui);
    const { page } = viewer;
    const { why, filter } = words.en;
    await page.goto(slow);
    await page.getByText(why.title, { exact: true }).click();
    const checkout = page.getByRole('listitem').filter({ hasText: '/checkout' }).first();
    await checkout.getByRole('button', { name: why.narrow }).click();
    await page.getByRole('region', { name: filter.label }).getByText('/checkout').waitFor();
    assert.match(parameter(page, 'filter') ?? '', /"path":"\/checkout"/);
    assert.deepEqual(viewer.problems, []);
  });
});
