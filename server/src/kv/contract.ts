import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EMPTY, equal, hex, text, utf8 } from '../lib/bytes.ts';
import { day, monthStart, yearStart } from '../lib/time.ts';
import { agreesWithModel } from './contract-model.ts';
import {
  at,
  contractTables,
  daily,
  dumped,
  fails,
  letters,
  monthly,
  noise,
  otherDaily,
  permanent,
  put,
  read,
  remove,
  row,
  rows,
  sibling,
  sorts,
  today,
  yearly,
  yesterday,
} from './contract-rows.ts';
import { type Kv, type Table, VALUE_LIMIT } from './kv.ts';

export { contractTables };

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
    it('agrees on random batches, swaps and ranges', agreesWithModel);
  });
}
