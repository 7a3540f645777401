import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer passes `check`, and returns it; after `limit` ms throws what `check` threw
 * last. For what a server promises soon, not at once.
 */
export async function eventually<T>(ask: () => Promise<T>, check: (answer: T) => void, limit = 10_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    try {
      const answer = await ask();
      check(answer);
      return answer;
    } catch (error) {
      if (Date.now() >= end) throw error;
      await sleep(50);
    }
  }
}
