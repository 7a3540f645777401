import assert from 'node:assert/strict';
import { Random } from '../../../bench/generate/random.ts';
import { Failure, type FailureCode } from '../../../server/src/lib/failure.ts';
import { seed } from '../length.ts';

/** The longest that any message may take, in ms. */
const LIMIT = 10;

/** How often a slow one is tried again: on a busy machine anything is slow at times. */
const TRIES = 8;

/**
 * Makes `count` inputs and hands each to `decode`, which may fail in the ways of the catalogue that are listed and in
 * no other, within 10 ms. What it does not take is part of what is tried: a few must be taken all the same.
 */
export function attempt<Input>(
  count: number,
  make: (random: Random) => Input,
  decode: (input: Input) => void,
  expected: readonly FailureCode[],
): void {
  let taken = 0;
  for (let number = 0; number < count; number++) {
    const input = make(randomOf(number));
    const before = performance.now();
    try {
      decode(input);
      taken++;
    } catch (error) {
      if (!(error instanceof Failure) || !expected.includes(error.code)) {
        throw new Error(`${nameOf(make, number)} was not refused but broke the decoder`, { cause: error });
      }
    }
    if (performance.now() - before > LIMIT) {
      const best = Math.min(...Array.from({ length: TRIES }, () => timed(make, number, decode)));
      assert.ok(best <= LIMIT, `${nameOf(make, number)} took ${best.toFixed(1)} ms`);
    }
  }
  assert.ok(taken > count / 1_000, `only ${taken} of ${count} were taken: these are no longer nearly valid`);
}

const randomOf = (number: number): Random => new Random(seed + number * 7_919);

function timed<Input>(make: (random: Random) => Input, number: number, decode: (input: Input) => void): number {
  const input = make(randomOf(number));
  const before = performance.now();
  try {
    decode(input);
  } catch {
    // Said above.
  }
  return performance.now() - before;
}

/** What the input was, so that it can be had again. */
function nameOf<Input>(make: (random: Random) => Input, number: number): string {
  const input = make(randomOf(number));
  const shown = input instanceof Uint8Array ? Buffer.from(input).toString('hex') : JSON.stringify(input);
  return `input ${number} of TORTURE_SEED=${seed}, ${shown.slice(0, 2_000)},`;
}
