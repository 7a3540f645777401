/**
 * How long the tests of faults go on: short in `npm test`, long with TORTURE=1, which is `npm run torture`.
 * Another seed, other faults: TORTURE_SEED=… brings those of an earlier run back. Short runs are all the same, long ones
 * are all different.
 */
export const isLong = process.env.TORTURE === '1';

/** The first number in a short run, the second in a long one. */
export const sized = (short: number, long: number): number => (isLong ? long : short);

export const seed = Number(process.env.TORTURE_SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_125));
