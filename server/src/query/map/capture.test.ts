import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpans } from '../../../../test/captures/spans.ts';
import { millis } from '../../lib/time.ts';
import { type Application, applicationHash, DEFAULT_SERVICE } from '../../store/application.ts';
import { decodeMinute } from '../../store/map/codec.ts';
import { mapTable } from '../../store/map/keys.ts';
import type { AcceptedHost, MapLink, MapStretch, Series } from '../../store/map/map.ts';
import { MapWriter } from '../../store/map/writer.ts';
import { decodeMessage } from '../../store/span/decode.ts';
import { SpanFacts } from '../../store/span/facts.ts';
import { NO_SPAN, type Received } from '../../store/span/span.ts';
import { buildMap } from './build.ts';
import type { MapOptions } from './select.ts';
import { viewMap } from './view.ts';

const AT = millis(1_795_000_000_000);

/** Every span message of a capture, as received in one minute. */
function received(capture: string): Received[] {
  return readSpans(capture).map(({ raw, headers, agentId }) => {
    const service = headers.servicename ?? DEFAULT_SERVICE;
    const application = { service, name: headers.applicationname ?? '', type: -1 };
    return decodeMessage(raw, { application, agentId, agentName: agentId, startTime: 1 }, AT);
  });
}

/** The rows that a collector stores of these messages. */
function stored(messages: readonly Received[]): Map<string, Uint8Array> {
  const writer = new MapWriter(new Uint8Array(8));
  for (const one of messages) writer.add(factsOf(one, writer));
  const rows = new Map<string, Uint8Array>();
  for (const op of writer.take()) {
    if (op.table === mapTable && 'put' in op && op.put !== undefined)
      rows.set(Buffer.from(op.partition).toString('hex'), op.put);
  }
  return rows;
}

function factsOf({ agent, message, receivedAt }: Received, { texts }: MapWriter): SpanFacts {
  const facts = new SpanFacts();
  facts.reset();
  facts.agent = agent;
  facts.receivedAt = receivedAt;
  facts.applicationType = message.applicationType;
  facts.endPoint = texts.idOf(message.endPoint);
  if (message.kind === 'span') {
    facts.isSpan = true;
    facts.isRoot = message.parentSpanId === NO_SPAN;
    facts.failed = message.error !== 0;
    facts.elapsed = message.elapsed;
    facts.serviceType = message.serviceType;
    facts.remoteAddress = texts.idOf(message.remoteAddress);
    facts.acceptorHost = texts.idOf(message.acceptorHost);
    facts.parentName = texts.idOf(message.parent?.name ?? '');
    facts.parentService = texts.idOf(message.parent?.service ?? '');
    facts.parentType = message.parent?.type ?? 0;
  }
  for (const { serviceType, elapsed, exception, endPoint, destinationId } of message.events) {
    facts.eventType[facts.events] = serviceType;
    facts.eventElapsed[facts.events] = elapsed;
    facts.eventFailed[facts.events] = exception !== undefined;
    facts.eventEndPoint[facts.events] = texts.idOf(endPoint);
    facts.eventDestination[facts.events] = texts.idOf(destinationId);
    facts.events++;
  }
  return facts;
}

function stretchOf(row: Uint8Array | undefined): MapStretch {
  const responses: Series = new Map();
  const out: MapLink[] = [];
  const into: MapLink[] = [];
  const hosts: AcceptedHost[] = [];
  if (row !== undefined) {
    decodeMinute(row, {
      responses: (histogram) => responses.set(AT, histogram),
      agent: () => {},
      out: (peer, endPoint, histogram) => out.push({ peer, endPoint, series: new Map([[AT, histogram]]) }),
      in: (peer, histogram) => into.push({ peer, endPoint: '', series: new Map([[AT, histogram]]) }),
      host: (host, accepting) => hosts.push({ host, accepting }),
    });
  }
  return { responses, agents: [], out, in: into, hosts };
}

/** The links of a map as `from -> to`, with the number of calls. */
async function linksOf(capture: string, center: Application, options: Partial<MapOptions>): Promise<string[]> {
  const messages = received(capture);
  const rows = stored(messages);
  const services = new Map(messages.map(({ agent: { application } }) => [application.name, application.service]));
  const graph = await buildMap(
    center,
    { inbound: 4, outbound: 4, bidirectional: true, wasOnly: false, ...options },
    {
      read: async (application) => stretchOf(rows.get(Buffer.from(applicationHash(application)).toString('hex'))),
      resolve: (parent) => ({ ...parent, service: services.get(parent.name) ?? DEFAULT_SERVICE }),
      agentsOf: () => 1,
    },
  );
  return viewMap(graph, { from: AT, to: AT })
    .links.map(({ from, to, histogram }) => `${from} -> ${to}: ${histogram.total}`)
    .sort();
}

const calls = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/: \d+$/, ''));

test('the map of the recorded chain leads from Node.js over Java to Python', async () => {
  const lines = await linksOf('mixed-chain', { service: 'DEFAULT', name: 'MIX-NODE', type: 1400 }, {});
  for (const expected of [
    'DEFAULT^MIX-NODE_NODE^USER -> DEFAULT^MIX-NODE^NODE',
    'DEFAULT^MIX-NODE^NODE -> DEFAULT^MIX-JAVA^SPRING_BOOT',
    'DEFAULT^MIX-JAVA^SPRING_BOOT -> DEFAULT^shop^MYSQL',
    'DEFAULT^MIX-JAVA^SPRING_BOOT -> SHOP^MIX-PYTHON^PYTHON',
    'SHOP^MIX-PYTHON^PYTHON -> SHOP^shop^MYSQL',
  ]) {
    assert.ok(calls(lines).includes(expected), `${expected} among\n${lines.join('\n')}`);
  }
});

test('Go names Python as its caller, without its service and without an acceptor host: the link is found from Go', async () => {
  const lines = await linksOf(
    'mixed-chain',
    { service: 'DEFAULT', name: 'MIX-GO', type: 1800 },
    { outbound: 0, inbound: 4 },
  );
  assert.ok(calls(lines).includes('SHOP^MIX-PYTHON^PYTHON -> DEFAULT^MIX-GO^GO'), lines.join('\n'));
  assert.ok(calls(lines).includes('DEFAULT^MIX-NODE^NODE -> DEFAULT^MIX-JAVA^SPRING_BOOT'), 'and the whole way back');
});

test('two Java applications call each other, their database and their cache', async () => {
  const lines = await linksOf('java-agent', { service: 'DEFAULT', name: 'JAVA-FRONT', type: 1210 }, {});
  const nodes = new Set(calls(lines).flatMap((line) => line.split(' -> ')));
  assert.ok(nodes.has('DEFAULT^shop^MYSQL') && [...nodes].some((key) => key.endsWith('^REDIS')), lines.join('\n'));
  assert.ok(calls(lines).includes('DEFAULT^JAVA-FRONT^SPRING_BOOT -> DEFAULT^JAVA-BACK^SPRING_BOOT'), lines.join('\n'));
  assert.ok(![...nodes].some((key) => key.includes('28091')), 'the address of the other is not a node of its own');
});
