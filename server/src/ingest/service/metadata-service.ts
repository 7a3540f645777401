import {
  PApiMetaDataSchema,
  PExceptionMetaDataSchema,
  PSqlMetaDataSchema,
  PSqlUidMetaDataSchema,
  PStringMetaDataSchema,
} from '@finepoint/wire';
import type { Bytes } from '../../lib/bytes.ts';
import type { Clock } from '../../lib/time.ts';
import type { Agent } from '../../store/application.ts';
import type { MetadataStore } from '../../store/metadata/store.ts';
import type { Gate } from '../../store/retention/gate.ts';
import type { RawStore } from '../../store/stat/store.ts';
import type { Method } from '../grpc/method.ts';
import type { ValuePolicy } from '../mask/fields.ts';
import { maskStatement } from '../mask/statement.ts';
import { decode } from './decode.ts';
import { result } from './result.ts';

/** `v1.Metadata`: what an agent's numbers stand for. Repeats are upserts: Java sends copies when an answer takes a second. */
export function metadataService(
  names: MetadataStore,
  raw: RawStore,
  gate: Gate,
  clock: Clock,
  policy: ValuePolicy,
): [string, Method][] {
  const method = (name: string, keep: Keep, what: 'names' | 'telemetry' = 'names'): [string, Method] => [
    `/v1.Metadata/${name}`,
    {
      kind: 'unary',
      answer: (message, caller) =>
        result(async () => {
          gate.pass(what);
          await keep(caller.agent.agent, message);
        }, caller),
    },
  ];
  return [
    method('RequestApiMetaData', (agent, message) => {
      const { apiId, apiInfo, line, type, location } = decode(PApiMetaDataSchema, message);
      return names.putApi(agent, apiId, { info: apiInfo, line, type, location });
    }),
    method('RequestSqlMetaData', (agent, message) => {
      maskStatement(message, policy);
      const { sqlId, sql } = decode(PSqlMetaDataSchema, message);
      return names.putSql(agent, sqlId, sql);
    }),
    method('RequestSqlUidMetaData', (agent, message) => {
      maskStatement(message, policy);
      const { sqlUid, sql } = decode(PSqlUidMetaDataSchema, message);
      return names.putSql(agent, sqlUid, sql);
    }),
    method('RequestStringMetaData', (agent, message) => {
      const { stringId, stringValue } = decode(PStringMetaDataSchema, message);
      return names.putString(agent, stringId, stringValue);
    }),
    method(
      'RequestExceptionMetaData',
      async (agent, message) => {
        decode(PExceptionMetaDataSchema, message);
        await raw.exception(agent, clock(), message);
      },
      'telemetry',
    ),
  ];
}

type Keep = (agent: Agent, message: Bytes) => Promise<void>;
