import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { utf8 } from '../../lib/bytes.ts';
import { contractTables, daily, row, sibling } from '../contract-rows.ts';
import type { Op } from '../kv.ts';
import { openEmbedded } from './embedded.ts';

/**
 * A process for tests to kill: opens the directory it is given, says so, and if given a number writes batches from it
 * on until it is ended, the number of each on a line of its own once it is acknowledged.
 */
const [, script, directory = '', first] = argv;

/** Batch `number`: a small row, a row for the segment, and one of another table of the family. */
export const batchOf = (number: number): Op[] => [
  { ...row(daily, 'small', `${number}`), put: utf8(`${number}`) },
  { ...row(daily, 'large', `${number}`), put: utf8(`${number} `.repeat(2_000)) },
  { ...row(sibling, 'small', `${number}`), put: utf8(`${number}`) },
];

/** A row that batch `number` replaces, and so do many after it: its room is given back while others write. */
export const replacedBy = (number: number): Op => ({
  ...row(daily, 'replaced', `${number % REPLACED}`),
  put: utf8(`${number} `.repeat(2_000)),
});

export const REPLACED = 8;

if (script === fileURLToPath(import.meta.url)) {
  const kv = await openEmbedded(directory, contractTables, {
    segmentLimit: 1024 * 1024,
    reclaim: { quiet: 10, least: 64 * 1024, pause: async () => {} },
  });
  writeSync(1, 'open\n');
  if (first !== undefined) {
    let next = Number(first);
    const writer = async (): Promise<void> => {
      for (;;) {
        const number = next++;
        await kv.write([...batchOf(number), replacedBy(number)]);
        writeSync(1, `${number}\n`);
      }
    };
    await Promise.all([writer(), writer(), writer()]);
  }
  setInterval(() => {}, 60_000);
}
