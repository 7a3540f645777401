import type { Placed, Point } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The node to go to from `key` by an arrow key: the nearest that lies in that direction more than aside of it. */
export function neighbour(placed: Placed, key: string, direction: Direction): string | undefined {
  const here = placed.nodes.get(key);
  if (here === undefined) return undefined;
  const candidates = [...placed.nodes].flatMap(([other, at]) => {
    const [ahead, aside] = offset(here, at, direction);
    return other === key || ahead <= 0 ? [] : [{ other, ahead, aside }];
  });
  const sideways = direction === 'left' || direction === 'right';
  const straight = sideways ? candidates : candidates.filter(({ aside }) => aside < 1);
  const ranked = straight.length > 0 ? straight : candidates;
  return ranked.sort((a, b) => a.ahead + a.aside * 2 - (b.ahead + b.aside * 2))[0]?.other;
}

/** Reading order: column by column, from the top. */
export function readingOrder(placed: Placed): readonly string[] {
  return [...placed.nodes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([key]) => key);
}

/** How far `at` lies ahead and aside of `here`, seen in `direction`. */
function offset(here: Point, at: Point, direction: Direction): readonly [number, number] {
  const x = at.x - here.x;
  const y = at.y - here.y;
  if (direction === 'right') return [x, Math.abs(y)];
  if (direction === 'left') return [-x, Math.abs(y)];
  return direction === 'down' ? [y, Math.abs(x)] : [-y, Math.abs(x)];
}
