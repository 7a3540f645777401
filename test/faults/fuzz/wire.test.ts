import { test } from 'node:test';
import type { DescMessage } from '@bufbuild/protobuf';
import {
  PAgentInfoSchema,
  PApiMetaDataSchema,
  PExceptionMetaDataSchema,
  PSpanMessageBatchSchema,
  PSqlMetaDataSchema,
  PSqlUidMetaDataSchema,
  PStatMessageSchema,
  PStringMetaDataSchema,
} from '@finepoint/wire';
import { maskAgentInfo } from '../../../server/src/ingest/mask/agent-info.ts';
import { decode } from '../../../server/src/ingest/service/decode.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';
import { mutate } from './mutate.ts';
import { recordedSeeds } from './seeds.ts';

const methods: readonly (readonly [string, DescMessage])[] = [
  ['RequestAgentInfo', PAgentInfoSchema],
  ['RequestApiMetaData', PApiMetaDataSchema],
  ['RequestSqlMetaData', PSqlMetaDataSchema],
  ['RequestSqlUidMetaData', PSqlUidMetaDataSchema],
  ['RequestStringMetaData', PStringMetaDataSchema],
  ['RequestExceptionMetaData', PExceptionMetaDataSchema],
  ['SendAgentStat', PStatMessageSchema],
  ['SendSpanBatch', PSpanMessageBatchSchema],
];

for (const [method, schema] of methods) {
  const seeds = recordedSeeds(schema, method);
  test(`messages of ${method} of any bytes are decoded or refused`, { skip: seeds.length === 0 }, () => {
    attempt(
      sized(10_000, 100_000),
      (random) => mutate(seeds, random),
      (bytes) => {
        decode(schema, bytes);
        if (schema === PAgentInfoSchema) maskAgentInfo(bytes);
      },
      ['MESSAGE_INVALID'],
    );
  });
}
