import type { Table } from '../../kv/kv.ts';

/**
 * stat   [agentId][startTime:8] / [received, ms:6][writer:8][sequence:4]      a PStatMessage as it came
 * error  [application: service, name] / [received, ms:6][writer:8][sequence:4]    a PExceptionMetaData as it came
 *
 * Kept whole and in order of arrival, so that what later pages show can be made of it.
 */
export const statTable: Table = { name: 'stat', id: 16, family: 'number', period: 'day' };
export const errorTable: Table = { name: 'error', id: 17, family: 'error', period: 'day' };
