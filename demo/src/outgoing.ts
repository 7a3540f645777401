import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  PApiMetaDataSchema,
  PExceptionMetaDataSchema,
  PSpanMessageSchema,
  PSqlMetaDataSchema,
  PSqlUidMetaDataSchema,
  PStringMetaDataSchema,
} from '@finepoint/wire';

/** What spans refer to by id: an agent sends it once, before the first span that does. */
export type Metadata =
  | { readonly kind: 'api'; readonly message: MessageInitShape<typeof PApiMetaDataSchema> }
  | { readonly kind: 'string'; readonly message: MessageInitShape<typeof PStringMetaDataSchema> }
  | { readonly kind: 'sql'; readonly message: MessageInitShape<typeof PSqlMetaDataSchema> }
  | { readonly kind: 'sqlUid'; readonly message: MessageInitShape<typeof PSqlUidMetaDataSchema> }
  | { readonly kind: 'exception'; readonly message: MessageInitShape<typeof PExceptionMetaDataSchema> };

/** Spans and span chunks as an agent sends them. */
export type SpanMessage = MessageInitShape<typeof PSpanMessageSchema>;

/** A request that an agent served, for its statistics. Times are ms since 1970. */
export interface Served {
  /** `/orders/{id}` as the language writes templates. */
  readonly uriTemplate: string;
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
  /** Began here, not at a caller that is traced. */
  readonly isNew: boolean;
  readonly transactionId: string;
}
