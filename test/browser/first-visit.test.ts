import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { nodeOf, plotOf } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer } from './viewer.ts';

const KIB = 1024;

describe('the first visit to the map', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;

  before(async () => {
    shop = await openShop();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  test('brings at most 300 KiB of scripts over the wire, with a map and dots to show', async (t) => {
    await using viewer = await openViewer(browser, 'about:blank');
    const { page } = viewer;
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    const scripts = new Set<string>();
    const sizes = new Map<string, number>();
    network.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
      sizes.set(requestId, encodedDataLength),
    );

    await page.goto(`${shop.ui}/map?application=shop-web@NODE&last=5m`);
    await nodeOf(page, 'DEFAULT^shop-web^NODE').waitFor();
    await plotOf(page).waitFor();
    await page.waitForLoadState('load');
    const total = [...scripts].reduce((sum, script) => sum + (sizes.get(script) ?? 0), 0);
    assert.ok(
      scripts.size > 3 && total > 50 * KIB,
      `${scripts.size} scripts of ${total} bytes: not what was to be measured`,
    );
    t.diagnostic(`${Math.round(total / KIB)} KiB in ${scripts.size} scripts`);
    assert.ok(total <= 300 * KIB, `${Math.round(total / KIB)} KiB of scripts`);
  });

  test('asks nobody but the server', async () => {
    await using viewer = await openViewer(browser, 'about:blank');
    const { page } = viewer;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(`${shop.ui}/map?application=shop-web@NODE&last=5m`);
    await plotOf(page).waitFor();
    assert.deepEqual([...asked], [shop.ui]);
  });
});
