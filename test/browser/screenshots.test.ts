import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { sceneNames, scenesOf } from './scenes.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, sizes } from './viewer.ts';

const folder = join(import.meta.dirname, '..', '..', 'out', 'screenshots');

/** Pictures of every page for people to look at: `FINEPOINT_SCREENSHOTS=1 npm test browser` */
if (process.env.FINEPOINT_SCREENSHOTS === '1') {
  describe('pictures of every page', { skip: noBrowserHere }, () => {
    let shop: Shop;
    let browser: Browser;
    let scenes: Awaited<ReturnType<typeof scenesOf>>;

    before(async () => {
      await mkdir(folder, { recursive: true });
      shop = await openShop({ spans: 2_500, rate: 10 });
      await shop.empty();
      scenes = await scenesOf(shop);
      browser = await openBrowser();
    });

    after(async () => {
      await browser?.close();
      await shop?.close();
    });

    for (const language of ['en', 'ko'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        for (const size of ['usual', 'small'] as const) {
          test(`in ${language}, ${theme} and ${size}`, async () => {
            await using viewer = await openViewer(browser, shop.ui, { language, theme, size: sizes[size] });
            const { page } = viewer;
            for (const name of sceneNames) {
              await page.goto(shop.ui + scenes[name].address);
              await scenes[name].prepare(page, language);
              await page.waitForTimeout(300);
              await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${size}.png`) });
            }
          });
        }
      }
    }
  });
}
