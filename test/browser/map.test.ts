import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { figureOf, linkOf, nodeOf, panelOf, wholeNumber } from './map-view.ts';
import { openShop, type Shop } from './shop.ts';
import { openViewer, parameter, type Viewer } from './viewer.ts';
import { filledIn, sentence } from './words.ts';

const shopWeb = 'DEFAULT^shop-web^NODE';
const shopApi = 'DEFAULT^shop-api^SPRING_BOOT';
const user = 'DEFAULT^shop-web_NODE^USER';

describe('the map', { skip: noBrowserHere }, () => {
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

  test('is reached through the picker of applications', async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: en.frame.chooseApplication }).click();
    await page.getByRole('textbox', { name: en.frame.findApplication }).fill('shop-w');
    const options = page.getByRole('option');
    assert.equal(await options.count(), 1);
    await options.getByText('shop-web', { exact: true }).click();
    await page.getByRole('group', { name: sentence(en.map.of, { application: 'shop-web' }) }).waitFor();
    assert.equal(parameter(page, 'application'), 'shop-web@NODE');
  });

  test('shows every node and link with how often it was called', async () => {
    const { page } = viewer;
    const range = { from: shop.openedAt - 60_000, to: Date.now() };
    await page.goto(
      `${shop.ui}/map?application=shop-web@NODE&from=${range.from}&to=${range.to}&in=4&out=4&both=true&merge=false`,
    );
    await nodeOf(page, shopWeb).waitFor();
    const { nodes, links } = await shop.api.map({ name: 'shop-web', type: 'NODE' }, range);
    const shown = async (kind: 'node' | 'link'): Promise<[string, number][]> => {
      const marks = await page.locator(`[data-${kind}]`).all();
      return Promise.all(
        marks.map(async (mark) => {
          const label = await mark.getByRole('button').getAttribute('aria-label');
          const { calls } = filledIn(en.map[kind].label, label?.replace(`, ${en.map.alert}`, '') ?? null);
          return [(await mark.getAttribute(`data-${kind}`)) ?? '', wholeNumber(calls)];
        }),
      );
    };
    const counts = (parts: typeof nodes | typeof links): [string, number][] =>
      parts.map(({ key, histogram }) => [key, histogram.total]);
    assert.deepEqual((await shown('node')).sort(), counts(nodes).sort());
    assert.deepEqual((await shown('link')).sort(), counts(links).sort());
    for (const key of [user, shopWeb, shopApi, 'SHOP^recommend-api^PYTHON', 'DEFAULT^payment-api^PHP']) {
      assert.ok(
        nodes.some((node) => node.key === key && node.histogram.total > 0),
        `${key} was not called`,
      );
    }
  });

  test('shows the figures of a node that is clicked', async () => {
    const { page } = viewer;
    await page.goto(`${shop.ui}/map?application=shop-web@NODE&last=20m&live=false`);
    await panelOf(page).getByRole('heading', { name: 'shop-web' }).waitFor();
    await nodeOf(page, shopApi).click();
    await panelOf(page).getByRole('heading', { name: 'shop-api' }).waitFor();
    assert.equal(parameter(page, 'node'), shopApi);
    assert.equal(await nodeOf(page, shopApi).getAttribute('aria-pressed'), 'true');
    const label = await nodeOf(page, shopApi).getAttribute('aria-label');
    assert.match(
      label ?? '',
      sentence(en.map.node.label, { name: 'shop-api', calls: String(await figureOf(page, en.map.panel.calls)) }),
    );
    for (const agent of ['shop-api-1', 'shop-api-2', 'shop-api-3']) {
      await panelOf(page).getByText(agent, { exact: true }).waitFor();
    }
  });

  test('is walked with the arrow keys, and Enter shows the figures of the node that has the focus', async () => {
    const { page } = viewer;
    await page.goto(`${shop.ui}/map?application=shop-web@NODE&last=20m&live=false`);
    await nodeOf(page, shopWeb).waitFor();
    const focused = () => page.evaluate<string | undefined>('document.activeElement?.parentElement?.dataset.node');
    for (let tabs = 0; (await focused()) === undefined && tabs < 40; tabs++) await page.keyboard.press('Tab');
    assert.equal(await focused(), shopWeb);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), user);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const reached = await focused();
    assert.ok(reached !== undefined && reached !== shopWeb && reached !== user, `the focus is on ${reached}`);
    await page.keyboard.press('Enter');
    await panelOf(page)
      .getByRole('heading', { name: reached.split('^')[1] ?? '', exact: true })
      .waitFor();
    assert.equal(parameter(page, 'node'), reached);
  });

  test('shows the figures of a link that is clicked', async () => {
    const { page } = viewer;
    const key = `${user}~${shopWeb}`;
    await page.goto(`${shop.ui}/map?application=shop-web@NODE&last=20m&live=false`);
    await linkOf(page, key).click();
    await panelOf(page)
      .getByRole('heading', { name: sentence(en.map.panel.linkTitle, { to: 'shop-web' }) })
      .waitFor();
    assert.equal(parameter(page, 'link'), key);
    const label = await linkOf(page, key).getAttribute('aria-label');
    assert.match(
      label ?? '',
      sentence(en.map.link.label, { to: 'shop-web', calls: String(await figureOf(page, en.map.panel.calls)) }),
    );
  });

  test('does all this without an error in the browser', () => assert.deepEqual(viewer.problems, []));
});
