import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { eventually } from '../system/eventually.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer } from './viewer.ts';
import { sentence } from './words.ts';

describe('the storage', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let full: RunningServer;
  let browser: Browser;

  before(async () => {
    [shop, full, browser] = await Promise.all([
      openShop({ spans: 300 }),
      startServer({ env: { FINEPOINT_MIN_FREE: '9000000' } }),
      openBrowser(),
    ]);
    await shop.empty();
    // Figures are a few seconds old at most.
    await eventually(
      () => shop.api.storage(),
      ({ kinds }) => assert.ok(kinds.some(({ days }) => (days.at(-1)?.spans ?? 0) >= 300)),
    );
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
    await full?.stop();
  });

  test('shows what the server says of each kind, and of each day once it is opened; a link keeps what is open', async () => {
    await using viewer = await openViewer(browser, `${shop.ui}/storage`);
    const { page } = viewer;
    const { kinds } = await shop.api.storage();
    const trace = kinds.find(({ kind }) => kind === 'trace');
    const today = trace?.days.at(-1);
    assert.ok((today?.spans ?? 0) > 0);
    const button = page.getByRole('button', { name: new RegExp(`^${en.storage.kinds.trace}`) });
    await button.click();
    const row = page.locator('tbody', { has: button }).getByRole('row').nth(1);
    await row.getByText(String(today?.day)).waitFor();
    assert.equal(await row.locator('td').nth(3).getAttribute('title'), today?.spans?.toLocaleString('en-US'));
    await page.reload();
    await button.waitFor();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    for (const { retention } of kinds) {
      if (retention?.setting) await page.getByText(retention.setting).waitFor();
    }
    assert.deepEqual(viewer.problems, []);
  });

  test('is no matter on other pages while there is room', async () => {
    await using viewer = await openViewer(browser, `${shop.ui}/agents`);
    await viewer.page.getByRole('heading', { name: en.agents.title }).waitFor();
    await viewer.page.waitForTimeout(300);
    assert.equal(await viewer.page.getByText(sentence(en.storage.closed.disk)).count(), 0);
  });

  test('without room is told on every page, with a way to see more', async () => {
    await using viewer = await openViewer(browser, `${full.ui}/map`);
    const { page } = viewer;
    await page.getByText(sentence(`${en.storage.closed.disk} ${en.storage.show}`)).waitFor();
    await page.getByRole('link', { name: en.storage.show }).click();
    await page.getByRole('heading', { name: en.storage.title }).waitFor();
    await page.getByRole('meter', { name: en.storage.disk }).waitFor();
    assert.deepEqual(viewer.problems, []);
  });
});
