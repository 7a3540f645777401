/** Items of one turn of the event loop: about what a read of a socket brings. */
const TURN = 500;

/** Does something with every item, letting timers and the storage have their turns in between. */
export async function eachTurn<T>(items: readonly T[], step: (item: T) => void): Promise<void> {
  for (let at = 0; at < items.length; at += TURN) {
    for (const item of items.slice(at, at + TURN)) step(item);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
