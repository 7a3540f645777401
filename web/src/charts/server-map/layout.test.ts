import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layout, NODE, type Shape } from './layout.ts';

const link = (from: string, to: string) => ({ key: `${from}~${to}`, from, to });
const shop: Shape = {
  nodes: ['api', 'user', 'db', 'redis'],
  links: [link('user', 'api'), link('api', 'db'), link('api', 'redis')],
};

test('callers stand left of callees', () => {
  const { nodes } = layout(shop);
  const x = (key: string) => nodes.get(key)?.x ?? Number.NaN;
  assert.ok(x('user') < x('api') && x('api') < x('db'));
  assert.equal(x('db'), x('redis'));
});

test('nothing moves while the same nodes and links are shown, in whatever order they come', () => {
  const before = layout(shop);
  const after = layout({ nodes: [...shop.nodes].reverse(), links: [...shop.links].reverse() }, before);
  assert.equal(after, before);
});

test('the anchor keeps its place when a node appears', () => {
  const before = layout(shop);
  const more = {
    nodes: [...shop.nodes, 'kafka', 'lb'],
    links: [...shop.links, link('api', 'kafka'), link('lb', 'user')],
  };
  const after = layout(more, before, 'api');
  assert.deepEqual(after.nodes.get('api'), before.nodes.get('api'));
});

test('nodes that stay keep their order within a column', () => {
  const leaves = Array.from({ length: 8 }, (_, i) => `db${i}`);
  const star = (keys: readonly string[]): Shape => ({
    nodes: ['api', ...keys],
    links: keys.map((key) => link('api', key)),
  });
  const before = layout(star(leaves));
  const after = layout(star(['db9', ...leaves.toReversed().slice(1)]), before, 'api');
  const down = (placed: typeof before) =>
    leaves.slice(0, -1).toSorted((a, b) => (placed.nodes.get(a)?.y ?? 0) - (placed.nodes.get(b)?.y ?? 0));
  assert.deepEqual(down(after), down(before));
});

test('a link starts at the right side of its caller and ends at the left side of its callee', () => {
  const placed = layout(shop);
  const way = placed.links.get('user~api') ?? [];
  assert.deepEqual(way.at(0)?.x, (placed.nodes.get('user')?.x ?? 0) + NODE.width / 2);
  assert.deepEqual(way.at(-1)?.x, (placed.nodes.get('api')?.x ?? 0) - NODE.width / 2);
});

test('a link that runs back leaves on the left, so that both directions can be told apart', () => {
  const placed = layout({ nodes: ['a', 'b'], links: [link('a', 'b'), link('b', 'a')] });
  const back = placed.links.get('b~a') ?? [];
  assert.deepEqual(back.at(0)?.x, (placed.nodes.get('b')?.x ?? 0) - NODE.width / 2);
  assert.notDeepEqual(placed.labels.get('a~b'), placed.labels.get('b~a'));
});

test('a link to a node that is not there is left out', () => {
  const placed = layout({ nodes: ['a'], links: [link('a', 'gone')] });
  assert.equal(placed.links.size, 0);
});

test('any graph is placed, without two nodes on top of each other', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'constructor'];
  const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
    selector: ([from, to]) => `${from}~${to}`,
    maxLength: 20,
  });
  fc.assert(
    fc.property(pairs, (links) => {
      const { nodes } = layout({ nodes: names, links: links.map(([from, to]) => link(from, to)) });
      const all = [...nodes.values()];
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          assert.ok(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height);
        }
      }
    }),
    { numRuns: 60 },
  );
});
