import assert from 'node:assert/strict';
import { access, appendFile, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { equal, text } from '../../lib/bytes.ts';
import type { Failure } from '../../lib/failure.ts';
import { day, dayName, dayOf, now } from '../../lib/time.ts';
import { contractTables, kvContract } from '../contract.ts';
import { at, daily, fails, noise, permanent, put, read, row, rows, today, yesterday } from '../contract-rows.ts';
import type { Kv } from '../kv.ts';
import { type EmbeddedOptions, openEmbedded } from './embedded.ts';
import { FORMAT } from './format.ts';

const root = await mkdtemp(join(tmpdir(), 'finepoint-kv-'));
after(() => rm(root, { recursive: true, force: true }));

const emptyDirectory = (): Promise<string> => mkdtemp(join(root, 'data-'));

kvContract('embedded', async () => openEmbedded(await emptyDirectory(), contractTables));

/** Opens, works, closes. */
async function session(directory: string, work: (kv: Kv) => Promise<void>, options?: EmbeddedOptions): Promise<void> {
  const kv = await openEmbedded(directory, contractTables, options);
  try {
    await work(kv);
  } finally {
    await kv[Symbol.asyncDispose]();
  }
}

const dayFolder = (directory: string, of = today): string => join(directory, 'days', dayName(of));
const segmentOf = (directory: string): string => join(dayFolder(directory), 'segment-000001');
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function flipByte(path: string, position: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ 0x01;
  await file.write(byte, 0, 1, position);
  await file.close();
}

describe('embedded: on the disk', () => {
  it('survives reopening, small values and large, whole and in the same order', async () => {
    const directory = await emptyDirectory();
    const large = Array.from({ length: 1_500 }, (_, index) => noise(1_100 + index));
    await session(directory, async (kv) => {
      await kv.write(large.map((value, index) => ({ ...row(daily, 'p', `${10_000 + index}`), put: value })));
      await kv.write([put(daily, 'q', 's', 'small'), put(permanent, 'p', 's', 'permanent')]);
    });
    await session(directory, async (kv) => {
      let index = 0;
      for await (const { value } of kv.scan(at(daily, 'p'))) assert.ok(equal(value, large[index++] ?? noise(0)));
      assert.equal(index, large.length);
      assert.equal(await read(kv, daily, 'q', 's'), 'small');
      assert.equal(await read(kv, permanent, 'p', 's'), 'permanent');
      const usage = await kv.usage();
      assert.equal(usage.find(({ table }) => table.id === daily.id)?.rows, 1_501);
    });
  });

  it('goes on in a new segment when one is full, and reads from all of them', async () => {
    const directory = await emptyDirectory();
    const small = { segmentLimit: 10_000 };
    const write = async (kv: Kv): Promise<void> => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        await kv.write([{ ...row(daily, 'p', name), put: noise(6_000) }, put(daily, 'q', name, name)]);
      }
    };
    await session(directory, write, small);
    await session(directory, write, small);
    const segments = (await readdir(dayFolder(directory))).filter((name) => name.startsWith('segment-'));
    assert.equal(segments.length, 5);
    await session(directory, async (kv) => {
      for await (const { value } of kv.scan(at(daily, 'p'))) assert.ok(equal(value, noise(6_000)));
    });
  });

  it('makes no directory for a period that is only read', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      assert.equal(await read(kv, daily, 'p', 's'), undefined);
      assert.deepEqual(await rows(kv, at(daily, 'p')), []);
    });
    assert.equal(await exists(join(directory, 'days')), false);
  });

  it('deletes the directory of an expired day, and finishes what a kill interrupted', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      await kv.write([put(daily, 'p', 's', 'v'), put(daily, 'p', 's', 'v', yesterday)]);
      await kv.expire(daily, today);
    });
    assert.deepEqual(await readdir(join(directory, 'days')), [dayName(today)]);
    await mkdir(join(directory, 'days', `.dropped-${dayName(yesterday)}-1`, 'index'), { recursive: true });
    await session(directory, async (kv) => assert.equal((await kv.usage()).length, 1));
    assert.deepEqual(await readdir(join(directory, 'days')), [dayName(today)]);
  });

  it('ends a scan of a day that expires under it, and does not wait for it', async () => {
    await session(await emptyDirectory(), async (kv) => {
      await kv.write(Array.from({ length: 2_000 }, (_, index) => put(daily, 'p', `${index}`, 'v')));
      let seen = 0;
      for await (const _ of kv.scan(at(daily, 'p'))) if (seen++ === 0) await kv.expire(daily, dayOf(now()));
      assert.equal(seen, 2_000);
      seen = 0;
      for await (const _ of kv.scan(at(daily, 'p'))) {
        if (seen++ === 0) await kv.expire(daily, day(today + 1));
      }
      assert.equal(seen, 1);
    });
  });

  it('answers a read that was called before its day expired', async () => {
    await session(await emptyDirectory(), async (kv) => {
      await kv.write([{ ...row(daily, 'p', 's'), put: noise(100_000) }]);
      const [value] = await Promise.all([kv.get(row(daily, 'p', 's')), kv.expire(daily, day(today + 1))]);
      assert.equal(value?.length, 100_000);
    });
  });

  it('leaves nothing open when it is closed in the middle of counting usage', async () => {
    const directory = await emptyDirectory();
    const days = [today, yesterday, day(today - 2)];
    await session(directory, (kv) => kv.write(days.map((of) => put(daily, 'p', 's', 'v', of))));
    const kv = await openEmbedded(directory, contractTables);
    const counting = fails('STORE_CLOSED', kv.usage());
    await kv[Symbol.asyncDispose]();
    await counting;
    for (const of of days) assert.ok(await isClosed(dayFolder(directory, of)));
  });

  it('closes a period that nobody uses, though never under a scan, and opens it again when asked', async () => {
    const directory = await emptyDirectory();
    const work = async (kv: Kv): Promise<void> => {
      await kv.write(Array.from({ length: 1_200 }, (_, index) => put(daily, 'p', `${index}`, 'v')));
      let seen = 0;
      for await (const _ of kv.scan(at(daily, 'p'))) if (seen++ % 600 === 0) await wait(60);
      assert.equal(seen, 1_200);
      for await (const _ of kv.scan(at(daily, 'p'))) break;
      await until(() => isClosed(dayFolder(directory)));
      assert.equal(await read(kv, daily, 'p', '7'), 'v');
      await Promise.all([read(kv, daily, 'p', '8'), kv.write([put(daily, 'p', '9', 'w')])]);
      assert.equal(await read(kv, daily, 'p', '9'), 'w');
    };
    await session(directory, work, { idle: 20 });
  });

  it('closes a period of which only the usage is asked, again and again, and still knows it', async () => {
    const directory = await emptyDirectory();
    const work = async (kv: Kv): Promise<void> => {
      await kv.write([put(daily, 'p', 's', 'v')]);
      await until(async () => {
        await kv.usage();
        return isClosed(dayFolder(directory));
      });
      assert.deepEqual(
        (await kv.usage()).map(({ rows }) => rows),
        [1],
      );
      assert.ok(await isClosed(dayFolder(directory)));
    };
    await session(directory, work, { idle: 60 });
  });
});

describe('embedded: damage', () => {
  it('drops a torn tail and goes on behind what was acknowledged', async () => {
    const directory = await emptyDirectory();
    const write = (name: string) => async (kv: Kv) => kv.write([{ ...row(daily, 'p', name), put: noise(3_000) }]);
    await session(directory, write('a'));
    const { size } = await stat(segmentOf(directory));
    await appendFile(segmentOf(directory), noise(12_345));
    await writeFile(join(dayFolder(directory), 'segment-000002'), noise(99));
    await session(directory, write('b'));
    assert.equal((await stat(segmentOf(directory))).size, 2 * size);
    assert.equal(await exists(join(dayFolder(directory), 'segment-000002')), false);
    await session(directory, async (kv) => {
      for (const name of ['a', 'b']) assert.equal((await kv.get(row(daily, 'p', name)))?.length, 3_000);
    });
  });

  it('loses the one value in which a byte flipped, and says where', async () => {
    const directory = await emptyDirectory();
    const names = ['a', 'b', 'c'];
    await session(directory, (kv) => kv.write(names.map((name) => ({ ...row(daily, 'p', name), put: noise(2_000) }))));
    const { size } = await stat(segmentOf(directory));
    await flipByte(segmentOf(directory), Math.floor(size / 2));
    const heard: Failure[] = [];
    const check = async (kv: Kv): Promise<void> => {
      await fails('STORE_DAMAGED', kv.get(row(daily, 'p', 'b')));
      await fails('STORE_DAMAGED', kv.swap(row(daily, 'p', 'b'), undefined, noise(1)));
      const left = (await rows(kv, at(daily, 'p'))).map(([sort]) => text(sort));
      assert.deepEqual(left, ['a', 'c']);
      // A limit counts what is handed out: fewer rows than asked for must mean the end.
      assert.equal((await rows(kv, at(daily, 'p'), { limit: 2 })).length, 2);
      await kv.write([put(daily, 'p', 'b', 'new')]);
      assert.equal(await read(kv, daily, 'p', 'b'), 'new');
    };
    await session(directory, check, { onDamage: (failure) => heard.push(failure) });
    assert.ok(heard.length > 0);
    for (const { code, detail } of heard) {
      assert.equal(code, 'STORE_DAMAGED');
      assert.match(detail, /^days\/\d{4}-\d\d-\d\d\/segment-000001 at byte \d+$/);
    }
  });

  it('reports values whose segment is gone, and takes new ones', async () => {
    const directory = await emptyDirectory();
    await session(directory, (kv) => kv.write([{ ...row(daily, 'p', 'a'), put: noise(2_000) }]));
    await rm(segmentOf(directory));
    await session(directory, async (kv) => {
      await fails('STORE_DAMAGED', kv.get(row(daily, 'p', 'a')));
      await kv.write([{ ...row(daily, 'p', 'b'), put: noise(2_000) }]);
      assert.equal((await kv.get(row(daily, 'p', 'b')))?.length, 2_000);
    });
  });

  it('rebuilds a lost index from its segments, the newest value of a row last, while it takes writes', async () => {
    const directory = await emptyDirectory();
    await session(directory, async (kv) => {
      for (const length of [2_000, 3_000]) {
        await kv.write(['a', 'b', 'c'].map((name) => ({ ...row(daily, 'p', name), put: noise(length) })));
      }
    });
    const index = join(dayFolder(directory), 'index');
    const names = await readdir(index);
    // Neither the list of files nor the log they would be repaired from is left.
    for (const name of names.filter((each) => /^MANIFEST|\.log$|\.ldb$/.test(each))) await rm(join(index, name));
    const heard: Failure[] = [];
    const check = async (kv: Kv): Promise<void> => {
      await kv.write([{ ...row(daily, 'p', 'c'), put: noise(4_000) }]);
      const lengths = async (): Promise<(number | undefined)[]> =>
        Promise.all(['a', 'b', 'c'].map(async (name) => (await kv.get(row(daily, 'p', name)))?.length));
      await until(async () => !(await lengths()).includes(undefined));
      await until(async () => `${await lengths()}` === '3000,3000,4000');
    };
    await session(directory, check, { onDamage: (failure) => heard.push(failure) });
    assert.equal(heard.length, 1);
    await session(directory, async (kv) => assert.equal((await rows(kv, at(daily, 'p'))).length, 3));
  });

  it('takes up a rebuild that a kill cut short, and cuts nothing off meanwhile', async () => {
    const directory = await emptyDirectory();
    await session(directory, (kv) => kv.write([{ ...row(daily, 'p', 'a'), put: noise(2_000) }]));
    // As it stands just after a repair that could save nothing.
    await rm(join(dayFolder(directory), 'index'), { recursive: true });
    await writeFile(join(dayFolder(directory), 'rebuild'), '');
    await session(directory, async (kv) => {
      await until(async () => (await kv.get(row(daily, 'p', 'a')))?.length === 2_000);
      await until(async () => !(await exists(join(dayFolder(directory), 'rebuild'))));
    });
    await session(directory, async (kv) => assert.equal((await rows(kv, at(daily, 'p'))).length, 1));
  });

  it('fails a write that the disk refuses, and takes the next one when the disk does', async () => {
    const directory = await emptyDirectory();
    const large = [{ ...row(daily, 'p', 'large'), put: noise(2_000) }, put(daily, 'p', 'small', 'v')];
    await session(directory, async (kv) => {
      await kv.write([put(daily, 'p', 'before', 'v')]);
      await mkdir(segmentOf(directory));
      await fails('DATA_NOT_WRITABLE', kv.write(large));
      await rm(segmentOf(directory), { recursive: true });
      assert.equal(await read(kv, daily, 'p', 'small'), undefined);
      await kv.write(large);
      assert.equal((await rows(kv, at(daily, 'p'))).length, 3);
    });
  });
});

describe('embedded: opening', () => {
  it('refuses data of a newer program with DATA_TOO_NEW and writes nothing', async () => {
    const directory = await emptyDirectory();
    for (const format of [`${FORMAT + 1}\n`, 'later']) {
      await writeFile(join(directory, 'format'), format);
      await fails('DATA_TOO_NEW', openEmbedded(directory, contractTables));
      assert.deepEqual(await readdir(directory), ['format']);
    }
  });

  it('names the directory that cannot be written', async () => {
    const file = join(await emptyDirectory(), 'file');
    await writeFile(file, '');
    for (const directory of [file, join(file, 'below')]) {
      await assert.rejects(openEmbedded(directory, contractTables), ({ code, detail }: Failure) => {
        assert.equal(code, 'DATA_NOT_WRITABLE');
        return detail.startsWith(directory);
      });
    }
  });

  it('gives the lock back when it cannot open after all', async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, 'days'), 'a file in the way');
    await fails('DATA_NOT_WRITABLE', openEmbedded(directory, contractTables));
    await rm(join(directory, 'days'));
    await session(directory, async (kv) => kv.write([put(daily, 'p', 's', 'v')]));
  });

  it('turns away a second opening in the same process', async () => {
    const directory = await emptyDirectory();
    await session(directory, () => fails('DATA_LOCKED', openEmbedded(directory, contractTables)));
  });

  it('refuses rows of a table it was not opened with', async () => {
    const stranger = { ...daily, name: 'stranger', id: 9 };
    await session(await emptyDirectory(), (kv) => fails('INTERNAL', kv.write([put(stranger, 'p', 's', 'v')])));
  });
});

/** Whether nobody holds the index of a period: the descriptors of this process tell. */
async function isClosed(folder: string): Promise<boolean> {
  const { ClassicLevel } = await import('classic-level');
  const level = new ClassicLevel(join(folder, 'index'));
  try {
    await level.open();
    await level.close();
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    assert.ok(tries < 200, 'it did not happen within two seconds');
    await wait(10);
  }
}
