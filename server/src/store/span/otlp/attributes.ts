import { Failure } from '../../../lib/failure.ts';
import type { ProtoReader } from '../../../lib/protobuf.ts';
import { readLong } from '../decode-annotation.ts';
import type { Attribute, AttributeValue } from '../span.ts';

/** Attributes hold lists that hold lists: deeper than this they are refused. */
const MAX_NESTING = 16;

/** A KeyValue of OTLP; the reader stands on its field. */
export function readKeyValue(reader: ProtoReader, nesting = 0): Attribute {
  const outer = reader.enter();
  let key = '';
  let value: AttributeValue = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = readAnyValue(reader, nesting);
    else reader.skip();
  }
  reader.leave(outer);
  return { key, value };
}

/** AnyValue; one that says nothing is ''. */
export function readAnyValue(reader: ProtoReader, nesting = 0): AttributeValue {
  if (nesting >= MAX_NESTING) throw new Failure('MESSAGE_INVALID', 'attributes are nested too deeply');
  const outer = reader.enter();
  let value: AttributeValue = '';
  while (reader.next()) {
    if (reader.field === 1) value = reader.string();
    else if (reader.field === 2) value = reader.int32() !== 0;
    else if (reader.field === 3) value = readLong(reader);
    else if (reader.field === 4) value = reader.double();
    else if (reader.field === 5) value = readList(reader, (inner) => readAnyValue(inner, nesting + 1));
    else if (reader.field === 6) value = { list: readList(reader, (inner) => readKeyValue(inner, nesting + 1)) };
    else if (reader.field === 7) value = new Uint8Array(reader.bytes());
    else reader.skip();
  }
  reader.leave(outer);
  return value;
}

/** ArrayValue or KeyValueList: both are one repeated field. */
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

/** The text of the first attribute with one of these names; '' where there is none. Numbers are written out. */
export function textOf(attributes: readonly Attribute[], ...names: readonly string[]): string {
  for (const name of names) {
    const value = attributes.find(({ key }) => key === name)?.value;
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return '';
}
