/**
 * The shape that a translation of `T` must have: exactly its keys, level by level. Forms that only
 * languages with a singular need (`…_one`) are left out.
 */
export type Words<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Words<T[K]>;
};
