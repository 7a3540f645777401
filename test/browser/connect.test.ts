import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Demo } from '../../demo/src/demo.ts';
import type { Setup } from '../../server/src/query/schema/setup.ts';
import { en } from '../../web/src/i18n/en.ts';
import { Connection } from '../system/grpc-call.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { noBrowserHere, openBrowser } from './chromium.ts';
import { visit } from './shop.ts';
import { openViewer, type Viewer } from './viewer.ts';
import { sentence } from './words.ts';

describe('before any agent has come', { skip: noBrowserHere }, () => {
  let server: RunningServer;
  let browser: Browser;
  let viewer: Viewer;
  let demo: Demo | undefined;

  before(async () => {
    server = await startServer();
    browser = await openBrowser();
    viewer = await openViewer(browser, server.ui);
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
    await server?.stop();
  });

  test('the map page teaches how to connect one, with the address and ports of this server in each command', async () => {
    const { page } = viewer;
    await page.getByRole('heading', { name: en.connect.none }).waitFor();
    assert.match(page.url(), /\/map/);
    const setup: Setup = JSON.parse(await (await fetch(`${server.ui}/api/v1/setup`)).text());
    assert.deepEqual(setup.ports, server.ports);
    const { agent, stat, span } = server.ports;
    for (const language of ['Java', 'Node.js', 'Python', 'PHP', 'Go']) {
      await page.getByRole('tab', { name: language, exact: true }).click();
      const commands = (await page.getByRole('tabpanel').locator('pre').allInnerTexts()).join('\n');
      for (const needed of [setup.addresses[0], agent, stat, span]) {
        assert.ok(commands.includes(String(needed)), `${language} is not told ${needed}:\n${commands}`);
      }
    }
    const status = page.getByRole('region', { name: en.connect.status });
    await status.getByText([agent, stat, span].join(', ')).waitFor();
  });

  test('a call with a wrong header shows there by itself: whose it was, and what to correct', async () => {
    const { page } = viewer;
    const connection = await Connection.open(server.ports.agent);
    const headers = { agentid: 'my agent!', applicationname: 'my-app', starttime: String(Date.now()) };
    const { status } = await connection.unary('/v1.Agent/RequestAgentInfo', headers, new Uint8Array());
    await connection.close();
    assert.notEqual(status, 0);

    const region = page.getByRole('region', { name: en.connect.status });
    await region.getByText(en.connect.refused).waitFor();
    await region.getByText(en.reason.HEADER_INVALID).waitFor();
    await region.getByText(/my-app · my agent!, from 127\.0\.0\.1/).waitFor();
  });

  test('agents that come turn the page into a map of what they traced; it was never loaded again', async () => {
    const { page } = viewer;
    await page.evaluate('window.stillTheSame = true');
    await using guide = await openViewer(browser, `${server.ui}/connect`);
    await guide.page.getByText(en.connect.waiting).waitFor();
    demo = visit(server, 5);

    await page.getByRole('group', { name: sentence(en.map.of) }).waitFor();
    await page.getByRole('button', { name: /^shop-web,/ }).waitFor();
    assert.equal(await page.evaluate('window.stillTheSame'), true);

    const region = guide.page.getByRole('region', { name: en.connect.status });
    await region.getByText(sentence(en.connect.arrived)).first().waitFor();
    await region.getByRole('link', { name: en.connect.openMap }).first().click();
    await guide.page.getByRole('group', { name: sentence(en.map.of) }).waitFor();
    assert.deepEqual([...viewer.problems, ...guide.problems], []);
  });
});
