import { EMPTY } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { ProtoReader } from '../../lib/protobuf.ts';
import type { Annotation, AnnotationValue, Attribute, AttributeValue, Thrown } from './span.ts';

/** Attributes hold lists that hold lists: deeper than this they are refused. */
const MAX_NESTING = 16;

/** What most events have; shared, so that they cost nothing. */
export const NO_ANNOTATIONS: readonly Annotation[] = [];
export const NO_ATTRIBUTES: readonly Attribute[] = [];

/** PAnnotation */
export function readAnnotation(reader: ProtoReader): Annotation {
  const outer = reader.enter();
  let key = 0;
  let value: AnnotationValue = { type: 'none' };
  while (reader.next()) {
    if (reader.field === 1) key = reader.int32();
    else if (reader.field === 2) value = readAnnotationValue(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { key, value };
}

/** PAnnotationValue */
function readAnnotationValue(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let value: AnnotationValue = { type: 'none' };
  while (reader.next()) value = readAlternative(reader) ?? value;
  reader.leave(outer);
  return value;
}

function readAlternative(reader: ProtoReader): AnnotationValue | undefined {
  switch (reader.field) {
    case 1:
      return { type: 'string', value: reader.string() };
    case 2:
      return { type: 'boolean', value: reader.int32() !== 0 };
    case 3:
      return { type: 'int', value: reader.int32() };
    case 4:
      return { type: 'long', value: readLong(reader) };
    case 5:
      return { type: 'short', value: reader.sint32() };
    case 6:
      return { type: 'double', value: reader.double() };
    case 7:
      return { type: 'bytes', value: new Uint8Array(reader.bytes()) };
    case 8:
      return { type: 'byte', value: reader.sint32() };
    case 9: {
      const { classId, message } = readIntString(reader);
      return { type: 'intString', int: classId, text: message };
    }
    case 10:
      return readStringString(reader);
    case 11:
      return readIntStringString(reader);
    case 12:
      return readProxyHeader(reader);
    case 13:
      return readIo(reader);
    case 14:
      return readBytesStringString(reader);
    default:
      reader.skip();
      return undefined;
  }
}

/** PIntStringValue: the exception of a span or event, or an annotation. */
export function readIntString(reader: ProtoReader): Thrown {
  const outer = reader.enter();
  let classId = 0;
  let message = '';
  while (reader.next()) {
    if (reader.field === 1) classId = reader.int32();
    else if (reader.field === 2) message = readWrapped(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { classId, message };
}

function readStringString(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let text1 = '';
  let text2 = '';
  while (reader.next()) {
    if (reader.field === 1) text1 = readWrapped(reader);
    else if (reader.field === 2) text2 = readWrapped(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { type: 'stringString', text1, text2 };
}

function readIntStringString(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let int = 0;
  let text1 = '';
  let text2 = '';
  while (reader.next()) {
    if (reader.field === 1) int = reader.int32();
    else if (reader.field === 2) text1 = readWrapped(reader);
    else if (reader.field === 3) text2 = readWrapped(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { type: 'intStringString', int, text1, text2 };
}

function readBytesStringString(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let bytes = EMPTY;
  let text1 = '';
  let text2 = '';
  while (reader.next()) {
    if (reader.field === 1) bytes = new Uint8Array(reader.bytes());
    else if (reader.field === 2) text1 = readWrapped(reader);
    else if (reader.field === 3) text2 = readWrapped(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { type: 'bytesStringString', bytes, text1, text2 };
}

function readProxyHeader(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let long = 0n;
  let [int1, int2, byte1, byte2] = [0, 0, 0, 0];
  let text = '';
  while (reader.next()) {
    if (reader.field === 1) long = readLong(reader);
    else if (reader.field === 2) int1 = reader.int32();
    else if (reader.field === 3) int2 = reader.int32();
    else if (reader.field === 4) byte1 = reader.sint32();
    else if (reader.field === 5) byte2 = reader.sint32();
    else if (reader.field === 6) text = readWrapped(reader);
    else reader.skip();
  }
  reader.leave(outer);
  return { type: 'longIntIntByteByteString', long, int1, int2, byte1, byte2, text };
}

function readIo(reader: ProtoReader): AnnotationValue {
  const outer = reader.enter();
  let [int1, int2] = [0, 0];
  let [boolean1, boolean2] = [false, false];
  while (reader.next()) {
    if (reader.field === 1) int1 = reader.int32();
    else if (reader.field === 2) boolean1 = reader.int32() !== 0;
    else if (reader.field === 3) int2 = reader.int32();
    else if (reader.field === 4) boolean2 = reader.int32() !== 0;
    else reader.skip();
  }
  reader.leave(outer);
  return { type: 'intBooleanIntBoolean', int1, boolean1, int2, boolean2 };
}

/** google.protobuf.StringValue */
function readWrapped(reader: ProtoReader): string {
  const outer = reader.enter();
  let text = '';
  while (reader.next()) {
    if (reader.field === 1) text = reader.string();
    else reader.skip();
  }
  reader.leave(outer);
  return text;
}

/** PAttribute */
export function readAttribute(reader: ProtoReader, nesting = 0): Attribute {
  const outer = reader.enter();
  let key = '';
  let value: AttributeValue = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = readAttributeValue(reader, nesting);
    else reader.skip();
  }
  reader.leave(outer);
  return { key, value };
}

/** PAttributeValue; one that says nothing is ''. */
function readAttributeValue(reader: ProtoReader, nesting: number): AttributeValue {
  if (nesting >= MAX_NESTING) throw new Failure('MESSAGE_INVALID', 'attributes are nested too deeply');
  const outer = reader.enter();
  let value: AttributeValue = '';
  while (reader.next()) {
    if (reader.field === 1) value = reader.string();
    else if (reader.field === 2) value = reader.int32() !== 0;
    else if (reader.field === 3) value = readLong(reader);
    else if (reader.field === 4) value = reader.double();
    else if (reader.field === 5) value = new Uint8Array(reader.bytes());
    else if (reader.field === 6) value = readList(reader, (inner) => readAttributeValue(inner, nesting + 1));
    else if (reader.field === 7) value = { list: readList(reader, (inner) => readAttribute(inner, nesting + 1)) };
    else reader.skip();
  }
  reader.leave(outer);
  return value;
}

/** PAttributeArrayValue or PAttributeKeyValueList: both are one repeated field. */
function readList<T>(reader: ProtoReader, readItem: (reader: ProtoReader) => T): T[] {
  const outer = reader.enter();
  const items: T[] = [];
  while (reader.next()) {
    if (reader.field === 1) items.push(readItem(reader));
    else reader.skip();
  }
  reader.leave(outer);
  return items;
}

/** int64, exact. */
export function readLong(reader: ProtoReader): bigint {
  const from = reader.at;
  const value = reader.int64();
  if (Number.isSafeInteger(value)) return BigInt(value);
  let exact = 0n;
  for (let at = from, shift = 0n; at < reader.at; at++, shift += 7n)
    exact |= BigInt((reader.buffer[at] as number) & 0x7f) << shift;
  return BigInt.asIntN(64, exact);
}
