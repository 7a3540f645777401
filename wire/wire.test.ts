import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescService,
  equals,
  fromBinary,
  ScalarType,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { readCapture } from '../test/captures/read.ts';
import { file_annotation } from './gen/annotation_pb.js';
import { file_cmd } from './gen/cmd_pb.js';
import { file_custom_metric } from './gen/custom-metric_pb.js';
import { file_log } from './gen/log_pb.js';
import { file_service } from './gen/service_pb.js';
import { file_span } from './gen/span_pb.js';
import { file_stat } from './gen/stat_pb.js';
import { file_thread_dump } from './gen/thread-dump_pb.js';
import { grpcMethod } from './grpc.ts';
import { listing } from './listing.test-data.ts';
import { stampOf } from './stamp.ts';

const files = [
  file_service,
  file_span,
  file_annotation,
  file_stat,
  file_cmd,
  file_thread_dump,
  file_custom_metric,
  file_log,
];

describe('the wire format', () => {
  test('has every service, message and enum that agents know, with their numbers and types, and no other', () => {
    const listed = listing
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    const generated = files.flatMap(({ services, messages, enums }) => [
      ...services.map(serviceLine),
      ...messages.map(messageLine),
      ...enums.map((e) => `enum ${e.name} { ${e.values.map((v) => `${v.name} = ${v.number}`).join(', ')} }`),
    ]);
    assert.deepEqual(generated.sort(), listed.sort());
  });

  test('is generated from the .proto files as they are: otherwise run `npm run wire`', () => {
    const folder = join(import.meta.dirname, 'gen');
    const stamp = stampOf(import.meta.dirname);
    const outdated = readdirSync(folder).filter((name) => !readFileSync(join(folder, name), 'utf8').startsWith(stamp));
    assert.deepEqual(outdated, []);
  });
});

describe('messages of real agents', () => {
  const methods = new Map(
    files.flatMap(({ services }) => services.flatMap((s) => s.methods)).map((m) => [grpcMethod(m).path, m]),
  );
  for (const name of ['java-agent', 'java-agent/v4-stream', 'python-agent', 'go-agent', 'node-agent/v1.4.2-express4']) {
    test(`${name}: decode to what was recorded, and survive being encoded`, () => {
      const messages = readCapture(name).filter(({ kind }) => kind === 'message');
      assert.ok(messages.length > 50);
      for (const { rpc, raw, json } of messages) {
        const schema = methods.get(rpc)?.input;
        assert.ok(schema !== undefined && raw !== undefined, `${rpc} is not known`);
        const message = fromBinary(schema, raw);
        assert.deepEqual(message.$unknown ?? [], []);
        assert.ok(equals(schema, fromBinary(schema, toBinary(schema, message)), message), rpc);
        if (json !== undefined) assert.deepEqual(plain(toJson(schema, message)), plain(json), rpc);
      }
    });
  }
});

function serviceLine(service: DescService): string {
  return `service ${service.name}: ${service.methods.map(methodText).join('; ')}`;
}

function methodText(method: DescMethod): string {
  const { requestStream, responseStream } = grpcMethod(method);
  const side = (streams: boolean, message: DescMessage) => `${streams ? 'stream ' : ''}${message.name}`;
  return `${method.name}(${side(requestStream, method.input)})→${side(responseStream, method.output)}`;
}

function messageLine(message: DescMessage): string {
  const members = message.members.map((member) =>
    member.kind === 'oneof' ? `oneof(${member.fields.map(fieldText).join(' | ')})` : fieldText(member),
  );
  return `${message.name} { ${members.join(', ')} }`;
}

function fieldText(field: DescField): string {
  return `${field.number} ${field.name}:${typeOf(field)}${field.fieldKind === 'list' ? '[]' : ''}`;
}

function typeOf(field: DescField): string {
  return field.message?.name ?? field.enum?.name ?? ScalarType[field.scalar ?? 0]?.toLowerCase() ?? '?';
}

/**
 * A message in one JSON: recordings write a wrapped string as {value: …}, the generated code as a string; and some
 * recordings add which field of a choice is set, which the generated code leaves to the field.
 */
function plain(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).filter(([, value]) => typeof value !== 'string' || !(value in json));
  return Object.fromEntries(entries.map(([key, value]) => [key, wrapped(key, value) ?? plain(value)]));
}

function wrapped(key: string, value: unknown): string | undefined {
  const isWrapped = /^(stringValue[12]?|message)$/.test(key) && typeof value === 'object' && value !== null;
  return isWrapped ? String(Reflect.get(value, 'value') ?? '') : undefined;
}
