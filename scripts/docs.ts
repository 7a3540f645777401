/**
 * Writes the pages of docs/ that are made of code: `node scripts/docs.ts`. Tests beside that code say when it is due.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from '../server/src/config/print.ts';
import { failures } from '../server/src/lib/failure.ts';

const docs = join(import.meta.dirname, '..', 'docs');

writeFileSync(join(docs, 'configuration.md'), configurationPage());

/** The table of docs/errors.md is replaced; what is written around it stays. */
const errors = join(docs, 'errors.md');
const rows = Object.entries(failures).map(
  ([code, { status, grpc, says }]) => `| \`${code}\` | ${status} | ${grpc} | ${says} |\n`,
);
writeFileSync(
  errors,
  readFileSync(errors, 'utf8').replace(/(?:^\| `.*\n)+/m, () => rows.join('')),
);
