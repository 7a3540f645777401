import type { ProtoReader } from '../../lib/protobuf.ts';
import { maskUrl, type ValuePolicy } from '../mask/fields.ts';
import { maskAll } from '../mask/personal.ts';
import { maskSql } from '../mask/statement.ts';
import { type Mask, masks } from './attribute-names.ts';

/** Masks in place the text that is the last range of the reader, as the name of its attribute says. */
export function maskText(reader: ProtoReader, mask: Mask, policy: ValuePolicy): void {
  switch (mask) {
    case masks.ALL:
      maskAll(reader.buffer, reader.from, reader.to);
      return;
    case masks.URL:
      maskUrl(reader, policy, false);
      return;
    case masks.QUERY:
      maskUrl(reader, policy, true);
      return;
    case masks.STATEMENT:
      maskSql(reader.buffer, reader.from, reader.to, policy);
      return;
    default:
  }
}
