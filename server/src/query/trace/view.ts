import { annotationKey } from '../../lib/annotation-key.ts';
import { hex } from '../../lib/bytes.ts';
import { serviceType, typeOf } from '../../lib/service-type.ts';
import { type Agent, applicationKey } from '../../store/application.ts';
import type { Annotation, Thrown } from '../../store/span/span.ts';
import { applicationName } from '../application-name.ts';
import { viewMap } from '../map/view.ts';
import type { ApplicationName } from '../schema/application.ts';
import type { Trace, TraceRow } from '../schema/trace.ts';
import { argumentOf } from './argument.ts';
import type { CallNode, CallTree, EventNode, MissingNode, SpanNode } from './call-tree.ts';
import { details, eventDetails, spanDetails } from './detail.ts';
import { type Chains, noChains } from './exception.ts';
import type { NameSource } from './names.ts';
import { type Statement, statement } from './sql.ts';
import { type Title, type Titled, titleOf, unnamed } from './title.ts';
import { traceMap } from './trace-map.ts';

/** A call tree as the API answers it: every node a row, every id a name (server.md §5.2). */
export function viewTrace(tree: CallTree, names: NameSource, chains: Chains = noChains): Trace {
  const viewer = new Viewer(names, chains, tree.nodes[0]?.start ?? 0);
  const rows = tree.nodes.map((node, id) => viewer.row(node, id));
  let [first, last] = [Infinity, -Infinity];
  for (const { start, elapsed } of tree.nodes) {
    first = Math.min(first, start);
    last = Math.max(last, start + elapsed);
  }
  const startTime = tree.nodes[0]?.start ?? 0;
  return {
    traceId: tree.traceId ?? '',
    state: tree.state,
    startTime,
    elapsed: rows.length === 0 ? 0 : last - first,
    focus: tree.focus,
    applications: [...viewer.applications.values()].map(({ value }) => value),
    agents: [...viewer.agents.values()].map(({ value }) => value),
    map: viewMap(traceMap(tree), rows.length === 0 ? { from: 0, to: 0 } : { from: first, to: last }),
    rows,
  };
}

type Base = Pick<TraceRow, 'id' | 'parent' | 'depth' | 'application' | 'agent' | 'start' | 'gap' | 'elapsed' | 'self'>;

class Viewer {
  readonly applications = new Map<string, Placed<ApplicationName>>();
  readonly agents = new Map<string, Placed<Trace['agents'][number]>>();
  readonly #known = new Map<Agent, Known>();
  readonly #names: NameSource;
  readonly #chains: Chains;
  readonly #start: number;
  readonly #ids = new Map<CallNode, number>();

  constructor(names: NameSource, chains: Chains, start: number) {
    this.#names = names;
    this.#chains = chains;
    this.#start = start;
  }

  row(node: CallNode, id: number): TraceRow {
    this.#ids.set(node, id);
    const agent = agentOf(node);
    const known = agent && (this.#known.get(agent) ?? this.#meet(agent));
    const base: Base = {
      id,
      parent: node.parent === undefined ? -1 : (this.#ids.get(node.parent) ?? -1),
      depth: node.depth,
      application: known?.application ?? 0,
      agent: node.kind === 'missing' ? -1 : (known?.agent ?? -1),
      start: node.start - this.#start,
      gap: node.gap,
      elapsed: node.elapsed,
      self: node.self,
    };
    if (node.kind === 'span') return this.#span(node, base);
    return node.kind === 'event' ? this.#event(node, base) : missingRow(node, base);
  }

  #span({ span, received: { agent } }: SpanNode, base: Base): TraceRow {
    return {
      ...base,
      kind: 'server',
      ...this.#title(span, agent),
      argument: span.rpc,
      api: typeOf(span.serviceType).description,
      failed: span.error !== 0,
      async: false,
      exception: this.#exception(span.exception, span.annotations, agent),
      sql: null,
      details: [...spanDetails(span), ...details(span, undefined)],
      spanId: `${span.spanId}`,
    };
  }

  #event({ event, async, received: { agent, message } }: EventNode, base: Base): TraceRow {
    const sql = this.#sql(event.annotations, agent);
    const argument = argumentOf(event, agent, this.#names);
    return {
      ...base,
      kind: kindOf(event.serviceType, async, sql !== null),
      ...this.#title(event, agent),
      argument: sql?.text ?? argument.text,
      api: typeOf(event.serviceType).description,
      failed: event.exception !== undefined,
      async,
      exception: this.#exception(event.exception, event.annotations, agent),
      sql: sql && { ...sql, binds: [...sql.binds] },
      details: [...eventDetails(event), ...details(event, argument.annotation)],
      spanId: `${message.spanId}`,
    };
  }

  #sql(annotations: readonly Annotation[], agent: Agent): Statement | null {
    for (const { key, value } of annotations) {
      if (key === annotationKey.SQL_ID && value.type === 'intStringString') {
        const text = this.#names.sql(agent, value.int) ?? unnamed('SQL', value.int);
        return statement(text, value.text1, value.text2);
      }
      if (key === annotationKey.SQL_UID && value.type === 'bytesStringString') {
        const uid = hex(value.bytes);
        return statement(this.#names.sqlUid(agent, uid) ?? unnamed('SQL', uid), value.text1, value.text2);
      }
      if (key === annotationKey.SQL && value.type === 'string') return statement(value.value, '', '');
    }
    return null;
  }

  #exception(thrown: Thrown | undefined, annotations: readonly Annotation[], agent: Agent): TraceRow['exception'] {
    if (thrown === undefined) return null;
    const own = annotations.find(({ key }) => key === annotationKey.EXCEPTION_CLASS)?.value;
    const className =
      own?.type === 'string'
        ? own.value
        : (this.#names.string(agent, thrown.classId) ?? unnamed('class', thrown.classId));
    return { className, message: thrown.message, chain: [...this.#chains.of(agent, annotations)] };
  }

  #title(called: Titled, agent: Agent): Title {
    // One method is called again and again: its name is taken apart once.
    const known = this.#known.get(agent) ?? this.#meet(agent);
    if (called.apiId === 0) return titleOf(called, agent, this.#names);
    let title = known.titles.get(called.apiId);
    if (title === undefined) {
      title = titleOf(called, agent, this.#names);
      known.titles.set(called.apiId, title);
    }
    return title;
  }

  /** Equal agents and applications, whatever objects they are, have one place. */
  #meet(agent: Agent): Known {
    const application = place(this.applications, applicationKey(agent.application), () =>
      applicationName(agent.application),
    );
    const { agentId, agentName } = agent;
    const key = `${applicationKey(agent.application)} ${agentId}`;
    const known = { application, agent: place(this.agents, key, () => ({ agentId, agentName })), titles: new Map() };
    this.#known.set(agent, known);
    return known;
  }
}

/** An agent's places in the lists of applications and agents, and its methods by id. */
interface Known {
  readonly application: number;
  readonly agent: number;
  readonly titles: Map<number, Title>;
}

interface Placed<T> {
  readonly value: T;
  readonly place: number;
}

function place<T>(list: Map<string, Placed<T>>, key: string, make: () => T): number {
  const known = list.get(key) ?? { value: make(), place: list.size };
  list.set(key, known);
  return known.place;
}

/** Whose the node is; what is missing is counted to what it hangs on, or else to what hangs on it. */
function agentOf(node: CallNode): Agent | undefined {
  for (let up: CallNode | undefined = node; up !== undefined; up = up.parent) {
    if (up.kind !== 'missing') return up.received.agent;
  }
  for (let down: CallNode | undefined = node; down !== undefined; down = down.children[0]) {
    if (down.kind !== 'missing') return down.received.agent;
  }
  return undefined;
}

function kindOf(code: number, async: boolean, hasSql: boolean): TraceRow['kind'] {
  if (hasSql) return 'sql';
  if (code === serviceType.ASYNC || async) return 'async';
  switch (typeOf(code).category) {
    case 'DATABASE':
    case 'HBASE':
      return 'sql';
    case 'RPC':
      return 'http';
    case 'CACHE':
      return 'cache';
    case 'MESSAGE_BROKER':
      return 'queue';
    default:
      return 'method';
  }
}

const missingTitles: Record<MissingNode['what'], string> = {
  events: 'calls of this span',
  span: 'the span of these calls',
  hop: 'an application between the call and the span',
  parent: 'the caller',
  async: 'the call that began these',
};

/** `details` say the same in words that a program can read. */
function missingRow({ what, waiting, hidden, why }: MissingNode, base: Base): TraceRow {
  const because = waiting ? 'not arrived yet' : 'lost, or never recorded';
  return {
    ...base,
    kind: 'missing',
    title: `${missingTitles[what]}: ${because}`,
    className: '',
    argument: hidden === 0 ? '' : `${hidden} calls that arrived hang on them`,
    api: '',
    failed: false,
    async: false,
    exception: null,
    sql: null,
    details: [
      { name: 'missing', value: what },
      { name: 'state', value: waiting ? 'waiting' : 'lost' },
      { name: 'hidden', value: String(hidden) },
      ...Object.entries(why).map(([name, value]) => ({ name, value: String(value) })),
    ],
    spanId: '',
  };
}
