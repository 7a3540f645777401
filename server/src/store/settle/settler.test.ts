import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Kv, Table } from '../../kv/kv.ts';
import { MemoryKv } from '../../kv/memory.ts';
import { Failure } from '../../lib/failure.ts';
import { total } from '../../lib/histogram.ts';
import { day, dayOf, HOUR, MINUTE, type Millis, millis, SLOT } from '../../lib/time.ts';
import { map10Table, map60Table, mapTable } from '../map/keys.ts';
import { scatterTable } from '../scatter/keys.ts';
import { spanTable } from '../span/keys.ts';
import { SpanWriter } from '../span-writer.ts';
import { newWriterId } from '../writer-id.ts';
import { dirtyTable } from './keys.ts';
import { CHUNKS, Settler } from './settler.ts';
import { assertReadable, type Call, flush, readersOf, shop } from './shop.test-data.ts';
import { StepKv } from './step-kv.test-data.ts';

/** The last hour of a year: days, months and years end in what follows. */
const EVENING = millis(Date.UTC(2026, 11, 31, 23, 5));

/** A shop whose collectors write while its clock runs, steps and is set back, and a settler that can be killed. */
class World {
  readonly kv = new MemoryKv();
  readonly calls: Call[] = [];
  readonly #atomic: boolean;
  now: Millis = EVENING;
  #writers: SpanWriter[] = [];
  /** Runs before each step of the settler. */
  step = async (): Promise<void> => {};
  settler: Settler;

  constructor(atomic = true) {
    this.#atomic = atomic;
    for (const _ of [0, 1]) this.#writers.push(this.#newWriter());
    this.settler = this.#newSettler();
  }

  /** Spans that a writer receives, `ago` before now, all in one flush. */
  async receive(writer: number, agos: readonly number[]): Promise<void> {
    const calls = agos.map((ago, at): Call => {
      const sequence = this.calls.length + at + 1;
      return { sequence, at: millis(this.now - ago), elapsed: (sequence * 37) % 4_000, failed: sequence % 5 === 0 };
    });
    const into = this.#writers[writer];
    assert.ok(into);
    await flush(into, calls);
    this.calls.push(...calls);
  }

  /** A writer's clock is set back to when one of the latest spans was received, and then a span comes. */
  receiveLate(writer: number, like: number): Promise<void> {
    const at = this.calls.at(-1 - like)?.at ?? this.now;
    return this.receive(writer, [this.now - at]);
  }

  /** A collector dies and another one takes its place. */
  restart(writer: number): void {
    this.#writers[writer] = this.#newWriter();
  }

  /** Settles; `killAt`: the process ends before this step, and another one begins. */
  async settle(killAt = Number.POSITIVE_INFINITY): Promise<number> {
    let steps = 0;
    const { step } = this;
    this.step = async () => {
      await step();
      if (steps++ === killAt) throw new Failure('STORE_CLOSED');
    };
    try {
      await this.settler.tick();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.settler = this.#newSettler();
    } finally {
      this.step = step;
    }
    return steps;
  }

  /** Lets everything close and be done. */
  async finish(): Promise<void> {
    this.now = millis(Math.max(this.now, ...this.calls.map(({ at }) => at)) + 2 * HOUR);
    for (let round = 0; round < 4; round++) {
      await this.settle();
      this.now = millis(this.now + 2 * SLOT);
    }
  }

  #newWriter(): SpanWriter {
    return new SpanWriter(this.kv, newWriterId(this.now));
  }

  #newSettler(): Settler {
    return new Settler(new StepKv(this.kv, this.#atomic, () => this.step()), {
      clock: () => this.now,
      quiet: async (before) => {
        for (const writer of this.#writers) await writer.close(before);
      },
      mine: () => true,
      warn: (failure) => {
        throw failure;
      },
      chunks: CHUNKS,
      pause: 0,
    });
  }
}

async function rowsOf(kv: Kv, table: Table): Promise<number> {
  let rows = 0;
  for (const usage of await kv.usage()) if (usage.table === table) rows += usage.rows;
  return rows;
}

const minutes = (count: number): number => count * MINUTE;

test('a closed slot becomes one chunk and one row of dots of each writer, and ten minutes of map', async () => {
  const world = new World();
  for (let round = 0; round < 6; round++) {
    await world.receive(round % 2, [0, 100, 200]);
    world.now = millis(world.now + MINUTE / 2);
  }
  assert.equal(await rowsOf(world.kv, spanTable), 6);
  world.now = millis(EVENING + SLOT);
  await world.settle();
  assert.equal(await rowsOf(world.kv, spanTable), 2);
  assert.equal(await rowsOf(world.kv, scatterTable), 2);
  assert.equal(await rowsOf(world.kv, map10Table), 2, 'the shop and its database');
  assert.equal(await rowsOf(world.kv, map60Table), 0, 'the hour still runs');
  await assertReadable(world.kv, world.calls);
});

test('a slot is left alone until two minutes after its end', async () => {
  const world = new World();
  await world.receive(0, [0]);
  await world.receive(0, [0]);
  world.now = millis(Math.ceil(EVENING / SLOT) * SLOT + 2 * MINUTE - 1);
  await world.settle();
  assert.equal(await rowsOf(world.kv, spanTable), 2);
  world.now = millis(world.now + 1);
  await world.settle();
  assert.equal(await rowsOf(world.kv, spanTable), 1);
});

test('when all is done nothing is marked, and settling again writes nothing', async () => {
  const world = new World();
  for (let round = 0; round < 10; round++) {
    await world.receive(0, [0, 1]);
    world.now = millis(world.now + minutes(7));
  }
  await world.finish();
  assert.equal(await rowsOf(world.kv, dirtyTable), 0);
  assert.equal(await world.settle(), 0);
  await assertReadable(world.kv, world.calls);
});

test('hours and ten minutes are read in place of the minutes they were made of', async () => {
  const world = new World();
  for (let round = 0; round < 24; round++) {
    await world.receive(0, [0, 1]);
    world.now = millis(world.now + minutes(10));
  }
  await world.finish();
  const counted = async (width: number): Promise<number> => {
    const [from, to] = [millis(EVENING - (EVENING % HOUR)), millis(EVENING + 4 * HOUR)];
    const { responses } = await readersOf(world.kv).map.stretch(shop, from, to, width);
    return [...responses.values()].reduce((sum, of) => sum + total(of), 0);
  };
  await world.kv.expire(mapTable, day(dayOf(EVENING) + 2));
  for (const width of [SLOT, 3 * SLOT, HOUR]) assert.equal(await counted(width), world.calls.length);
  assert.equal(await counted(MINUTE), 0);
  await world.kv.expire(map10Table, day(dayOf(EVENING) + 40));
  for (const width of [HOUR, 2 * HOUR]) assert.equal(await counted(width), world.calls.length);
  assert.equal(await counted(SLOT), 0);
});

test('what comes late for a settled minute is a row of its own, marked, and read at once', async () => {
  const world = new World();
  const late = world.now;
  await world.receive(0, [0]);
  await world.receive(0, [-MINUTE]);
  await world.receive(0, [0]);
  world.now = millis(EVENING + HOUR + SLOT);
  await world.settle();
  await world.receiveLate(0, 0);
  assert.ok((await rowsOf(world.kv, dirtyTable)) > 0, 'of a writer that was idle');
  await assertReadable(world.kv, world.calls);
  await world.receive(0, [0]);
  await world.settle();
  await world.receive(0, [world.now - late]);
  await assertReadable(world.kv, world.calls);
  await world.finish();
  assert.equal(await rowsOf(world.kv, dirtyTable), 0);
  await assertReadable(world.kv, world.calls);
});

/** Three closed slots at the end of a year with several chunks of two writers, the first of them settled already. */
async function closedSlots(atomic: boolean): Promise<World> {
  const world = new World(atomic);
  for (let round = 0; round < 5; round++) {
    await world.receive(round % 2, [0, 1]);
    await world.receive(0, [2]);
    if (round === 2) await world.settle();
    world.now = millis(world.now + minutes(7));
  }
  world.now = millis(world.now + HOUR);
  return world;
}

for (const atomic of [true, false]) {
  const engine = atomic ? 'with' : 'without';

  test(`a kill at any step leaves what can be read and finished, ${engine} atomic batches`, async () => {
    const steps = await (await closedSlots(atomic)).settle();
    assert.ok(steps > 50);
    for (let killAt = 0; killAt < steps; killAt++) {
      const world = await closedSlots(atomic);
      await world.settle(killAt);
      await assertReadable(world.kv, world.calls, world.calls.slice(0, 3));
      await world.finish();
      await assertReadable(world.kv, world.calls, world.calls.slice(0, 3));
      assert.equal(await rowsOf(world.kv, dirtyTable), 0);
    }
  });

  test(`a span that comes late at any step is counted, ${engine} atomic batches`, async () => {
    const steps = await (await closedSlots(atomic)).settle();
    for (let lateAt = 0; lateAt < steps; lateAt++) {
      const world = await closedSlots(atomic);
      const { length } = world.calls;
      let step = 0;
      world.step = async () => {
        if (step++ === lateAt) await world.receiveLate(0, lateAt % length);
      };
      await world.settle();
      await assertReadable(world.kv, world.calls, world.calls.slice(-2));
      await world.finish();
      await assertReadable(world.kv, world.calls, world.calls.slice(-2));
    }
  });
}

test('a scan that began before misses nothing where batches are not atomic', async () => {
  const world = await closedSlots(false);
  const before = await rowsOf(world.kv, scatterTable);
  const live = new StepKv(world.kv, false, async () => {});
  const scan = readersOf(live).dots.read(shop, millis(EVENING - HOUR), millis(EVENING + HOUR));
  let seen = 0;
  for await (const { dots } of scan) {
    if (seen === 0) await world.settle();
    seen += dots.time.length;
  }
  assert.equal(seen, world.calls.length);
  await world.finish();
  assert.ok((await rowsOf(world.kv, scatterTable)) < before, 'parts are gone in the end');
});

test('a writer that begins while a slot is settled marks it with each batch', async () => {
  const world = new World();
  await world.receive(0, [0]);
  world.now = millis(EVENING + SLOT);
  world.restart(0);
  let steps = 0;
  world.step = async () => {
    if (steps++ === 0) await world.receiveLate(0, 0);
  };
  await world.settle();
  await world.receiveLate(0, 0);
  await assertReadable(world.kv, world.calls);
});

type Act =
  | { readonly do: 'receive'; readonly writer: number; readonly agos: readonly number[] }
  | { readonly do: 'wait'; readonly time: number }
  | { readonly do: 'restart'; readonly writer: number }
  | { readonly do: 'late'; readonly writer: number; readonly like: number }
  | {
      readonly do: 'settle';
      readonly killAt: number;
      readonly lateAt: number;
      readonly writer: number;
      readonly like: number;
    };

const writer = fc.integer({ min: 0, max: 1 });

/** Which of the latest spans a late one is received together with, as its collector's clock is set back. */
const like = fc.integer({ min: 0, max: 5 });

/** Spans of this moment, now and then with one that is received as if the clock had stepped back by up to two hours. */
const ago = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 999 }) }, fc.integer({ min: 0, max: 2 * HOUR }));

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('receive'), writer, agos: fc.array(ago, { minLength: 1, maxLength: 4 }) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), time: fc.integer({ min: 0, max: minutes(9) }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('wait'), time: fc.integer({ min: -minutes(30), max: minutes(70) }) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), writer }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('late'), writer, like }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('settle'),
        killAt: fc.integer({ min: 0, max: 200 }),
        lateAt: fc.integer({ min: 0, max: 60 }),
        writer,
        like,
      }),
    },
  ) as fc.Arbitrary<Act>,
  { minLength: 4, maxLength: 30 },
);

async function act(world: World, one: Act): Promise<void> {
  if (one.do === 'receive') return world.receive(one.writer, one.agos);
  if (one.do === 'late') return world.receiveLate(one.writer, one.like);
  if (one.do === 'restart') return world.restart(one.writer);
  if (one.do === 'wait') {
    world.now = millis(world.now + one.time);
    return;
  }
  let steps = 0;
  world.step = async () => {
    await assertReadable(world.kv, world.calls, world.calls.slice(-2));
    if (steps++ === one.lateAt) await world.receiveLate(one.writer, one.like);
  };
  await world.settle(one.killAt);
  world.step = async () => {};
}

for (const atomic of [true, false]) {
  test(`every span is read once at every instant, on an engine ${atomic ? 'with' : 'without'} atomic batches`, async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const world = new World(atomic);
        for (const one of list) {
          await act(world, one);
          await assertReadable(world.kv, world.calls);
        }
        await world.finish();
        await assertReadable(world.kv, world.calls);
        assert.equal(await rowsOf(world.kv, dirtyTable), 0, 'nothing is left to do');
      }),
      { numRuns: 15 },
    );
  });
}
