import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { PSpanMessageSchema } from '@finepoint/wire';
import { Encoder } from '../../demo/src/encoder.ts';
import type { Metadata } from '../../demo/src/outgoing.ts';
import type { Agent as Process } from '../../demo/src/roster.ts';
import { run, simulation } from '../../demo/src/shop.test-data.ts';
import { hex } from '../../server/src/lib/bytes.ts';
import { millis } from '../../server/src/lib/time.ts';
import { explain } from '../../server/src/query/why/explain.ts';
import { Facts } from '../../server/src/query/why/facts.ts';
import { FactsReader } from '../../server/src/query/why/read.ts';
import { Values } from '../../server/src/query/why/value.ts';
import type { Agent } from '../../server/src/store/application.ts';
import type { Api } from '../../server/src/store/metadata/store.ts';
import { decodeMessage } from '../../server/src/store/span/decode.ts';
import type { Received, Span } from '../../server/src/store/span/span.ts';

/** What the demo's agents send in so many ms, decoded, with their metadata. */
function shopDuring(lasts: number, seed = 1) {
  const { parts } = run(simulation(seed, 2), lasts);
  const encoders = new Map<Process, { readonly encoder: Encoder; readonly agent: Agent }>();
  const told = new Map<string, Metadata>();
  const received = parts.map((part): Received => {
    const process = part.span.agent;
    const { name, service = 'DEFAULT', language } = process.application;
    const known = encoders.get(process) ?? {
      encoder: new Encoder(process),
      agent: {
        application: { service, name, type: types[language] },
        agentId: process.id,
        agentName: process.name,
        startTime: process.startTime,
      },
    };
    encoders.set(process, known);
    const { metadata, message } = known.encoder.encode(part);
    for (const one of metadata) told.set(`${keyOf(known.agent)} ${one.kind} ${idOf(one)}`, one);
    const bytes = toBinary(PSpanMessageSchema, create(PSpanMessageSchema, message));
    return decodeMessage(bytes, known.agent, millis(part.span.end));
  });
  return { traces: [...Map.groupBy(received, ({ message }) => message.traceId).values()], told };
}

const keyOf = ({ agentId, startTime }: Pick<Agent, 'agentId' | 'startTime'>): string => `${agentId}^${startTime}`;

const types = { java: 1210, node: 1400, php: 1500, python: 1700, go: 1800 } as const;

function idOf(metadata: Metadata): string {
  const { message } = metadata;
  if ('apiId' in message) return `${message.apiId}`;
  if ('sqlId' in message) return `${message.sqlId}`;
  if ('stringId' in message) return `${message.stringId}`;
  return 'sqlUid' in message && message.sqlUid instanceof Uint8Array ? hex(message.sqlUid) : '';
}

async function why(
  { traces, told }: ReturnType<typeof shopDuring>,
  application: Agent['application'],
  isSelected: (span: Received<Span>) => boolean,
) {
  const [values, facts] = [new Values(), new Facts()];
  const reader = new FactsReader(application, values, facts);
  for (const parts of traces) reader.add(parts, isSelected);
  return explain(
    facts,
    values,
    {
      async api(agent, id): Promise<Api | undefined> {
        const message = told.get(`${keyOf(agent)} api ${id}`)?.message;
        if (message === undefined || !('apiInfo' in message)) return undefined;
        return { info: message.apiInfo ?? '', line: message.line ?? -1, type: message.type ?? 0, location: '' };
      },
      async sql(agent, id) {
        const key = typeof id === 'number' ? `${keyOf(agent)} sql ${id}` : `${keyOf(agent)} sqlUid ${hex(id)}`;
        const message = told.get(key)?.message;
        return message !== undefined && 'sql' in message ? message.sql : undefined;
      },
      async string(agent, id) {
        const message = told.get(`${keyOf(agent)} string ${id}`)?.message;
        return message !== undefined && 'stringValue' in message ? message.stringValue : undefined;
      },
    },
    application,
    { agent: false },
  );
}

describe("the demo's incidents are named", () => {
  const shop = shopDuring(240_000);
  const shopWeb = { service: 'DEFAULT', name: 'shop-web', type: 1400 };
  const orderApi = { service: 'DEFAULT', name: 'order-api', type: 1210 };

  test('slow pages of the web shop: a statement of another application, three hops away', async () => {
    const answer = await why(shop, shopWeb, ({ message }) => message.elapsed > 2_000);
    assert.equal(answer.shares[0]?.value.text, '/orders');
    assert.equal(answer.times[0]?.value.application.applicationName, 'order-api');
    assert.match(answer.times[0]?.value.text ?? '', /FROM orders WHERE user_id/i);
    assert.ok(
      (answer.times[0]?.share ?? 0) > 0.6,
      JSON.stringify(answer.times.map(({ share, value }) => [share, value.text])),
    );
  });

  test('failed orders: the payment provider that is down', async () => {
    const answer = await why(shop, orderApi, ({ message }) => message.error !== 0);
    const named = answer.shares.flatMap(({ value, also }) => [value, ...also]).map(({ text }) => text);
    assert.ok(
      named.some((text) => /Exception|503|pay/.test(text)),
      named.join(),
    );
  });
});
