import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { openViewer, type Viewer } from './viewer.ts';

/** That no page breaks it is seen in the tests of every page: a breach is an error on the console, as the third test shows. */
describe('the content security policy', { skip: noBrowserHere }, () => {
  let server: RunningServer;
  let browser: Browser;
  let viewer: Viewer;

  before(async () => {
    server = await startServer();
    browser = await openBrowser();
    viewer = await openViewer(browser, server.ui);
    await viewer.page.getByRole('heading', { name: en.connect.none }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('stands on every answer: scripts come from the server alone, and nobody frames the page', async () => {
    for (const path of ['/', '/map', '/color-scheme.js', '/api/v1/setup', '/api/v1/nothing', '/nothing.js']) {
      const { headers } = await fetch(server.ui + path);
      const policy = directives(headers.get('content-security-policy') ?? '');
      const scripts = policy.get('script-src') ?? policy.get('default-src');
      assert.deepEqual(scripts, ["'self'"], path);
      assert.deepEqual(policy.get('connect-src') ?? policy.get('default-src'), ["'self'"], path);
      for (const name of ['object-src', 'base-uri', 'frame-ancestors'])
        assert.deepEqual(policy.get(name), ["'none'"], path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    }
  });

  test('is not broken by the UI itself', () => assert.deepEqual(viewer.problems, []));

  test('keeps a script from running that got into the page, and the browser complains', async () => {
    const { page, problems } = viewer;
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="/icon.svg" onload="window.ran = true">');
      setTimeout('window.ran = true');
    `);
    await page.locator('img[onload]').waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    assert.equal(await page.evaluate('window.ran'), undefined);
    assert.equal(
      problems.filter((problem) => problem.includes('Content Security Policy')).length,
      3,
      problems.join('\n'),
    );
  });
});

const directives = (policy: string): Map<string, string[]> =>
  new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
