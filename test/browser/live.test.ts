import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Demo } from '../../demo/src/demo.ts';
import { en } from '../../web/src/i18n/en.ts';
import { eventually } from '../system/eventually.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { dotsOf, figureOf, plotOf } from './map-view.ts';
import { visit } from './shop.ts';
import { openViewer, type Viewer } from './viewer.ts';
import { sentence } from './words.ts';

describe('while live', { skip: noBrowserHere }, () => {
  let server: RunningServer;
  let demo: Demo;
  let browser: Browser;
  let viewer: Viewer;

  before(async () => {
    server = await startServer();
    demo = visit(server, 10);
    browser = await openBrowser();
    viewer = await openViewer(browser, `${server.ui}/map?application=shop-web@NODE&last=5m`);
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
    await server?.stop();
  });

  test('dots and calls appear by themselves, on the page as it was loaded', async () => {
    const { page } = viewer;
    await plotOf(page).waitFor();
    await page.evaluate('window.stillTheSame = true');
    await grows(dots);
    await grows(() => figureOf(page, en.map.panel.calls));
    assert.equal(await page.evaluate('window.stillTheSame'), true);
    assert.deepEqual(viewer.problems, []);
  });

  test('held still, nothing moves until it is live again', async () => {
    const { page } = viewer;
    await page.getByRole('button', { name: en.frame.live, exact: true }).click();
    await eventually(
      () => page.getByRole('button', { name: en.frame.live, exact: true }).getAttribute('aria-pressed'),
      (pressed) => assert.equal(pressed, 'false'),
    );
    await page.waitForTimeout(1_000);
    const before = await dots();
    await page.waitForTimeout(2_000);
    assert.equal(await dots(), before);
    await page.getByRole('button', { name: en.frame.live, exact: true }).click();
    await grows(dots);
  });

  test('a server that goes away is said to be away, and what was on screen stays', async () => {
    const { page } = viewer;
    const before = await dots();
    await server.kill('SIGKILL');
    await page.getByText(en.trace.scatter.broken).waitFor();
    await page.getByText(sentence(en.frame.lost)).waitFor();
    assert.ok((await dots()) >= before);
  });

  test('when it is back, the page says no more of it, and new dots appear by themselves', async () => {
    const { page } = viewer;
    const { ports, ui, dataDir } = server;
    server = await startServer({
      dataDir,
      env: {
        FINEPOINT_UI_PORT: new URL(ui).port,
        FINEPOINT_AGENT_PORT: String(ports.agent),
        FINEPOINT_STAT_PORT: String(ports.stat),
        FINEPOINT_SPAN_PORT: String(ports.span),
      },
    });
    await page.getByText(en.trace.scatter.broken).waitFor({ state: 'hidden', timeout: 30_000 });
    await page.getByText(sentence(en.frame.lost)).waitFor({ state: 'hidden' });
    await grows(dots, 30_000);
    assert.equal(await page.evaluate('window.stillTheSame'), true);
  });

  async function dots(): Promise<number> {
    const { success, failed } = await dotsOf(viewer.page);
    return success + failed;
  }
});

/** Resolves once a number is greater than it is now. */
async function grows(number: () => Promise<number>, limit = 15_000): Promise<void> {
  const before = await number();
  await eventually(number, (now) => assert.ok(now > before, `${now} is not more than ${before}`), limit);
}
