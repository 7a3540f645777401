import { layout as dagre, Graph } from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What has to be placed: names only, because numbers must never move a node. */
export interface Shape {
  readonly nodes: readonly string[];
  readonly links: readonly { readonly key: string; readonly from: string; readonly to: string }[];
}

export interface Placed {
  /** Centre of each node. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** The way of each link, from the caller's edge to the callee's; empty where a node calls itself. */
  readonly links: ReadonlyMap<string, readonly Point[]>;
  readonly labels: ReadonlyMap<string, Point>;
  readonly box: Box;
  readonly signature: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Narrow and high, because maps grow in width: five columns can be read beside the panel. */
export const NODE = { width: 136, height: 100 } as const;
/** Room for the count of a link; fixed, so that a longer number does not push nodes apart. */
const LABEL = { width: 40, height: 18 } as const;
/** Room above a node for the loop of its calls to itself. */
const LOOP = 36;

/**
 * Places nodes in columns, callers left of callees (Sugiyama's layered layout, by dagre).
 *
 * With the `previous` placement, nothing moves while the same nodes and links are asked for; when some came or went, the
 * others keep their order within a column, and `anchor` keeps its place.
 */
export function layout(shape: Shape, previous?: Placed, anchor?: string): Placed {
  const signature = sign(shape);
  if (previous?.signature === signature) return previous;
  const graph = new Graph({ directed: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 16, edgesep: 14, ranksep: 44, ranker: rankerFor(shape) });
  const loops = new Set(shape.links.filter((link) => link.from === link.to).map((link) => link.from));
  // dagre keeps names as properties of objects, and agents may call an application __proto__: it gets numbers.
  const ids = new Map(inOrder(shape, previous).map((key, i) => [key, `n${i}`] as const));
  for (const [key, id] of ids) {
    graph.setNode(id, { width: NODE.width, height: NODE.height + (loops.has(key) ? 2 * LOOP : 0) });
  }
  const drawn = shape.links.flatMap((link, i): Drawn[] => {
    const from = ids.get(link.from);
    const to = ids.get(link.to);
    return from === undefined || to === undefined ? [] : [{ key: link.key, from, to, name: `l${i}` }];
  });
  for (const { from, to, name } of drawn) {
    if (from !== to) graph.setEdge(from, to, { ...LABEL, labelpos: 'c' }, name);
  }
  const constraints = keepOrder(shape, previous).map(([left, right]) => ({
    left: ids.get(left) ?? '',
    right: ids.get(right) ?? '',
  }));
  dagre(graph, { constraints });
  const before = anchor === undefined ? undefined : previous?.nodes.get(anchor);
  const now: Point | undefined = anchor === undefined ? undefined : graph.node(ids.get(anchor) ?? '');
  const shift =
    before === undefined || now === undefined ? { x: 0, y: 0 } : { x: before.x - now.x, y: before.y - now.y };
  return { ...read(graph, ids, drawn, shift, loops.size > 0), signature };
}

interface Drawn {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

function read(
  graph: Graph,
  ids: ReadonlyMap<string, string>,
  drawn: readonly Drawn[],
  shift: Point,
  loops: boolean,
): Omit<Placed, 'signature'> {
  const move = (point: Point): Point => ({ x: round(point.x + shift.x), y: round(point.y + shift.y) });
  const at = (id: string): Point => move(graph.node(id));
  const links = new Map<string, readonly Point[]>();
  const labels = new Map<string, Point>();
  for (const { key, from, to, name } of drawn) {
    if (from === to) {
      links.set(key, []);
      labels.set(key, { x: at(from).x, y: at(from).y - NODE.height / 2 - 28 });
      continue;
    }
    const edge: { points?: Point[]; x?: number; y?: number } = graph.edge(from, to, name);
    links.set(key, ends(at(from), at(to), (edge.points ?? []).slice(1, -1).map(move)));
    labels.set(key, move({ x: edge.x ?? 0, y: edge.y ?? 0 }));
  }
  const nodes = new Map([...ids].map(([key, id]) => [key, at(id)] as const));
  return { nodes, links, labels, box: boxOf(nodes, loops) };
}

/** Links leave and enter in the middle of the sides that face each other; those that run back, a little lower. */
function ends(source: Point, target: Point, between: readonly Point[]): readonly Point[] {
  const forward = target.x > source.x;
  const side = forward ? NODE.width / 2 : -NODE.width / 2;
  const drop = forward ? 0 : 16;
  return [{ x: source.x + side, y: source.y + drop }, ...between, { x: target.x - side, y: target.y + drop }];
}

/** dagre breaks ties by order of insertion: callers first, then what was left and above before. */
function inOrder(shape: Shape, previous: Placed | undefined): readonly string[] {
  const called = new Set(shape.links.filter((link) => link.from !== link.to).map((link) => link.to));
  const rank = (key: string): readonly [number, number, number] => {
    const before = previous?.nodes.get(key);
    return [called.has(key) ? 1 : 0, before?.x ?? Number.MAX_VALUE, before?.y ?? Number.MAX_VALUE];
  };
  return [...shape.nodes].sort((a, b) => compare(rank(a), rank(b)));
}

/** Neighbours in a column stay in their order; dagre ignores the pairs that are no longer in one column. */
function keepOrder(shape: Shape, previous: Placed | undefined): readonly (readonly [string, string])[] {
  const known = shape.nodes.flatMap((key) => {
    const at = previous?.nodes.get(key);
    return at === undefined ? [] : [{ key, ...at }];
  });
  return [...Map.groupBy(known, ({ x }) => x).values()].flatMap((column) => {
    const keys = column.toSorted((a, b) => a.y - b.y).map(({ key }) => key);
    return keys.slice(1).map((below, i) => [keys[i] ?? below, below] as const);
  });
}

function boxOf(nodes: ReadonlyMap<string, Point>, loops: boolean): Box {
  const xs = [...nodes.values()].map(({ x }) => x);
  const ys = [...nodes.values()].map(({ y }) => y);
  if (xs.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...xs) - NODE.width / 2;
  const y = Math.min(...ys) - NODE.height / 2 - (loops ? LOOP : 0);
  return { x, y, width: Math.max(...xs) + NODE.width / 2 - x, height: Math.max(...ys) + NODE.height / 2 - y };
}

/** Network simplex draws the shortest links but takes seconds for a thousand of them. */
const rankerFor = (shape: Shape): 'network-simplex' | 'tight-tree' =>
  shape.nodes.length + shape.links.length > 400 ? 'tight-tree' : 'network-simplex';

const sign = (shape: Shape): string =>
  JSON.stringify([[...shape.nodes].sort(), shape.links.map((link) => link.key).sort()]);

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((value, i) => value !== b[i]);
  return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
}

const round = (value: number): number => Math.round(value * 10) / 10;
