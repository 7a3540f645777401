import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, compare, EMPTY, equal, hex, text, utf8 } from '../lib/bytes.ts';
import { Failure, type FailureCode } from '../lib/failure.ts';
import { type Day, day, dayOf, monthStart, now, yearStart } from '../lib/time.ts';
import { type Dumped, type Kv, type Op, type Partition, type Range, type Row, type Table, VALUE_LIMIT } from './kv.ts';

const daily: Table = { name: 'daily', id: 201, family: 'days', period: 'day' };
const sibling: Table = { name: 'sibling', id: 202, family: 'days', period: 'day' };
const otherDaily: Table = { name: 'other-daily', id: 203, family: 'other-days', period: 'day' };
const monthly: Table = { name: 'monthly', id: 204, family: 'months', period: 'month' };
const yearly: Table = { name: 'yearly', id: 205, family: 'years', period: 'year' };
const permanent: Table = { name: 'permanent', id: 206, family: 'forever', period: 'permanent' };

/** The tables the contract writes to: an engine that wants to know its tables is opened with these. */
export const contractTables: readonly Table[] = [daily, sibling, otherDaily, monthly, yearly, permanent];

/** Engines that let old cells die by themselves must not take the contract's rows for old: it lives around today. */
const today = dayOf(now());
const yesterday = day(today - 1);

/** The proof of the seam: what `kv.ts` says, as tests. `open` gives a store with `contractTables`, empty every time. */
export function kvContract(name: string, open: () => Promise<Kv>): void {
  const it = (title: string, body: (kv: Kv) => Promise<void>): void => {
    test(title, async () => {
      const kv = await open();
      try {
        await body(kv);
      } finally {
        await kv[Symbol.asyncDispose]();
      }
    });
  };

  describe(`${name}: order`, () => {
    it('orders keys as unsigned bytes, not as text or signed', async (kv) => {
      const sorts = [[0xff], [0x80], [0x7f], [0x00], [0x00, 0xff], [0x7f, 0x00], [0xff, 0xff], [0x00, 0x00]];
      await kv.write(sorts.map((sort) => put(daily, 'p', Uint8Array.from(sort), 'v')));
      const seen = (await rows(kv, at(daily, 'p'))).map(([sort]) => hex(sort));
      assert.deepEqual(seen, ['00', '0000', '00ff', '7f', '7f00', '80', 'ff', 'ffff']);
    });

    it('sorts a key before the keys that begin with it, the empty key first', async (kv) => {
      await kv.write(['ab', '', 'abc', 'a'].map((sort) => put(daily, 'p', sort, sort)));
      assert.deepEqual(await sorts(kv), ['', 'a', 'ab', 'abc']);
      assert.equal(await read(kv, daily, 'p', ''), '');
    });

    it('includes `from`, excludes `to`', async (kv) => {
      await letters(kv);
      assert.deepEqual(await sorts(kv, { from: utf8('b'), to: utf8('d') }), ['b', 'c']);
      assert.deepEqual(await sorts(kv, { from: utf8('bb') }), ['c', 'd', 'e']);
      assert.deepEqual(await sorts(kv, { to: utf8('bb') }), ['a', 'b']);
    });

    it('finds nothing in an empty or inverted range', async (kv) => {
      await letters(kv);
      assert.deepEqual(await sorts(kv, { from: utf8('c'), to: utf8('c') }), []);
      assert.deepEqual(await sorts(kv, { from: utf8('d'), to: utf8('b') }), []);
      assert.deepEqual(await sorts(kv, { from: utf8('d'), to: utf8('b'), reverse: true }), []);
      assert.deepEqual(await sorts(kv, { to: EMPTY }), []);
    });

    it('walks the same range backwards in reverse', async (kv) => {
      await letters(kv);
      assert.deepEqual(await sorts(kv, { reverse: true }), ['e', 'd', 'c', 'b', 'a']);
      assert.deepEqual(await sorts(kv, { from: utf8('b'), to: utf8('d'), reverse: true }), ['c', 'b']);
    });

    it('counts the limit from the side it starts at', async (kv) => {
      await letters(kv);
      assert.deepEqual(await sorts(kv, { limit: 2 }), ['a', 'b']);
      assert.deepEqual(await sorts(kv, { limit: 2, reverse: true }), ['e', 'd']);
      assert.deepEqual(await sorts(kv, { limit: 0 }), []);
      assert.deepEqual(await sorts(kv, { limit: 100 }), ['a', 'b', 'c', 'd', 'e']);
    });

    it('scans more rows than fit in any one read', async (kv) => {
      const many = Array.from({ length: 3_000 }, (_, index) => index.toString().padStart(5, '0'));
      await kv.write(many.map((sort) => put(daily, 'p', sort, sort)));
      assert.deepEqual(await sorts(kv), many);
      assert.deepEqual(await sorts(kv, { reverse: true }), many.toReversed());
    });
  });

  describe(`${name}: where rows live`, () => {
    it('keeps partitions apart, also when one begins with the other or key parts run together', async (kv) => {
      const pairs = [
        ['a', 'bc'],
        ['ab', 'c'],
        ['', 'abc'],
        ['abc', ''],
      ] as const;
      await kv.write(pairs.map(([partition, sort]) => put(daily, partition, sort, `${partition}|${sort}`)));
      for (const [partition, sort] of pairs) {
        const found = await rows(kv, at(daily, partition));
        assert.deepEqual(
          found.map(([key, value]) => [text(key), value]),
          [[sort, `${partition}|${sort}`]],
        );
        assert.equal((await rows(kv, at(daily, partition), { reverse: true })).length, 1);
      }
    });

    it('keeps partitions of highest and lowest bytes apart', async (kv) => {
      const partitions = [[], [0x00], [0xff], [0xff, 0xff], [0x00, 0x00]].map((bytes) => Uint8Array.from(bytes));
      const edges = [EMPTY, Uint8Array.of(0x00), Uint8Array.of(0xff), Uint8Array.of(0xff, 0xff, 0xff)];
      const batch = partitions.flatMap((partition) => edges.map((sort) => put(daily, partition, sort, hex(partition))));
      await kv.write(batch);
      for (const partition of partitions) {
        const found = await rows(kv, at(daily, partition));
        assert.deepEqual(
          found.map(([sort]) => hex(sort)),
          edges.map(hex),
        );
        assert.ok(found.every(([, value]) => value === hex(partition)));
      }
    });

    it('keeps days apart', async (kv) => {
      await kv.write([put(daily, 'p', 's', 'today'), put(daily, 'p', 's', 'yesterday', yesterday)]);
      assert.equal(await read(kv, daily, 'p', 's', today), 'today');
      assert.equal(await read(kv, daily, 'p', 's', yesterday), 'yesterday');
      assert.deepEqual((await rows(kv, at(daily, 'p', yesterday))).length, 1);
    });

    it('keeps tables apart, also of one family', async (kv) => {
      await kv.write(contractTables.map((table) => put(table, 'p', 's', table.name)));
      for (const table of contractTables) {
        assert.deepEqual(
          (await rows(kv, at(table, 'p'))).map(([, value]) => value),
          [table.name],
        );
      }
    });

    it('files the days of one month under one row, and those of another under another', async (kv) => {
      const first = monthStart(today);
      const before = day(first - 1);
      await kv.write([put(monthly, 'p', 's', 'this month', first), put(monthly, 'p', 's', 'last month', before)]);
      assert.equal(await read(kv, monthly, 'p', 's', today), 'this month');
      assert.equal(await read(kv, monthly, 'p', 's', monthStart(before)), 'last month');
      assert.deepEqual(
        (await rows(kv, at(monthly, 'p', day(first + 27)))).map(([, value]) => value),
        ['this month'],
      );
    });

    it('files the days of one year under one row, and those of another under another', async (kv) => {
      const first = yearStart(today);
      await kv.write([put(yearly, 'p', 's', 'this year', day(first + 364))]);
      await kv.write([put(yearly, 'p', 's', 'last year', day(first - 1))]);
      assert.equal(await read(kv, yearly, 'p', 's', first), 'this year');
      assert.equal(await read(kv, yearly, 'p', 's', yearStart(day(first - 1))), 'last year');
    });

    it('is empty where nothing was written', async (kv) => {
      const never = day(today - 3);
      assert.equal(await read(kv, daily, 'p', 's', never), undefined);
      assert.deepEqual(await rows(kv, at(daily, 'p', never)), []);
      assert.deepEqual(await dumped(kv, daily, never), []);
      assert.deepEqual(await kv.usage(), []);
    });
  });

  describe(`${name}: values`, () => {
    it('tells an empty value from none', async (kv) => {
      await kv.write([put(daily, 'p', 's', '')]);
      assert.equal((await kv.get(row(daily, 'p', 's')))?.length, 0);
      assert.equal(await kv.get(row(daily, 'p', 'other')), undefined);
      assert.deepEqual(
        (await rows(kv, at(daily, 'p'))).map(([, value]) => value),
        [''],
      );
    });

    it('returns values of every size byte by byte', async (kv) => {
      const sizes = [0, 1, 1_023, 1_024, 1_025, 4_096, 70_000, VALUE_LIMIT];
      const values = sizes.map(noise);
      await kv.write(values.map((value, index) => ({ ...row(daily, 'p', `${index}`), put: value })));
      for (const [index, value] of values.entries()) {
        const found = await kv.get(row(daily, 'p', `${index}`));
        assert.ok(found && equal(found, value), `${sizes[index]} bytes`);
      }
      let index = 0;
      for await (const { value } of kv.scan(at(daily, 'p'))) assert.ok(equal(value, values[index++] ?? EMPTY));
      assert.equal(index, sizes.length);
    });

    it('refuses a value over the limit, and the whole batch with it', async (kv) => {
      const large = new Uint8Array(VALUE_LIMIT + 1);
      await fails('VALUE_TOO_LARGE', kv.write([put(daily, 'p', 'a', 'v'), { ...row(daily, 'p', 'b'), put: large }]));
      await fails('VALUE_TOO_LARGE', kv.swap(row(daily, 'p', 'b'), undefined, large));
      assert.deepEqual(await sorts(kv), []);
    });

    it('returns bytes that are safe to keep and to change', async (kv) => {
      const value = utf8('as written');
      await kv.write([{ ...row(daily, 'p', 's'), put: value }]);
      value.fill(0);
      const kept = await kv.get(row(daily, 'p', 's'));
      const [scanned] = await rows(kv, at(daily, 'p'));
      await kv.write([put(daily, 'p', 's', 'overwritten')]);
      assert.equal(kept && text(kept), 'as written');
      assert.equal(scanned?.[1], 'as written');
      kept?.fill(0);
      assert.equal(await read(kv, daily, 'p', 's'), 'overwritten');
    });
  });

  describe(`${name}: scans`, () => {
    it('ends when its loop is left', async (kv) => {
      await letters(kv);
      const seen: string[] = [];
      for await (const { sort } of kv.scan(at(daily, 'p'))) {
        seen.push(text(sort));
        if (seen.length === 2) break;
      }
      assert.deepEqual(seen, ['a', 'b']);
      await kv.expire(daily, day(today + 1));
      assert.deepEqual(await sorts(kv), []);
    });

    it('ends when its loop throws', async (kv) => {
      await letters(kv);
      const body = async (): Promise<void> => {
        for await (const _ of kv.scan(at(daily, 'p'))) throw new RangeError('of the loop');
      };
      await assert.rejects(body(), RangeError);
      assert.equal((await sorts(kv)).length, 5);
    });

    it('runs beside others and beside writes', async (kv) => {
      await letters(kv);
      const seen: string[] = [];
      for await (const { sort } of kv.scan(at(daily, 'p'))) {
        await kv.write([put(daily, 'q', sort, 'v'), remove(daily, 'p', 'missing')]);
        for await (const inner of kv.scan(at(daily, 'p'), { from: sort, limit: 1 })) seen.push(text(inner.sort));
      }
      assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e']);
      assert.equal((await rows(kv, at(daily, 'q'))).length, 5);
    });
  });

  describe(`${name}: writes`, () => {
    it('puts and deletes as often as one likes', async (kv) => {
      const batch = [put(daily, 'p', 'a', '1'), put(daily, 'p', 'b', '2'), remove(daily, 'p', 'c')];
      await kv.write(batch);
      await kv.write(batch);
      assert.deepEqual(await sorts(kv), ['a', 'b']);
      await kv.write([remove(daily, 'p', 'a')]);
      await kv.write([remove(daily, 'p', 'a')]);
      assert.deepEqual(await sorts(kv), ['b']);
    });

    it('applies the operations of a batch on one row in their order', async (kv) => {
      await kv.write([put(daily, 'p', 'a', '1'), put(daily, 'p', 'a', '2'), remove(daily, 'p', 'b')]);
      await kv.write([put(daily, 'p', 'b', '1'), remove(daily, 'p', 'b')]);
      await kv.write([remove(daily, 'p', 'c'), put(daily, 'p', 'c', '1')]);
      assert.deepEqual(
        (await rows(kv, at(daily, 'p'))).map(([sort, value]) => text(sort) + value),
        ['a2', 'c1'],
      );
    });

    it('takes an empty batch', async (kv) => {
      await kv.write([]);
      assert.deepEqual(await sorts(kv), []);
    });

    it('lets the later of two writes win when both wait', async (kv) => {
      await Promise.all(['1', '2', '3'].map((value) => kv.write([put(daily, 'p', 's', value)])));
      assert.equal(await read(kv, daily, 'p', 's'), '3');
    });

    it('keeps everything of many writes at once', async (kv) => {
      const names = Array.from({ length: 200 }, (_, index) => `${index}`.padStart(3, '0'));
      await Promise.all(names.map((name) => kv.write([put(daily, 'p', name, name), put(monthly, 'p', name, name)])));
      assert.deepEqual(await sorts(kv), names);
      assert.equal((await rows(kv, at(monthly, 'p'))).length, names.length);
    });
  });

  describe(`${name}: swap`, () => {
    it('puts into an absent row only if it is expected to be absent', async (kv) => {
      const target = row(permanent, 'p', 's');
      assert.equal(await kv.swap(target, utf8('1'), utf8('2')), false);
      assert.equal(await kv.swap(target, EMPTY, utf8('2')), false);
      assert.equal(await kv.swap(target, undefined, utf8('1')), true);
      assert.equal(await kv.swap(target, undefined, utf8('2')), false);
      assert.equal(await read(kv, permanent, 'p', 's'), '1');
    });

    it('replaces or deletes only the value it expects', async (kv) => {
      const target = row(permanent, 'p', 's');
      await kv.write([put(permanent, 'p', 's', '1')]);
      assert.equal(await kv.swap(target, utf8('0'), utf8('2')), false);
      assert.equal(await kv.swap(target, utf8('1'), utf8('2')), true);
      assert.equal(await kv.swap(target, utf8('1'), undefined), false);
      assert.equal(await kv.swap(target, utf8('2'), undefined), true);
      assert.equal(await kv.get(target), undefined);
    });

    it('compares large values too', async (kv) => {
      const target = row(permanent, 'p', 's');
      const [old, next] = [noise(5_000), noise(6_000)];
      await kv.write([{ ...target, put: old }]);
      assert.equal(await kv.swap(target, old.subarray(1), next), false);
      assert.equal(await kv.swap(target, old, next), true);
      assert.equal((await kv.get(target))?.length, 6_000);
    });

    it('lets exactly one of many win', async (kv) => {
      const target = row(permanent, 'p', 's');
      const won = await Promise.all(Array.from({ length: 20 }, (_, n) => kv.swap(target, undefined, utf8(`${n}`))));
      assert.equal(won.filter(Boolean).length, 1);
      assert.equal(await read(kv, permanent, 'p', 's'), `${won.indexOf(true)}`);
    });

    it('loses no step of a counter that many raise', async (kv) => {
      const target = row(permanent, 'p', 'counter');
      const raise = async (): Promise<void> => {
        const value = await kv.get(target);
        const next = utf8(`${value ? Number(text(value)) + 1 : 1}`);
        if (!(await kv.swap(target, value, next))) await raise();
      };
      await Promise.all(Array.from({ length: 10 }, raise));
      assert.equal(await read(kv, permanent, 'p', 'counter'), '10');
    });

    it('comes after the writes that were called before it', async (kv) => {
      const target = row(permanent, 'p', 's');
      const [, won] = await Promise.all([
        kv.write([{ ...target, put: utf8('1') }]),
        kv.swap(target, utf8('1'), utf8('2')),
      ]);
      assert.equal(won, true);
      assert.equal(await read(kv, permanent, 'p', 's'), '2');
    });
  });

  describe(`${name}: expiry`, () => {
    it('drops the days before the given one and nothing else', async (kv) => {
      const days = [day(today - 2), yesterday, today];
      const tables = [daily, sibling, otherDaily];
      await kv.write(days.flatMap((of) => tables.map((table) => put(table, 'p', 's', 'v', of))));
      await kv.write([put(monthly, 'p', 's', 'v', day(today - 2)), put(permanent, 'p', 's', 'v')]);
      await kv.expire(daily, yesterday);
      await kv.expire(sibling, yesterday);
      const left = async (table: Table): Promise<(string | undefined)[]> =>
        Promise.all(days.map((of) => read(kv, table, 'p', 's', of)));
      assert.deepEqual(await left(daily), [undefined, 'v', 'v']);
      assert.deepEqual(await left(sibling), [undefined, 'v', 'v']);
      assert.deepEqual(await left(otherDaily), ['v', 'v', 'v']);
      assert.equal(await read(kv, monthly, 'p', 's', day(today - 2)), 'v');
      assert.equal(await read(kv, permanent, 'p', 's'), 'v');
      assert.deepEqual(await rows(kv, at(daily, 'p', day(today - 2))), []);
      assert.deepEqual(await dumped(kv, daily, day(today - 2)), []);
    });

    it('drops a month or a year only when its last day has passed', async (kv) => {
      const periods = [
        [monthly, monthStart(today)],
        [yearly, yearStart(today)],
      ] as const;
      for (const [table, first] of periods) {
        const last = day(first - 1);
        await kv.write([put(table, 'p', 's', 'old', last), put(table, 'p', 's', 'new', first)]);
        await kv.expire(table, last);
        assert.equal(await read(kv, table, 'p', 's', last), 'old');
        await kv.expire(table, first);
        assert.equal(await read(kv, table, 'p', 's', last), undefined);
        assert.equal(await read(kv, table, 'p', 's', first), 'new');
      }
    });

    it('never drops what is permanent', async (kv) => {
      await kv.write([put(permanent, 'p', 's', 'v')]);
      await kv.expire(permanent, day(today + 10_000));
      assert.equal(await read(kv, permanent, 'p', 's'), 'v');
    });

    it('takes new rows of an expired day', async (kv) => {
      await kv.write([put(daily, 'p', 'old', 'v')]);
      await kv.expire(daily, day(today + 1));
      await kv.write([put(daily, 'p', 'new', 'v')]);
      assert.deepEqual(await sorts(kv), ['new']);
    });
  });

  describe(`${name}: usage and dump`, () => {
    it('tells bytes and rows of each table and period that holds any', async (kv) => {
      await kv.write([put(daily, 'p', 's', 'v'), put(daily, 'p', 's', 'v', yesterday), put(permanent, 'p', 's', 'v')]);
      await kv.write([{ ...row(monthly, 'p', 's'), put: noise(50_000) }]);
      const usage = await kv.usage();
      assert.ok(usage.every(({ bytes, rows }) => bytes > 0 && rows > 0));
      assert.ok((usage.find(({ table }) => table.id === monthly.id)?.bytes ?? 0) >= 50_000);
      const names = usage.map(({ table, day: of }) => `${table.name} ${of}`).sort();
      const expected = [`daily ${today}`, `daily ${yesterday}`, `monthly ${monthStart(today)}`, 'permanent undefined'];
      assert.deepEqual(names, expected.sort());
    });

    it('no longer counts what expired', async (kv) => {
      await kv.write([put(daily, 'p', 's', 'v'), put(daily, 'p', 's', 'v', yesterday)]);
      await kv.expire(daily, today);
      assert.deepEqual(
        (await kv.usage()).map(({ day: of }) => of),
        [today],
      );
    });

    it('dumps every row of one table and period once', async (kv) => {
      const names = ['', 'a', 'ab', 'b'];
      const batch = names.flatMap((partition) => names.map((sort) => put(daily, partition, sort, partition + sort)));
      await kv.write([...batch, put(sibling, 'a', 'x', 'v'), put(daily, 'a', 'x', 'v', yesterday)]);
      const found = (await dumped(kv, daily, today)).map((each) => `${text(each.partition)}|${text(each.sort)}`);
      assert.deepEqual(found.sort(), names.flatMap((partition) => names.map((sort) => `${partition}|${sort}`)).sort());
    });

    it('resumes a dump behind any row of it', async (kv) => {
      await kv.write(['a', 'b', 'c'].flatMap((p) => ['', '1', '2'].map((sort) => put(permanent, p, sort, p + sort))));
      const all = await dumped(kv, permanent, undefined);
      assert.equal(all.length, 9);
      for (const [index, each] of all.entries()) {
        const rest = await dumped(kv, permanent, undefined, each);
        assert.deepEqual(
          rest.map(({ value }) => text(value)),
          all.slice(index + 1).map(({ value }) => text(value)),
        );
      }
    });
  });

  describe(`${name}: closing`, () => {
    it('fails everything with STORE_CLOSED afterwards', async (kv) => {
      await kv.write([put(daily, 'p', 's', 'v')]);
      await kv[Symbol.asyncDispose]();
      await fails('STORE_CLOSED', kv.write([put(daily, 'p', 's', 'v')]));
      await fails('STORE_CLOSED', kv.get(row(daily, 'p', 's')));
      await fails('STORE_CLOSED', kv.swap(row(daily, 'p', 's'), undefined, utf8('v')));
      await fails('STORE_CLOSED', rows(kv, at(daily, 'p')));
      await fails('STORE_CLOSED', dumped(kv, daily, today));
      await fails('STORE_CLOSED', kv.usage());
      await fails('STORE_CLOSED', kv.expire(daily, today));
    });

    it('finishes the writes that were called before, and closes twice without complaint', async (kv) => {
      const written = Promise.all(['a', 'b', 'c'].map((sort) => kv.write([put(daily, 'p', sort, 'v')])));
      await Promise.all([kv[Symbol.asyncDispose](), kv[Symbol.asyncDispose]()]);
      await written;
    });

    it('fails a scan that is still running with STORE_CLOSED', async (kv) => {
      await kv.write(Array.from({ length: 2_000 }, (_, index) => put(daily, 'p', `${index}`, 'v')));
      const closeInside = async (): Promise<void> => {
        for await (const _ of kv.scan(at(daily, 'p'))) await kv[Symbol.asyncDispose]();
      };
      await fails('STORE_CLOSED', closeInside());
    });
  });

  describe(`${name}: against a sorted array`, () => {
    it('agrees on random batches, swaps and ranges', async (kv) => {
      let run = 0;
      const property = fc.asyncProperty(steps, ranges, async (todo, looks) => {
        // A day of its own for each run: the store need not be opened anew.
        const of = day(today + run++);
        const model: ModelRow[] = [];
        for (const step of todo) {
          if ('swap' in step) {
            const { partition, sort } = step.swap;
            const expected = step.right ? modelGet(model, partition, sort) : step.expected;
            const wins = same(modelGet(model, partition, sort), expected);
            assert.equal(await kv.swap({ table: daily, day: of, partition, sort }, expected, step.next), wins);
            if (wins) modelApply(model, partition, sort, step.next);
          } else {
            await kv.write(step.batch.map((each) => toOp(each, of)));
            for (const { partition, sort, value } of step.batch) modelApply(model, partition, sort, value);
          }
        }
        for (const partition of partitions) {
          for (const range of looks) {
            const found = await rows(kv, { table: daily, day: of, partition }, range);
            const expected = modelScan(model, partition, range);
            assert.deepEqual(
              found.map(([sort]) => hex(sort)),
              expected.map(({ sort }) => hex(sort)),
            );
            assert.ok(found.every(([, value], index) => value === text(expected[index]?.value ?? EMPTY)));
          }
        }
        assert.equal((await dumped(kv, daily, of)).length, model.length);
      });
      await fc.assert(property, { numRuns: 40 });
    });
  });
}

const asBytes = (from: Bytes | string): Bytes => (typeof from === 'string' ? utf8(from) : from);

const at = (table: Table, partition: Bytes | string, of: Day = today): Partition => ({
  table,
  day: table.period === 'permanent' ? undefined : of,
  partition: asBytes(partition),
});

const row = (table: Table, partition: Bytes | string, sort: Bytes | string, of: Day = today): Row => ({
  ...at(table, partition, of),
  sort: asBytes(sort),
});

const put = (table: Table, partition: Bytes | string, sort: Bytes | string, value: string, of: Day = today): Op => ({
  ...row(table, partition, sort, of),
  put: utf8(value),
});

const remove = (table: Table, partition: string, sort: string): Op => ({ ...row(table, partition, sort), del: true });

const letters = (kv: Kv): Promise<void> =>
  kv.write(['c', 'a', 'e', 'b', 'd'].map((sort) => put(daily, 'p', sort, sort)));

async function read(kv: Kv, table: Table, partition: string, sort: string, of?: Day): Promise<string | undefined> {
  const value = await kv.get(row(table, partition, sort, of));
  return value && text(value);
}

async function rows(kv: Kv, partition: Partition, range?: Range): Promise<(readonly [Bytes, string])[]> {
  const found: (readonly [Bytes, string])[] = [];
  for await (const { sort, value } of kv.scan(partition, range)) found.push([sort, text(value)]);
  return found;
}

const sorts = async (kv: Kv, range?: Range): Promise<string[]> =>
  (await rows(kv, at(daily, 'p'), range)).map(([sort]) => text(sort));

async function dumped(kv: Kv, table: Table, of: Day | undefined, after?: Dumped): Promise<Dumped[]> {
  const found: Dumped[] = [];
  for await (const each of kv.dump(table, of, after)) found.push(each);
  return found;
}

const fails = (code: FailureCode, promise: Promise<unknown>): Promise<void> =>
  assert.rejects(promise, (error) => error instanceof Failure && error.code === code);

/** `size` bytes that do not repeat, the same every time: compression must not make them small. */
function noise(size: number): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0, state = size + 1; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

interface ModelRow {
  readonly partition: Bytes;
  readonly sort: Bytes;
  readonly value: Bytes;
}
interface Change {
  readonly partition: Bytes;
  readonly sort: Bytes;
  readonly value: Bytes | undefined;
}

const same = (a: Bytes | undefined, b: Bytes | undefined): boolean => (a && b ? equal(a, b) : a === b);

const modelGet = (model: readonly ModelRow[], partition: Bytes, sort: Bytes): Bytes | undefined =>
  model.find((each) => equal(each.partition, partition) && equal(each.sort, sort))?.value;

function modelApply(model: ModelRow[], partition: Bytes, sort: Bytes, value: Bytes | undefined): void {
  const index = model.findIndex((each) => equal(each.partition, partition) && equal(each.sort, sort));
  if (index >= 0) model.splice(index, 1);
  if (value) model.push({ partition, sort, value });
  model.sort((a, b) => compare(a.sort, b.sort));
}

function modelScan(model: readonly ModelRow[], partition: Bytes, { from, to, reverse, limit }: Range): ModelRow[] {
  const found = model.filter((each) => equal(each.partition, partition));
  const inside = found.filter(({ sort }) => (!from || compare(sort, from) >= 0) && (!to || compare(sort, to) < 0));
  return (reverse ? inside.reverse() : inside).slice(0, limit);
}

const toOp = ({ partition, sort, value }: Change, of: Day): Op =>
  value
    ? { table: daily, day: of, partition, sort, put: value }
    : { table: daily, day: of, partition, sort, del: true };

// Few and short keys of the bytes at the edges, so that random operations meet each other.
const partitions = [[], [0x00], [0x01], [0x01, 0x00], [0xff]].map((bytes) => Uint8Array.from(bytes));
const partition = fc.constantFrom(...partitions);
const sort = fc
  .array(fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff), { maxLength: 2 })
  .map((bytes) => Uint8Array.from(bytes));
const value = fc
  .tuple(fc.constantFrom(0, 1, 20, 1_024, 3_000), fc.string({ maxLength: 4 }))
  .map(([size, tail]) => utf8('v'.repeat(size) + tail));
const maybe = fc.option(value, { nil: undefined });
const change = fc.record({ partition, sort, value: maybe });
const swap = fc.record({ swap: fc.record({ partition, sort }), right: fc.boolean(), expected: maybe, next: maybe });
const steps = fc.array(fc.oneof(fc.record({ batch: fc.array(change, { maxLength: 8 }) }), swap), { maxLength: 8 });
const bound = fc.option(sort, { nil: undefined });
const limit = fc.option(fc.nat(5), { nil: undefined });
const range = fc.record({ from: bound, to: bound, reverse: fc.boolean(), limit });
const ranges = fc.array(range, { minLength: 1, maxLength: 3 });
