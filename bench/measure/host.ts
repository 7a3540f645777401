import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { CannotRun } from '../cannot-run.ts';

/** A command and its arguments, bound to the cores of a list such as `0` or `0,1`; to all where it is left out. */
export function onCores(cores: string | undefined, command: string, args: readonly string[]): [string, string[]] {
  return cores === undefined ? [command, [...args]] : ['taskset', ['--cpu-list', cores, command, ...args]];
}

/** Throws where figures cannot be had. */
export function checkHost(): void {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/taskset')) {
    throw new CannotRun(
      'The benchmark needs Linux with taskset: it reads CPU times from /proc and binds processes to cores.',
    );
  }
  if (availableParallelism() < 2)
    throw new CannotRun('The benchmark needs two cores: one for the server, one for the agents.');
}
