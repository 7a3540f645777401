import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { violations } from './accessibility.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { watch } from './watch.ts';

const font = createRequire(import.meta.resolve('@finepoint/web/package.json')).resolve(
  'pretendard/dist/web/variable/woff2/PretendardVariable.woff2',
);

const html = `<!doctype html><html lang="ko"><title>한글</title><style>
  @font-face { font-family: Pretendard; src: url(/font.woff2) format('woff2-variations'); font-weight: 45 920 }
  body { font: 32px Pretendard } .plain { font-family: sans-serif }
</style><main><h1>응답 시간</h1><span id="a">가</span><span id="b">힣</span></main>`;

/** A page from the loopback interface, as the UI will be: fonts load as they do there. */
const server = createServer(async (request, response) => {
  if (request.url === '/font.woff2') response.end(await readFile(font));
  else if (request.url === '/') response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  else response.writeHead(404).end();
});

describe('the browser of the tests', { skip: noBrowserHere }, () => {
  let browser: Browser;
  let origin: string;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    server.close();
  });

  const open = async (run: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext({ locale: 'ko-KR' });
    try {
      await run(await context.newPage());
    } finally {
      await context.close();
    }
  };

  test('draws Korean text in the bundled font and takes a picture of it', () =>
    open(async (page) => {
      const problems = watch(page);
      await page.goto(origin);
      assert.equal(
        await page.evaluate("document.fonts.ready.then(() => document.fonts.check('32px Pretendard', '가'))"),
        true,
      );
      const [first, last] = [await page.locator('#a').screenshot(), await page.locator('#b').screenshot()];
      assert.notDeepEqual(first, last, 'two letters look alike: both are the box of a missing letter');
      const picture = await page.screenshot();
      assert.ok(picture.length > 2_000);
      assert.deepEqual(
        problems.filter((problem) => !problem.includes('favicon')),
        [],
      );
    }));

  test('records errors of the console, errors nobody caught and requests without an answer', () =>
    open(async (page) => {
      await page.goto(origin);
      const problems = watch(page);
      await page.evaluate(`
        console.error('wrong on purpose');
        setTimeout(() => { throw new Error('thrown on purpose') });
        fetch('http://127.0.0.1:1/').catch(() => undefined);
      `);
      await page.waitForTimeout(100);
      assert.ok(problems.some((problem) => problem.includes('console: wrong on purpose')));
      assert.ok(problems.some((problem) => problem.includes('thrown on purpose')));
      assert.ok(problems.some((problem) => problem.startsWith('request: GET http://127.0.0.1:1/')));
    }));

  test('names serious faults of accessibility, and finds none on a page that has none', () =>
    open(async (page) => {
      await page.goto(origin);
      assert.deepEqual(await violations(page), []);
      await page.setContent('<html lang="ko"><title>한글</title><main><h1>한글</h1><button></button></main>');
      assert.match((await violations(page)).join('\n'), /^button-name: .*\(button\)/);
    }));

  test('asks nobody but the page', () =>
    open(async (page) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      await page.goto(origin);
      assert.deepEqual(new Set(asked), new Set([origin]));
    }));
});
