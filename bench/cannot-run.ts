/** Why the benchmark does not run, in words for whoever started it. */
export class CannotRun extends Error {}
