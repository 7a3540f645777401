import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Bytes, equal, text } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { contractTables } from '../contract-rows.ts';
import type { Kv, Op } from '../kv.ts';
import { batchOf, REPLACED, replacedBy } from './crash-child.ts';
import { openEmbedded } from './embedded.ts';

const root = await mkdtemp(join(tmpdir(), 'finepoint-crash-'));
after(() => rm(root, { recursive: true, force: true }));

const childPath = fileURLToPath(new URL('./crash-child.ts', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, null>;

/** Starts a process that holds `directory`; `onLine` hears all it prints. */
async function start(directory: string, args: string[] = [], onLine = (_: string): void => {}): Promise<Child> {
  const child = spawn(process.execPath, [childPath, directory, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  lines.on('line', onLine);
  await once(lines, 'line');
  return child;
}

async function kill(child: Child): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

describe('the lock of the data directory', () => {
  it('turns a second process away with DATA_LOCKED and the name of the first, until that is killed', async () => {
    const directory = join(root, 'locked');
    const child = await start(directory);
    try {
      await assert.rejects(openEmbedded(directory, contractTables), (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.code, 'DATA_LOCKED');
        assert.ok(error.detail.includes(directory), error.detail);
        assert.ok(error.detail.includes(`process ${child.pid},`), error.detail);
        return true;
      });
    } finally {
      await kill(child);
    }
    // Its pid still stands there: that alone must not lock anyone out.
    assert.ok((await readFile(join(directory, 'owner'), 'utf8')).includes(`process ${child.pid},`));
    const kv = await openEmbedded(directory, contractTables);
    await kv[Symbol.asyncDispose]();
  });
});

describe('kill -9 while writing', () => {
  it('loses no acknowledged batch and keeps every batch whole or not at all', async () => {
    const directory = join(root, 'killed');
    let first = 0;
    // Kills at different moments, each on top of what the ones before left.
    for (const delay of [50, 200, 400]) {
      const acknowledged = new Set<number>();
      const child = await start(directory, [`${first}`], (line) => {
        if (line !== 'open') acknowledged.add(Number(line));
      });
      await wait(delay);
      await kill(child);
      assert.ok(acknowledged.size > 0, 'the child wrote nothing');
      const kv = await openEmbedded(directory, contractTables);
      try {
        // The child has three writers: no more batches than that can have been under way.
        const end = Math.max(...acknowledged) + 4;
        for (let number = first; number < end; number++) {
          const found = await Promise.all(batchOf(number).map((op) => isThere(kv, op)));
          if (acknowledged.has(number)) assert.deepEqual(found, [true, true, true], `batch ${number}`);
          else assert.equal(new Set(found).size, 1, `batch ${number} is torn: ${found}`);
        }
        for (let slot = 0; slot < REPLACED; slot++) {
          const newest = Math.max(...[...acknowledged].filter((number) => number % REPLACED === slot));
          if (newest < 0) continue;
          const value = await kv.get(replacedBy(newest));
          const found = Number(value && text(value).split(' ')[0]);
          assert.ok(found >= newest && found < end, `${found} in the place of ${newest}`);
          assert.ok(value && isPut(replacedBy(found), value));
        }
        first = end;
      } finally {
        await kv[Symbol.asyncDispose]();
      }
    }
  });
});

/** Whether a put is there, and is what was put. */
async function isThere(kv: Kv, op: Op): Promise<boolean> {
  const value = await kv.get(op);
  if (value === undefined) return false;
  assert.ok(isPut(op, value), 'a value differs from what was written');
  return true;
}

const isPut = (op: Op, value: Bytes): boolean => 'put' in op && equal(value, op.put);
