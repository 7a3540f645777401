import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { Connection } from './grpc-call.ts';
import { selfSigned } from './self-signed.ts';
import { type RunningServer, startServer } from './server.ts';
import { headersOf, identityOf, methods, rootSpan } from './test-agent.ts';

const identity = identityOf('SECURE');
const { certificate, key } = selfSigned();

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

describe('with a certificate', () => {
  let folder: string;
  let server: RunningServer;
  let ports: { agent: number; stat: number; span: number };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finepoint-'));
    const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await Promise.all([writeFile(certPath, certificate), writeFile(keyPath, key)]);
    ports = { agent: await freePort(), stat: await freePort(), span: await freePort() };
    server = await startServer({
      args: ['--tls-cert', certPath, '--tls-key', keyPath],
      env: {
        FINEPOINT_AGENT_TLS_PORT: `${ports.agent}`,
        FINEPOINT_STAT_TLS_PORT: `${ports.stat}`,
        FINEPOINT_SPAN_TLS_PORT: `${ports.span}`,
      },
    });
  });

  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const call = async (port: number, tls?: { ca: string }) => {
    const connection = await Connection.open(port, tls);
    const { path, requestSerialize } = methods.SendSpanBatch;
    const message = requestSerialize({ span: [{ field: { case: 'span', value: rootSpan(identity, port) } }] });
    const outcome = await connection.unary(path, headersOf(identity), message);
    await connection.close();
    return outcome;
  };

  test('agents are served over TLS on ports of their own, and without it where they always were', async () => {
    for (const port of Object.values(ports)) assert.equal((await call(port, { ca: certificate })).status, 0);
    for (const port of Object.values(server.ports)) assert.equal((await call(port)).status, 0);
  });

  test('a client that does not know the certificate is not connected', async () => {
    await assert.rejects(Connection.open(ports.agent, {}), /self-signed certificate/);
  });

  test('the UI is served over HTTPS only', async () => {
    const { port } = new URL(server.ui);
    const [answer] = await once(get({ port, path: '/api/v1/setup', ca: certificate }), 'response');
    const setup = JSON.parse(await text(answer));
    assert.deepEqual(setup.tls, ports);
    assert.match(server.output(), new RegExp(`https://localhost:${port}`));
    await assert.rejects(fetch(server.ui));
  });
});
