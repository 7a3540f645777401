import { type DescMessage, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';

/** Lists and objects inside each other; requests are some fifteen deep, attributes may add as much again. */
const MAX_DEPTH = 64;

/** Fields that OTLP writes as hexadecimal digits where protobuf's JSON has base64, by both of their names. */
const IDS: ReadonlySet<string> = new Set([
  'traceId',
  'spanId',
  'parentSpanId',
  'trace_id',
  'span_id',
  'parent_span_id',
]);

/** A request in OTLP's JSON as protobuf. Throws MESSAGE_INVALID. */
export function binaryOf(schema: DescMessage, body: Bytes): Bytes {
  try {
    const json: JsonValue = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'));
    return toBinary(schema, fromJson(schema, withIds(json, 0), { ignoreUnknownFields: true }));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('MESSAGE_INVALID', 'this is not OTLP in JSON', { cause: error });
  }
}

function withIds(json: JsonValue, depth: number): JsonValue {
  if (typeof json !== 'object' || json === null) return json;
  if (depth > MAX_DEPTH) throw new Failure('MESSAGE_INVALID', 'JSON is nested too deeply');
  if (Array.isArray(json)) return json.map((item) => withIds(item, depth + 1));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      IDS.has(key) && typeof value === 'string' ? base64(value) : withIds(value, depth + 1),
    ]),
  );
}

function base64(digits: string): string {
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new Failure('MESSAGE_INVALID', 'an id is not in hexadecimal digits');
  return Buffer.from(digits, 'hex').toString('base64');
}
