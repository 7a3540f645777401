import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { ko } from '../../web/src/i18n/ko.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { openViewer } from './viewer.ts';

describe('a viewer chooses', { skip: noBrowserHere }, () => {
  let server: RunningServer;
  let browser: Browser;

  before(async () => {
    server = await startServer();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('the language: at once, and for every visit after', async () => {
    await using viewer = await openViewer(browser, `${server.ui}/agents`);
    const { page } = viewer;
    await heading(page, en.connect.none).waitFor();
    await choose(page, en.frame.preferences, '한국어');
    await heading(page, ko.connect.none).waitFor();
    assert.equal(await languageOf(page), 'ko');
    await page.reload();
    await heading(page, ko.connect.none).waitFor();
    await page.goto(`${server.ui}/map`);
    await heading(page, ko.connect.none).waitFor();
    await choose(page, ko.frame.preferences, 'English');
    await heading(page, en.connect.none).waitFor();
    await page.reload();
    await heading(page, en.connect.none).waitFor();
    assert.equal(await languageOf(page), 'en');
    assert.deepEqual(viewer.problems, []);
  });

  test('the theme: at once, and for every visit after, without a flash of the other', async () => {
    await using viewer = await openViewer(browser, `${server.ui}/agents`);
    const { page } = viewer;
    await heading(page, en.connect.none).waitFor();
    const light = await background(page);
    await choose(page, en.frame.preferences, en.frame.dark);
    await themed(page, 'dark');
    const dark = await background(page);
    assert.ok(brightness(dark) < 0.3 && brightness(light) > 0.9, `${light} became ${dark}`);

    // The theme must stand before the first paint: before any module of the page has run.
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload({ waitUntil: 'commit' });
    await themed(page, 'dark');
    await page.unroute('**/assets/*.js');
    await page.reload();
    await heading(page, en.connect.none).waitFor();
    assert.equal(await background(page), dark);
    await choose(page, en.frame.preferences, en.frame.light);
    await themed(page, 'light');
    await page.reload();
    await heading(page, en.connect.none).waitFor();
    assert.equal(await background(page), light);
  });

  test('nothing: the language and theme of the browser are taken', async () => {
    await using viewer = await openViewer(browser, `${server.ui}/agents`, { language: 'ko', theme: 'dark' });
    await heading(viewer.page, ko.connect.none).waitFor();
    assert.ok(brightness(await background(viewer.page)) < 0.3);
  });
});

const heading = (page: Page, name: string) => page.getByRole('heading', { name });

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Resolves once the whole document has a theme. */
const themed = (page: Page, theme: 'light' | 'dark') =>
  page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor({ state: 'attached' });

const languageOf = (page: Page) => page.evaluate<string>('document.documentElement.lang');

const background = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');

/** From 0, black, to 1, white, of `rgb(r, g, b)`. */
function brightness(colour: string): number {
  const channels = [...colour.matchAll(/[\d.]+/g)].slice(0, 3).map(([digits]) => Number(digits));
  return channels.reduce((sum, channel) => sum + channel, 0) / 3 / 255;
}
