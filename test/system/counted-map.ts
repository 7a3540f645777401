import { at, type Json, list, number, text } from '../captures/message.ts';
import { readSpans } from '../captures/spans.ts';

/** Calls as a map shows them. */
export interface Counts {
  /** Successful ones: fast, normal, slow, very slow. */
  readonly slots: number[];
  errors: number;
  total: number;
  sum: number;
  max: number;
}

/** The nodes and links of a map by their keys. */
export interface CountedMap {
  readonly nodes: Map<string, Counts>;
  readonly links: Map<string, Counts>;
}

/** What the map shows of the service types that occur in the recordings; events of any other type are no calls. */
const applications: Record<number, string> = { 1210: 'SPRING_BOOT', 1400: 'NODE', 1700: 'PYTHON', 1800: 'GO' };
const stores: Record<number, string> = {
  2101: 'MYSQL',
  2501: 'POSTGRESQL',
  8200: 'REDIS',
  8201: 'REDIS',
  8203: 'REDIS',
};
const httpClients = new Set([9052, 9055, 9056, 9401, 9900]);

/**
 * The whole map of a recording, counted from its JSON in the plainest way: Pinpoint's rules (server.md §4.2 to §4.4)
 * over everything at once, with no rows, no minutes and no search in between.
 */
export function countMap(capture: string): CountedMap {
  const messages = readSpans(capture).map(({ json, headers }) => messageOf(json, headers));
  const services = new Map(messages.map(({ self }) => [self.name, self.service]));
  const said = messages.map((message) => sayOf(message, services));

  const accepting = new Map<string, Set<string>>();
  for (const { accepts } of said) {
    if (accepts === undefined) continue;
    const place = `${accepts.caller} ${accepts.host}`;
    accepting.set(place, (accepting.get(place) ?? new Set()).add(accepts.self));
  }

  const nodes = new Map<string, Counts>();
  const byCaller = new Map<string, Counts>();
  const byCallee = new Map<string, Counts>();
  for (const { self, caller, response, calls } of said) {
    if (response !== undefined) count(nodes, self, response);
    if (response !== undefined && caller !== undefined) count(byCallee, `${caller}~${self}`, response);
    for (const call of calls) count(byCaller, `${self}~${calleeOf(call, self, accepting)}`, call);
  }
  const links = new Map([...byCallee, ...byCaller]);
  for (const [key, counts] of links) {
    const [from = '', to = ''] = key.split('~');
    // An application counts its own responses; of anything else, what is called is known from its callers.
    if (!isApplication(to)) merge(nodes, to, counts);
    if (from.endsWith('^USER')) merge(nodes, from, counts);
    else if (!nodes.has(from)) nodes.set(from, none());
  }
  return { nodes, links };
}

/** The part of a map that hangs together with one node. */
export function around({ nodes, links }: CountedMap, center: string): CountedMap {
  const reached = new Set([center]);
  // Nothing is looked for behind a database: it does not make one map of all who use it.
  const leadsOn = (key: string): boolean => isApplication(key);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const key of links.keys()) {
      const [from = '', to = ''] = key.split('~');
      if (reached.has(from) && leadsOn(from)) reached.add(to);
      if (reached.has(to) && leadsOn(to)) reached.add(from);
    }
  }
  return {
    nodes: new Map([...nodes].filter(([key]) => reached.has(key))),
    links: new Map([...links].filter(([key]) => key.split('~').every((end) => reached.has(end)))),
  };
}

const isApplication = (key: string): boolean => Object.values(applications).some((type) => key.endsWith(`^${type}`));

interface Call {
  readonly type: number;
  readonly destination: string;
  readonly elapsed: number;
  readonly failed: boolean;
}

/** What one message says about the map; keys are those of nodes. */
interface Said {
  readonly self: string;
  readonly caller: string | undefined;
  readonly response: Pick<Call, 'elapsed' | 'failed' | 'type'> | undefined;
  readonly accepts: { readonly caller: string; readonly host: string; readonly self: string } | undefined;
  readonly calls: readonly Call[];
}

interface Message {
  readonly self: { readonly service: string; readonly name: string; readonly type: number };
  readonly span: Json;
  readonly events: readonly Json[];
}

function messageOf(json: Json, headers: Readonly<Record<string, string>>): Message {
  const span = at(json, 'span');
  const message = span ?? at(json, 'spanChunk');
  const self = {
    service: headers.servicename ?? 'DEFAULT',
    name: headers.applicationname ?? '',
    type: number(message, 'applicationServiceType'),
  };
  return { self, span, events: list(message, 'spanEvent') };
}

function sayOf({ self, span, events }: Message, services: ReadonlyMap<string, string>): Said {
  const key = keyOf(self.service, self.name, applications[self.type] ?? '?');
  const calls = events.filter(isCall).map((event) => ({
    type: number(event, 'serviceType'),
    destination: text(event, 'nextEvent', 'messageEvent', 'destinationId'),
    elapsed: number(event, 'endElapsed'),
    failed: at(event, 'exceptionInfo') !== undefined,
  }));
  if (span === undefined) return { self: key, caller: undefined, response: undefined, accepts: undefined, calls };
  const parent = at(span, 'acceptEvent', 'parentInfo');
  const name = text(parent, 'parentApplicationName');
  const service = text(parent, 'parentServiceName') || services.get(name) || 'DEFAULT';
  const isRoot = text(span, 'parentSpanId') === '-1';
  const caller = isRoot
    ? keyOf(self.service, `${self.name}_${applications[self.type]}`, 'USER')
    : keyOf(service, name, applications[number(parent, 'parentApplicationType')] ?? '?');
  const host = text(parent, 'acceptorHost') || text(span, 'acceptEvent', 'endPoint');
  return {
    self: key,
    caller,
    response: { type: self.type, elapsed: number(span, 'elapsed'), failed: number(span, 'err') !== 0 },
    accepts: isRoot ? undefined : { caller, host, self: key },
    calls,
  };
}

const keyOf = (service: string, name: string, type: string): string => `${service}^${name}^${type}`;

const isCall = (event: Json): boolean =>
  httpClients.has(number(event, 'serviceType')) || number(event, 'serviceType') in stores;

/** Calls over HTTP go to who said to have accepted them, or else to a host that nobody knows. */
function calleeOf(
  { type, destination }: Call,
  self: string,
  accepting: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const [service = ''] = self.split('^');
  if (!httpClients.has(type)) return keyOf(service, destination, stores[type] ?? '?');
  const [callee, ...others] = accepting.get(`${self} ${destination}`) ?? [];
  if (others.length > 0) throw new Error(`${destination} stands for several applications: no recording has this`);
  return callee ?? keyOf(service, destination, 'UNKNOWN');
}

const none = (): Counts => ({ slots: [0, 0, 0, 0], errors: 0, total: 0, sum: 0, max: 0 });

function count(into: Map<string, Counts>, key: string, { type, elapsed, failed }: Omit<Call, 'destination'>): void {
  const limits = type >= 8000 && type < 8300 ? [100, 300, 500] : [1000, 3000, 5000];
  const slot = limits.filter((limit) => elapsed > limit).length;
  const one = none();
  if (failed) one.errors = 1;
  else one.slots[slot] = 1;
  merge(into, key, Object.assign(one, { total: 1, sum: elapsed, max: elapsed }));
}

function merge(into: Map<string, Counts>, key: string, more: Counts): void {
  const counts = into.get(key) ?? none();
  into.set(key, counts);
  for (const [slot, calls] of more.slots.entries()) counts.slots[slot] = (counts.slots[slot] ?? 0) + calls;
  counts.errors += more.errors;
  counts.total += more.total;
  counts.sum += more.sum;
  counts.max = Math.max(counts.max, more.max);
}
