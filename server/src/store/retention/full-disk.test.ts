import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { kvContract } from '../../kv/contract.ts';
import type { Table } from '../../kv/kv.ts';
import { MemoryKv } from '../../kv/memory.ts';
import { Failure } from '../../lib/failure.ts';
import { isDiskFull, TellingWhenFull } from './full-disk.ts';

kvContract('memory, telling when full', async () => new TellingWhenFull(new MemoryKv(), () => {}));

const table: Table = { name: 'forever', id: 1, family: 'permanent', period: 'permanent' };
const row = { table, partition: Buffer.from('p'), sort: Buffer.from('s') };

class FailingKv extends MemoryKv {
  readonly #error: Error;

  constructor(error: Error) {
    super();
    this.#error = error;
  }

  override async write(): Promise<void> {
    throw this.#error;
  }

  override async swap(): Promise<boolean> {
    throw this.#error;
  }
}

/** How often it was told that the disk is full, after a write and a swap that fail so. */
async function told(error: Error): Promise<number> {
  let times = 0;
  const kv = new TellingWhenFull(new FailingKv(error), () => times++);
  await assert.rejects(kv.write([{ ...row, put: Buffer.from('v') }]), error);
  await assert.rejects(kv.swap(row, undefined, Buffer.from('v')), error);
  return times;
}

test('a write and a swap that meet a full disk fail as before, and it is told', async () => {
  assert.equal(await told(new Failure('DATA_NOT_WRITABLE', 'trace/2026-11-25: ENOSPC')), 2);
});

test('other failures are not told', async () => {
  assert.equal(await told(new Failure('DATA_NOT_WRITABLE', 'trace/2026-11-25: EACCES')), 0);
});

describe('a full disk is known', () => {
  const cases: readonly (readonly [string, unknown, boolean])[] = [
    ['by the code of the system', new Error('ENOSPC: no space left on device, write'), true],
    ['by the quota of the user', new Error('EDQUOT: disk quota exceeded'), true],
    [
      'by the words of LevelDB, behind the failure that is shown',
      new Failure('DATA_NOT_WRITABLE', 'trace: LEVEL_IO_ERROR', {
        cause: new Error('batch failed', { cause: new Error('IO error: 000003.log: No space left on device') }),
      }),
      true,
    ],
    ['and not found in what is no error', 'ENOSPC', false],
  ];
  for (const [what, error, expected] of cases) test(what, () => assert.equal(isDiskFull(error), expected));
});
