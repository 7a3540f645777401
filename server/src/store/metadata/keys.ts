import { createHash } from 'node:crypto';
import type { Table } from '../../kv/kv.ts';
import { type Bytes, EMPTY, utf8 } from '../../lib/bytes.ts';
import { Writer } from '../../lib/writer.ts';
import type { Agent } from '../application.ts';

/**
 * metadata  [agentId][startTime:8] / [kind:1][id:4 or uid]     what an agent's numbers stand for
 * text      [hash of the text:16] / nothing                    each text once, whoever says it
 *
 * Ids count from 1 in every process of an agent. Both are filed by month; the rows of an agent are put again in
 * its first minute of a month, since it never sends them twice.
 */
export const metadataTable: Table = { name: 'metadata', id: 33, family: 'base', period: 'month' };
export const textTable: Table = { name: 'text', id: 34, family: 'base', period: 'month' };

export const metadataKind = { API: 1, SQL: 2, STRING: 3, SQL_UID: 4 } as const;
export type MetadataKind = (typeof metadataKind)[keyof typeof metadataKind];

const key = new Writer(64);

export const metadataPartition = ({ agentId, startTime }: Pick<Agent, 'agentId' | 'startTime'>): Bytes =>
  key.string(agentId).f64(startTime).take();

export const metadataSort = (kind: MetadataKind, id: number | Bytes): Bytes => {
  key.u8(kind);
  return (typeof id === 'number' ? key.u32(id >>> 0) : key.bytes(id)).take();
};

export const textHash = (text: string): Bytes => createHash('sha256').update(utf8(text)).digest().subarray(0, 16);

export const TEXT_SORT = EMPTY;
