import assert from 'node:assert/strict';
import { cp, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { type Bytes, text, utf8 } from '../../lib/bytes.ts';
import { dayName } from '../../lib/time.ts';
import { at, contractTables, daily, put, row, today } from '../contract-rows.ts';
import type { Kv, Op } from '../kv.ts';
import { sizeOf } from './disk.ts';
import { openEmbedded } from './embedded.ts';
import type { ReclaimOptions } from './reclaim.ts';

const root = await mkdtemp(join(tmpdir(), 'finepoint-reclaim-'));
after(() => rm(root, { recursive: true, force: true }));

const emptyDirectory = (): Promise<string> => mkdtemp(join(root, 'data-'));
const folderOf = (directory: string): string => join(directory, 'days', dayName(today));

const LIMIT = 20_000;
const EAGER: ReclaimOptions = { quiet: 0, least: 5_000, pause: async () => {} };
const NEVER: ReclaimOptions = { ...EAGER, quiet: 1e9 };

const opened = (directory: string, reclaim = EAGER): Promise<Kv> =>
  openEmbedded(directory, contractTables, { segmentLimit: LIMIT, reclaim });

/** Opens, works, closes. */
async function session(directory: string, work: (kv: Kv) => Promise<void>, reclaim = EAGER): Promise<void> {
  const kv = await opened(directory, reclaim);
  try {
    await work(kv);
  } finally {
    await kv[Symbol.asyncDispose]();
  }
}

/** A large value that no other row or time has. */
const large = (name: string, version: number): Bytes => utf8(`${name} ${version} `.repeat(300));

const putLarge = (name: string, version: number): Op => ({ ...row(daily, 'p', name), put: large(name, version) });
const drop = (name: string): Op => ({ ...row(daily, 'p', name), del: true });

async function valuesOf(kv: Kv): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { sort, value } of kv.scan(at(daily, 'p'))) found.set(text(sort), text(value));
  return found;
}

const names = Array.from({ length: 30 }, (_, index) => `row-${index + 10}`);
const expected = (version: number): Map<string, string> =>
  new Map(names.map((name) => [name, text(large(name, version))]));

async function segmentBytes(directory: string): Promise<number> {
  const files = (await readdir(folderOf(directory))).filter((name) => name.startsWith('segment-'));
  const sizes = await Promise.all(files.map((name) => sizeOf(join(folderOf(directory), name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    assert.ok(tries < 500, 'it did not happen within five seconds');
    await wait(10);
  }
}

/** As it stands just after a repair that could save nothing. */
async function loseIndex(directory: string): Promise<void> {
  await rm(join(folderOf(directory), 'index'), { recursive: true });
  await writeFile(join(folderOf(directory), 'rebuild'), '');
}

async function rebuilt(kv: Kv, directory: string): Promise<void> {
  // Reading opens the period.
  await kv.get(row(daily, 'p', 'a'));
  await until(async () => !(await readdir(folderOf(directory))).includes('rebuild'));
}

const live = [...expected(1).values()].reduce((sum, value) => sum + value.length, 0);

describe('room of values that are gone', () => {
  it('is given back after they were replaced, and what is there stays as it is', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      for (let version = 1; version <= 8; version++) await kv.write(names.map((name) => putLarge(name, version)));
      await until(async () => (await segmentBytes(directory)) < 2 * live);
      assert.deepEqual(await valuesOf(kv), expected(8));
    });
    await session(directory, async (kv) => assert.deepEqual(await valuesOf(kv), expected(8)));
  });

  it('is given back after they were deleted, but for the word that they were', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      await kv.write(names.map((name) => putLarge(name, 1)));
      await kv.write(names.slice(1).map(drop));
      await until(async () => (await segmentBytes(directory)) < live / 5);
      assert.deepEqual([...(await valuesOf(kv)).keys()], names.slice(0, 1));
    });
  });

  it('is given back by a later process if the one before did not come to it', async () => {
    const directory = await emptyDirectory();
    await session(
      directory,
      async (kv) => {
        for (let version = 1; version <= 8; version++) await kv.write(names.map((name) => putLarge(name, version)));
      },
      NEVER,
    );
    assert.ok((await segmentBytes(directory)) > 7 * live);
    await session(directory, async (kv) => {
      assert.deepEqual(await valuesOf(kv), expected(8));
      await until(async () => (await segmentBytes(directory)) < 2 * live);
      assert.deepEqual(await valuesOf(kv), expected(8));
    });
  });

  it('is not given back while a scan that began before may still look there', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      await kv.write(names.map((name) => putLarge(name, 1)));
      const scan = kv.scan(at(daily, 'p'))[Symbol.asyncIterator]();
      const seen = [await scan.next()];
      for (let version = 2; version <= 6; version++) await kv.write(names.map((name) => putLarge(name, version)));
      // Reclaiming goes on as far as it may.
      await wait(100);
      for (let next = await scan.next(); !next.done; next = await scan.next()) seen.push(next);
      assert.deepEqual(
        seen.map(({ value }) => text(value.value)),
        [...expected(1).values()],
      );
      await until(async () => (await segmentBytes(directory)) < 2 * live);
      assert.deepEqual(await valuesOf(kv), expected(6));
    });
  });

  it('does not keep a store from closing, neither while a scan is open nor in the middle', async () => {
    const directory = await emptyDirectory();
    const kv = await opened(directory);
    await kv.write(names.map((name) => putLarge(name, 1)));
    await kv.scan(at(daily, 'p'))[Symbol.asyncIterator]().next();
    for (let version = 2; version <= 4; version++) await kv.write(names.map((name) => putLarge(name, version)));
    await kv[Symbol.asyncDispose]();
    await session(directory, async (again) => assert.deepEqual(await valuesOf(again), expected(4)));
  });

  it('is kept where a segment is damaged: what lies behind may be all there is of it', async () => {
    const directory = await emptyDirectory();
    const write = async (kv: Kv): Promise<void> => {
      await kv.write(names.slice(0, 4).map((name) => putLarge(name, 1)));
      await kv.write([drop(names[0] as string), drop(names[1] as string)]);
    };
    await session(directory, write, NEVER);
    const file = await open(join(folderOf(directory), 'segment-000001'), 'r+');
    await file.write(Buffer.of(0xff), 0, 1, 100);
    await file.close();
    await session(directory, async (kv) => {
      await kv.write([putLarge('other', 1)]);
      await wait(100);
      assert.deepEqual([...(await valuesOf(kv)).keys()], ['other', names[2], names[3]]);
    });
    assert.ok((await readdir(folderOf(directory))).includes('segment-000001'));
  });

  it('is given back beside reads and writes that never see anything but the newest value', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      const newest = new Map<string, number>();
      let busy = true;
      const read = async (): Promise<void> => {
        while (busy) {
          for (const name of names) {
            const least = newest.get(name);
            const value = await kv.get(row(daily, 'p', name));
            if (least === undefined) continue;
            assert.ok(value, `${name} is gone`);
            assert.ok(Number(text(value).split(' ')[1]) >= least, 'an older value is back');
          }
        }
      };
      const write = async (): Promise<void> => {
        for (let version = 1; version <= 60; version++) {
          const some = names.filter((_, index) => (index * version) % 3 !== 1);
          await kv.write(some.map((name) => putLarge(name, version)));
          for (const name of some) newest.set(name, version);
        }
        busy = false;
      };
      await Promise.all([write(), read(), read()]);
      await until(async () => (await segmentBytes(directory)) < 2 * live);
    });
  });
});

describe('a kill while room is given back', () => {
  it('at any step loses nothing, brings nothing back, and leaves nothing for good', async () => {
    const directory = await emptyDirectory();
    const crashes: string[] = [];
    // What a kill leaves is what the files hold between two steps.
    const pause = async (): Promise<void> => {
      const crash = await mkdtemp(join(root, 'crash-'));
      await cp(directory, crash, { recursive: true });
      crashes.push(crash);
    };
    const kv = await opened(directory, { ...EAGER, pause, quiet: 50 });
    for (let version = 1; version <= 3; version++) {
      for (let from = 0; from < names.length; from += 5) {
        await kv.write(names.slice(from, from + 5).map((name) => putLarge(name, version)));
      }
    }
    await kv.write(names.slice(20).map(drop));
    const left = new Map([...expected(3)].slice(0, 20));
    await until(async () => (await segmentBytes(directory)) < 1.5 * live);
    await kv[Symbol.asyncDispose]();
    assert.ok(crashes.length >= 10, `only ${crashes.length} steps`);
    for (const crash of crashes) {
      await session(crash, async (again) => {
        assert.deepEqual(await valuesOf(again), left);
        await until(async () => (await segmentBytes(crash)) < 1.5 * live);
        assert.deepEqual(await valuesOf(again), left);
      });
      await loseIndex(crash);
      await session(crash, async (again) => {
        await rebuilt(again, crash);
        assert.deepEqual(await valuesOf(again), left);
      });
    }
  });
});

describe('an index rebuilt from its segments', () => {
  it('has nothing that was deleted or replaced, also where values were moved', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      for (let version = 1; version <= 4; version++) await kv.write(names.map((name) => putLarge(name, version)));
      await kv.write(names.slice(0, 10).map(drop));
      await until(async () => (await segmentBytes(directory)) < 2 * live);
      await kv.write(names.slice(10, 12).map(drop));
      await kv.write([putLarge(names[12] as string, 5), putLarge(names[0] as string, 5)]);
    });
    await loseIndex(directory);
    await session(directory, async (kv) => {
      // A delete that comes before the rebuild has found what it deletes.
      await kv.write([drop(names[29] as string)]);
      await rebuilt(kv, directory);
      const left = new Map([...expected(4)].slice(12, 29));
      left.set(names[12] as string, text(large(names[12] as string, 5)));
      left.set(names[0] as string, text(large(names[0] as string, 5)));
      assert.deepEqual(new Map([...(await valuesOf(kv))].sort()), new Map([...left].sort()));
    });
  });

  it('does not keep entries that a repair brought back', async () => {
    const directory = await emptyDirectory();
    await session(directory, (kv) => kv.write([putLarge('a', 1), putLarge('b', 1), putLarge('c', 1)]));
    const old = await mkdtemp(join(root, 'old-'));
    await cp(join(folderOf(directory), 'index'), old, { recursive: true });
    await session(directory, (kv) => kv.write([putLarge('a', 2), drop('b')]), NEVER);
    await loseIndex(directory);
    await cp(old, join(folderOf(directory), 'index'), { recursive: true });
    await session(directory, async (kv) => {
      await rebuilt(kv, directory);
      assert.deepEqual(
        await valuesOf(kv),
        new Map([
          ['a', text(large('a', 2))],
          ['c', text(large('c', 1))],
        ]),
      );
    });
  });
});

describe('random puts, replacements, deletes, reopenings and lost indexes', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: fc.array(name, { minLength: 1, maxLength: 5 }) }) },
    { weight: 2, arbitrary: fc.record({ drop: fc.array(name, { minLength: 1, maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.constant('rest' as const) },
    { weight: 1, arbitrary: fc.constant('reopen' as const) },
    { weight: 1, arbitrary: fc.constant('lose index' as const) },
  );

  it('leave what the last of them said', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const directory = await emptyDirectory();
      const model = new Map<string, string>();
      let kv = await opened(directory);
      // So that the directory is there whatever comes first.
      await kv.write([put(daily, 'q', 'small', 'v')]);
      for (const [version, each] of steps.entries()) {
        if (each === 'rest') await wait(5);
        else if (each === 'reopen' || each === 'lose index') {
          await kv[Symbol.asyncDispose]();
          if (each === 'lose index') await loseIndex(directory);
          kv = await opened(directory);
          if (each === 'lose index') await rebuilt(kv, directory);
        } else if ('put' in each) {
          await kv.write(each.put.map((key) => putLarge(key, version)));
          for (const key of each.put) model.set(key, text(large(key, version)));
        } else {
          await kv.write(each.drop.map(drop));
          for (const key of each.drop) model.delete(key);
        }
        assert.deepEqual(await valuesOf(kv), new Map([...model].sort()));
      }
      await kv[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
