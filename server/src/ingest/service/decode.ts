import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';

/** Decodes a message whose every field is wanted; the hot path reads by hand instead. */
export function decode<Desc extends DescMessage>(schema: Desc, bytes: Bytes): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw new Failure('MESSAGE_INVALID', `not a ${schema.name}`, { cause: error });
  }
}
