/** The part of a V8 CPU profile that is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that ran at each look, and µs since the look before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Hot {
  readonly name: string;
  readonly place: string;
  /** ms in the function itself, not in what it called. */
  readonly ms: number;
  /** Of the time in which the thread did anything. */
  readonly share: number;
}

const IDLE = /^\((idle|root)\)$/;

/** The functions in which most time was spent. */
export function top(profile: CpuProfile, count: number): Hot[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const micros = new Map<string, { name: string; place: string; spent: number }>();
  let busy = 0;
  for (const [index, id] of profile.samples.entries()) {
    const frame = nodes.get(id);
    if (frame === undefined || IDLE.test(frame.functionName)) continue;
    const spent = profile.timeDeltas[index] ?? 0;
    const place = placeOf(frame);
    const name = frame.functionName || '(anonymous)';
    const known = micros.get(`${name} ${place}`) ?? { name, place, spent: 0 };
    known.spent += spent;
    micros.set(`${name} ${place}`, known);
    busy += spent;
  }
  return [...micros.values()]
    .sort((a, b) => b.spent - a.spent)
    .slice(0, count)
    .map(({ name, place, spent }) => ({ name, place, ms: spent / 1000, share: spent / busy }));
}

function placeOf({ url, lineNumber }: { readonly url: string; readonly lineNumber: number }): string {
  if (url === '') return '';
  const path = url.replace(/^.*\/(server|bench|node_modules)\//, '$1/');
  return `${path}:${lineNumber + 1}`;
}
