import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { applicationKey } from '../../data/application.ts';
import type { Direction } from '../../parts/sort-header.tsx';

export const columns = [
  'application',
  'agent',
  'state',
  'lastSeen',
  'host',
  'version',
  'received',
  'stored',
  'rejected',
] as const;
export type Column = (typeof columns)[number];

export interface Order {
  readonly by: Column;
  readonly direction: Direction;
}

/** Columns where the greatest is looked for first. */
const greatestFirst: ReadonlySet<Column> = new Set(['lastSeen', 'received', 'stored', 'rejected']);

/** `-rejected`: by rejected, greatest first. The address holds it like this. */
export function readOrder(text: string | undefined): Order {
  const by = columns.find((column) => column === text?.replace(/^-/, ''));
  return by === undefined
    ? { by: 'application', direction: 'asc' }
    : { by, direction: text?.startsWith('-') ? 'desc' : 'asc' };
}

/** The order after a click on the head of `by`: its own first direction, then the other. */
export function nextOrder(order: Order, by: Column): string {
  const first = greatestFirst.has(by) ? 'desc' : 'asc';
  const direction = order.by !== by ? first : order.direction === 'asc' ? 'desc' : 'asc';
  return direction === 'desc' ? `-${by}` : by;
}

export const rejectedOf = (agent: AgentView): number =>
  Object.values(agent.rejected).reduce((sum, count) => sum + count, 0);

const states: readonly AgentView['state'][] = ['disconnected', 'reconnecting', 'running', 'shutdown', 'unknown'];

const values: Readonly<Record<Column, (agent: AgentView) => string | number>> = {
  application: (agent) => agent.application.applicationName,
  agent: (agent) => agent.agentName || agent.agentId,
  state: (agent) => states.indexOf(agent.state),
  lastSeen: (agent) => agent.lastSeen,
  host: (agent) => agent.host,
  version: (agent) => agent.version,
  received: (agent) => agent.received,
  stored: (agent) => agent.stored,
  rejected: rejectedOf,
};

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });

/** The agents in `order`; equal ones by application and name, so that rows never jump between two answers. */
export function sortAgents(agents: readonly AgentView[], { by, direction }: Order): AgentView[] {
  const sign = direction === 'asc' ? 1 : -1;
  return agents.toSorted(
    (a, b) =>
      sign * compare(values[by](a), values[by](b)) ||
      compare(values.application(a), values.application(b)) ||
      compare(values.agent(a), values.agent(b)) ||
      a.startTime - b.startTime,
  );
}

/** Those of one application (a key; undefined means all) in which every word of `text` occurs. */
export function filterAgents(agents: readonly AgentView[], text: string, application: string | undefined): AgentView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return agents.filter((agent) => {
    if (application !== undefined && applicationKey(agent.application) !== application) return false;
    const { applicationName, serviceName, serviceType } = agent.application;
    const all = [
      applicationName,
      serviceName,
      serviceType,
      agent.agentId,
      agent.agentName,
      agent.host,
      agent.ip,
      agent.version,
      agent.vmVersion,
    ];
    const joined = all.join('\n').toLowerCase();
    return words.every((word) => joined.includes(word));
  });
}
