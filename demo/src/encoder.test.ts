import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { type PSpanEvent, type PSpanMessage, PSpanMessageSchema } from '@finepoint/wire';
import { Encoder } from './encoder.ts';
import type { Metadata } from './outgoing.ts';
import type { Part } from './part.ts';
import { run, simulation } from './shop.test-data.ts';

interface Encoded {
  readonly part: Part;
  readonly message: PSpanMessage;
  readonly metadata: readonly Metadata[];
  /** What the agent had told by then. */
  readonly told: ReadonlySet<string>;
}

/** Ten minutes of the shop as its agents send them. */
function encodeAll(): readonly Encoded[] {
  const { parts } = run(simulation(31), 10 * 60_000);
  return [...Map.groupBy(parts, ({ span }) => span.agent)].flatMap(([agent, own]) => {
    const encoder = new Encoder(agent);
    const told = new Set<string>();
    return own.map((part) => {
      const { metadata, message } = encoder.encode(part);
      for (const each of metadata) told.add(keyOf(each));
      return { part, metadata, message: create(PSpanMessageSchema, message), told: new Set(told) };
    });
  });
}

function keyOf({ kind, message }: Metadata): string {
  switch (kind) {
    case 'api':
      return `api ${message.apiId}`;
    case 'string':
      return `string ${message.stringId}`;
    case 'sql':
      return `sql ${message.sqlId}`;
    case 'sqlUid':
      return `sqlUid ${Buffer.from(message.sqlUid ?? []).toString('hex')}`;
    case 'exception':
      return `exception ${message.exceptions?.[0]?.exceptionId}`;
  }
}

/** What an event refers to. */
function referencesOf({ apiId, exceptionInfo, annotation }: PSpanEvent): readonly string[] {
  const notes = annotation.flatMap(({ key, value }) => {
    const { field } = value ?? {};
    if (key === 20 && field?.case === 'intStringStringValue') return `sql ${field.value.intValue}`;
    if (key === 25 && field?.case === 'bytesStringStringValue') {
      return `sqlUid ${Buffer.from(field.value.bytesValue).toString('hex')}`;
    }
    return key === -52 && field?.case === 'longValue' ? `exception ${field.value}` : [];
  });
  const api = apiId === 0 ? [] : [`api ${apiId}`];
  return [...api, ...notes, ...(exceptionInfo ? [`string ${exceptionInfo.intValue}`] : [])];
}

const eventsOf = ({ field }: PSpanMessage): readonly PSpanEvent[] => field.value?.spanEvent ?? [];
const all = encodeAll();
const of = (language: string) => all.filter(({ part }) => part.span.agent.application.language === language);

describe('what an agent writes', () => {
  test('is a message of the protocol', () => {
    for (const { message } of all) assert.ok(toBinary(PSpanMessageSchema, message).length > 20);
  });

  test('refers only to metadata that was given before', () => {
    for (const { message, told } of all) {
      for (const reference of eventsOf(message).flatMap(referencesOf)) assert.ok(told.has(reference), reference);
      if (message.field.case === 'span') assert.ok(told.has(`api ${message.field.value.apiId}`));
    }
  });

  test('gives each piece of metadata once', () => {
    for (const encoded of Map.groupBy(all, ({ part }) => part.span.agent).values()) {
      const given = encoded.flatMap(({ metadata }) => metadata.map(keyOf));
      assert.equal(new Set(given).size, given.length);
    }
  });

  test('leads back to the times and depths of the events, read as a collector reads them', () => {
    for (const { part, message } of all) {
      const { field } = message;
      const from = field.case === 'spanChunk' ? field.value.keyTime : field.value?.startTime;
      let start = Number(from);
      let depth = 0;
      const read = eventsOf(message).map((event) => {
        start += event.startElapsed;
        depth = event.depth === 0 ? depth : event.depth;
        assert.ok(event.startElapsed >= 0);
        return { sequence: event.sequence, start, end: start + event.endElapsed, depth };
      });
      assert.deepEqual(
        read,
        part.events.map((event) => ({
          sequence: event.sequence,
          start: event.start,
          end: event.end,
          depth: event.depth,
        })),
      );
    }
  });

  test('has in Java and Node.js a next span id everywhere, -1 where there is none; elsewhere only where one is', () => {
    const nextOf = ({ nextEvent }: PSpanEvent) => nextEvent?.field.value?.nextSpanId;
    for (const { message } of [...of('java'), ...of('node')]) {
      assert.ok(eventsOf(message).every((event) => nextOf(event) !== undefined && nextOf(event) !== 0n));
    }
    for (const { message } of [...of('python'), ...of('go'), ...of('php')]) {
      assert.ok(eventsOf(message).every((event) => nextOf(event) !== -1n));
    }
  });

  test('names statements by number, but in user-api by a hash of 16 bytes', () => {
    for (const { message, part } of all) {
      const keys = eventsOf(message).flatMap(({ annotation }) => annotation.map(({ key }) => key));
      assert.ok(!keys.includes(part.span.agent.application.name === 'user-api' ? 20 : 25));
    }
    const hashes = of('java').flatMap(({ metadata }) =>
      metadata.flatMap((each) => (each.kind === 'sqlUid' ? each : [])),
    );
    assert.ok(hashes.length > 0);
    assert.ok(hashes.every(({ message }) => message.sqlUid?.length === 16));
  });

  test('has as many literals as the statement has places for them', () => {
    const texts = new Map<string, string>();
    for (const { metadata, message, part } of all) {
      if (part.span.agent.application.language === 'php') continue;
      const agent = `${part.span.agent.name} ${part.span.agent.startTime}`;
      for (const each of metadata) {
        if (each.kind === 'sql') texts.set(`${agent} ${each.message.sqlId}`, each.message.sql ?? '');
      }
      for (const { annotation, serviceType } of eventsOf(message)) {
        for (const { value } of annotation) {
          if (serviceType !== 2101 || value?.field.case !== 'intStringStringValue') continue;
          const places = [...(texts.get(`${agent} ${value.field.value.intValue}`) ?? '').matchAll(/\d[#$]/g)].length;
          const literals = value.field.value.stringValue1?.split(',').length ?? 0;
          assert.equal(literals, places);
        }
      }
    }
  });

  test('tells exceptions with their causes, their place and the URI template; PHP tells none', () => {
    const told = all.flatMap(({ metadata }) =>
      metadata.flatMap((each) => (each.kind === 'exception' ? each.message : [])),
    );
    assert.ok(told.length > 0);
    for (const { exceptions = [], uriTemplate } of told) {
      assert.ok(exceptions.every(({ stackTraceElement = [] }) => stackTraceElement.length > 0));
      assert.ok(exceptions.every(({ stackTraceElement: [top] = [] }) => (top?.lineNumber ?? 0) > 0 && top?.methodName));
      assert.deepEqual(
        exceptions.map(({ exceptionDepth }) => exceptionDepth),
        exceptions.map((_, depth) => depth),
      );
      assert.notEqual(uriTemplate, undefined);
    }
    assert.ok(told.some(({ exceptions = [] }) => exceptions.length === 2));
    assert.ok(of('php').every(({ metadata }) => metadata.every(({ kind }) => kind !== 'exception')));
  });

  test('names the caller: application, type, and service where it has one', () => {
    for (const { message, part } of all) {
      if (message.field.case !== 'span') continue;
      const { parentSpanId, acceptEvent } = message.field.value;
      const caller = part.span.parent?.agent.application;
      assert.equal(acceptEvent?.parentInfo?.parentApplicationName ?? '', caller?.name ?? '');
      assert.equal(acceptEvent?.parentInfo?.parentServiceName ?? '', caller?.service ?? '');
      assert.equal(parentSpanId === -1n, caller === undefined);
    }
  });
});
