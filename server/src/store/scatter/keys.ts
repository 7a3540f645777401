import type { Table } from '../../kv/kv.ts';

/**
 * scatter  [application:8][hour:1] / [slot:1][writer:8][first:6]      the dots of one flush
 *
 * The same key as the chunk that holds the spans of these dots (span/keys.ts): one scan reads an hour of an
 * application, and a dot knows where its span is.
 */
export const scatterTable: Table = { name: 'scatter', id: 3, family: 'trace', period: 'day' };
