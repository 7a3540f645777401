import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Api } from './api.ts';
import { startServer } from './server.ts';
import { readableBytes } from './stored-bytes.ts';
import { identityOf, methods, rootSpan, TestAgent, traceIdOf } from './test-agent.ts';

const identity = identityOf('VAULT');

/** Each is planted where agents carry such things; none may reach the disk. */
const secrets = {
  vmArgument: 'hunter-two-vm-argument',
  apiKey: 'hunter-two-api-key-header',
  query: 'hunter-two-in-the-path',
  outgoing: 'hunter-two-in-a-url',
  parameter: 'hunter-two-in-a-parameter',
  attribute: 'hunter-two-in-an-attribute',
  email: 'kim.secret@example.com',
  card: '4111 1111 1111 1111',
  resident: '900101-1234567',
};

/** Planted beside them, and kept: they show that the test would have seen the secrets. */
const harmless = ['-Dplain.setting=kept-argument', '/kept-path', 'kept-sql-text', 'kept-attribute', 'kept-bind'];

const [URL_KEY, PARAM_KEY, SQL_KEY] = [40, 41, 20];

const text = (key: number, stringValue: string) => ({
  key,
  value: { field: { case: 'stringValue' as const, value: stringValue } },
});

const sql = (literals: string, binds: string) => ({
  key: SQL_KEY,
  value: {
    field: {
      case: 'intStringStringValue' as const,
      value: { intValue: 1, stringValue1: literals, stringValue2: binds },
    },
  },
});

const attribute = (key: string, value: string) => ({
  key,
  value: { value: { case: 'stringValue' as const, value } },
});

function spanWithSecrets(sequence: number) {
  const span = rootSpan(identity, sequence);
  return {
    ...span,
    acceptEvent: { ...span.acceptEvent, rpc: `/kept-path?token=${secrets.query}` },
    annotation: [text(PARAM_KEY, `a=1&password=${secrets.parameter}`)],
    attribute: [attribute('db.password', secrets.attribute), attribute('db.name', 'kept-attribute')],
    spanEvent: [
      {
        sequence: 0,
        depth: 1,
        serviceType: 2101,
        annotation: [
          sql(`${secrets.email},1`, `kept-bind, ${secrets.card}, ${secrets.resident}`),
          text(URL_KEY, `http://shop/login?access_token=${secrets.outgoing}`),
        ],
      },
    ],
  };
}

describe('secrets that agents carry', () => {
  let dataDir: string;
  let answered: string;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-'));
    const server = await startServer({ dataDir });
    const agent = await TestAgent.connect(server.ports, identity, { apikey: secrets.apiKey });
    await agent.tell(methods.RequestAgentInfo, {
      hostname: 'vault',
      serverMetaData: { vmArg: [`-Ddb.password=${secrets.vmArgument}`, '-Dplain.setting=kept-argument'] },
    });
    await agent.tell(methods.RequestSqlMetaData, {
      sqlId: 1,
      sql: 'select kept-sql-text from t where m = ? and k = 0#',
    });
    await agent.spans(spanWithSecrets(1));
    const stream = agent.openSpans();
    const { requestSerialize } = methods.SendSpan;
    stream.send(requestSerialize({ field: { case: 'span', value: spanWithSecrets(2) } }));
    stream.end();
    assert.equal((await stream.outcome).status, 0);
    await agent.cut();
    const api = new Api(server);
    const traces = await Promise.all([1, 2].map((sequence) => api.trace(traceIdOf(identity, sequence))));
    answered = JSON.stringify([traces, await api.agents(), await api.applications()]);
    await server.stop();
    answered += server.output();
  });

  after(() => rm(dataDir, { recursive: true, force: true }));

  test('are in no file of the data directory, compressed or not', async () => {
    const bytes = await readableBytes(dataDir);
    for (const kept of harmless) assert.ok(bytes.includes(kept), `${kept} was stored, and can be seen here`);
    const found = Object.entries(secrets).filter(([, secret]) => bytes.includes(secret));
    assert.deepEqual(found, []);
  });

  test('are in no answer and in no line that the server printed', () => {
    assert.ok(answered.includes('/kept-path'));
    const found = Object.entries(secrets).filter(([, secret]) => answered.includes(secret));
    assert.deepEqual(found, []);
  });
});
