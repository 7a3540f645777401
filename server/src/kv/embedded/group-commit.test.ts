import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GroupCommit } from './group-commit.ts';

/** A disk that keeps the rounds it is given, and finishes or fails each when told. */
function slowDisk() {
  const rounds: { changes: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const persist = (changes: readonly string[]): Promise<void> =>
    new Promise((finish, fail) => rounds.push({ changes: [...changes], finish, fail }));
  return { rounds, commits: new GroupCommit<string>(persist) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  it('writes in one round what is asked for in one turn, and in the next what comes while it runs', async () => {
    const { rounds, commits } = slowDisk();
    const first = [commits.run(() => ['a']), commits.run(() => ['b'])];
    await turn();
    const second = [commits.run(() => ['c']), commits.run(() => ['d', 'e'])];
    await turn();
    assert.deepEqual(
      rounds.map(({ changes }) => changes),
      [['a', 'b']],
    );
    rounds[0]?.finish();
    assert.deepEqual(await Promise.all(first), [true, true]);
    await turn();
    assert.deepEqual(rounds[1]?.changes, ['c', 'd', 'e']);
    rounds[1]?.finish();
    assert.deepEqual(await Promise.all(second), [true, true]);
  });

  it('answers nobody before the round is durable', async () => {
    const { rounds, commits } = slowDisk();
    let answered = false;
    const asked = commits.run(() => ['a']).then(() => (answered = true));
    await turn();
    assert.equal(answered, false);
    rounds[0]?.finish();
    await asked;
  });

  it('shows each what those before it will have written', async () => {
    const { rounds, commits } = slowDisk();
    const unlessTaken = (staged: readonly string[]) => (staged.includes('a') ? undefined : ['a']);
    const asked = Promise.all([commits.run(unlessTaken), commits.run(unlessTaken)]);
    await turn();
    rounds[0]?.finish();
    assert.deepEqual(await asked, [true, false]);
    assert.deepEqual(rounds[0]?.changes, ['a']);
  });

  it('fails a round together, and goes on with the next', async () => {
    const { rounds, commits } = slowDisk();
    const asked = Promise.allSettled([commits.run(() => ['a']), commits.run(() => ['b'])]);
    await turn();
    const next = commits.run(() => ['c']);
    rounds[0]?.fail(new Error('disk'));
    assert.deepEqual(
      (await asked).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await turn();
    rounds[1]?.finish();
    assert.equal(await next, true);
  });

  it('fails only the one that cannot decide', async () => {
    const { rounds, commits } = slowDisk();
    const undecided = (): never => {
      throw new RangeError('undecided');
    };
    const asked = Promise.allSettled([commits.run(undecided), commits.run(() => ['b'])]);
    await turn();
    rounds[0]?.finish();
    assert.deepEqual(
      (await asked).map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });
});
