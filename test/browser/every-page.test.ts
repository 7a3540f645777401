import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { ko } from '../../web/src/i18n/ko.ts';
import { violations } from './accessibility.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { covered } from './covered.ts';
import { sceneNames, scenesOf } from './scenes.ts';
import { openShop, type Shop } from './shop.ts';
import { textsOf } from './texts.ts';
import { openViewer, sizes, type Viewer } from './viewer.ts';
import { sentence, sentencesOf } from './words.ts';

const habits = (['en', 'ko'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

/** Names differ by language and colours by theme: two of the four see all of both. */
const axeIn = { light: 'en', dark: 'ko' } as const;

describe('every page', { skip: noBrowserHere }, () => {
  let shop: Shop;
  let browser: Browser;
  let scenes: Awaited<ReturnType<typeof scenesOf>>;

  before(async () => {
    shop = await openShop();
    await shop.empty();
    scenes = await scenesOf(shop);
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  for (const { language, theme } of habits) {
    describe(`in ${language} and ${theme}`, () => {
      let viewer: Viewer;
      before(async () => {
        viewer = await openViewer(browser, shop.ui, { language, theme });
      });
      after(() => viewer?.[Symbol.asyncDispose]());

      for (const name of sceneNames) {
        test(`${name}: every word is there and in place, nothing is wider than the screen or in the way, nothing fails`, async () => {
          const { page } = viewer;
          await page.setViewportSize(sizes.usual);
          await page.goto(shop.ui + scenes[name].address);
          await scenes[name].prepare(page, language);
          assert.deepEqual(wrongTexts(await textsOf(page), language), []);
          assert.equal(await overhang(page), 0);
          assert.deepEqual(await covered(page), []);
          await page.setViewportSize(sizes.small);
          await settled(page);
          assert.equal(await overhang(page), 0, 'on a small screen');
          assert.deepEqual(await covered(page), [], 'on a small screen');
          assert.deepEqual(viewer.problems, []);
        });

        if (language !== axeIn[theme]) continue;
        test(`${name}: axe finds no serious fault`, async () => {
          assert.deepEqual(await violations(viewer.page), []);
        });
      }
    });
  }
});

/** Resolves when the page has been laid out anew. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');

/** By how many pixels the page is wider than the screen. */
const overhang = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** A key instead of its words, a value that was not filled in, or a sentence of another language. */
function wrongTexts(texts: readonly string[], language: 'en' | 'ko'): string[] {
  const foreign = language === 'ko' ? onlyEnglish : onlyKorean;
  return texts.filter(
    (text) => isKey.test(text) || isUnfilled.test(text) || foreign.some((pattern) => pattern.test(text)),
  );
}

const isKey = new RegExp(`(?<![\\w./])(${Object.keys(en).join('|')})(\\.[a-z]\\w*)+`);
const isUnfilled = /\{\{|\bundefined\b|\bNaN\b|\[object /;

/** Names of slots of response time, which stay as Pinpoint has them. */
const sameInKorean = new Set(['Slow', 'Error']);

/** Sentences that Korean has other words for; those of few letters besides what is filled in would match anything. */
const onlyEnglish = sentencesOf(en)
  .filter(
    (text) =>
      !sentencesOf(ko).includes(text) &&
      !sameInKorean.has(text) &&
      text.replaceAll(/\{\{.*?\}\}|[^A-Za-z]/g, '').length >= 4,
  )
  .map((text) => sentence(text));
const onlyKorean = [/[가-힣]/];
