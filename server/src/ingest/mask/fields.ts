import { annotationKey } from '../../lib/annotation-key.ts';
import type { ProtoReader } from '../../lib/protobuf.ts';
import { maskAll, maskPersonal } from './personal.ts';
import { isSecretName, maskQuery } from './secret.ts';

/** What to do with the values that SQL statements and URLs carry: keep them, mask personal data, or mask all. */
export type ValuePolicy = 'keep' | 'mask' | 'drop';

/** Masks a PAnnotation in place; the reader stands on its field. */
export function maskAnnotation(reader: ProtoReader, policy: ValuePolicy): void {
  const annotation = reader.enter();
  let key = 0;
  while (reader.next()) {
    if (reader.field === 1) key = reader.int32();
    else if (reader.field === 2 && isMasked(key)) maskValue(reader, key, policy);
    else reader.skip();
  }
  reader.leave(annotation);
}

const isSql = (key: number): boolean => key === annotationKey.SQL_ID || key === annotationKey.SQL_UID;
const isUrl = (key: number): boolean => key === annotationKey.HTTP_URL || key === annotationKey.HTTP_PARAM;
const isMasked = (key: number): boolean => isSql(key) || isUrl(key);

/** Strings lie directly in the value, or in StringValues inside IntStringString (11) and BytesStringString (14). */
function maskValue(reader: ProtoReader, key: number, policy: ValuePolicy): void {
  const value = reader.enter();
  while (reader.next()) {
    if (reader.field === 1 && isUrl(key)) {
      reader.range();
      maskUrl(reader, policy, key === annotationKey.HTTP_PARAM);
    } else if ((reader.field === 11 || reader.field === 14) && isSql(key)) {
      maskPair(reader, policy);
    } else reader.skip();
  }
  reader.leave(value);
}

function maskPair(reader: ProtoReader, policy: ValuePolicy): void {
  const pair = reader.enter();
  while (reader.next()) {
    if (reader.field === 2 || reader.field === 3) maskWrapped(reader, policy);
    else reader.skip();
  }
  reader.leave(pair);
}

/** A message whose field 1 is the string: StringValue, or a PAttributeValue that holds text. */
function maskWrapped(reader: ProtoReader, policy: ValuePolicy): void {
  const wrapper = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) {
      reader.range();
      if (policy === 'mask') maskPersonal(reader.buffer, reader.from, reader.to);
      else if (policy === 'drop') maskAll(reader.buffer, reader.from, reader.to);
    } else reader.skip();
  }
  reader.leave(wrapper);
}

/** Masks the last range of the reader as a URL or, when `bare`, as a query string. Secrets go under every policy. */
export function maskUrl(reader: ProtoReader, policy: ValuePolicy, bare: boolean): void {
  const { buffer, from, to } = reader;
  maskQuery(buffer, from, to, bare);
  if (policy === 'keep') return;
  // Inside the range only: a message may hold a hundred thousand URLs, each of which would be looked for to its end.
  const question = bare ? 0 : buffer.subarray(from, to).indexOf(0x3f) + 1;
  if (question === 0 && !bare) return;
  if (policy === 'mask') maskPersonal(buffer, from + question, to);
  else maskAll(buffer, from + question, to);
}

/** Masks the string value of a PAttribute in place if its key says that it is a secret. */
export function maskAttribute(reader: ProtoReader): void {
  const attribute = reader.enter();
  let secret = false;
  while (reader.next()) {
    if (reader.field === 1) {
      reader.range();
      secret = isSecretName(reader.buffer, reader.from, reader.to);
    } else if (reader.field === 2 && secret) maskWrapped(reader, 'drop');
    else reader.skip();
  }
  reader.leave(attribute);
}
