import { isRpcClient, isServer, serviceType, typeOf } from '../../lib/service-type.ts';
import { type Application, applicationKey } from '../../store/application.ts';
import type { MapLink, MapStretch } from '../../store/map/map.ts';
import { addLink, type Calls, type LinkDraft, noCalls } from './calls.ts';
import { linkKey, nodeKey } from './graph.ts';
import type { Stretches } from './source.ts';

export interface MapOptions {
  /** How many steps to go against the direction of calls. */
  readonly inbound: number;
  /** How many steps to go along the direction of calls. */
  readonly outbound: number;
  /** Look in both directions from every application found, not only from the first. */
  readonly bidirectional: boolean;
  /** Leave out what applications call but nothing is traced behind: databases, caches, unknown hosts. */
  readonly wasOnly: boolean;
}

/** The links around an application, breadth first (server.md §4.3). */
export async function selectLinks(
  center: Application,
  options: MapOptions,
  stretches: Stretches,
): Promise<Map<string, LinkDraft>> {
  const search = new Search(options, stretches);
  if (options.bidirectional) await search.walk(center, options.outbound, options.inbound);
  else {
    await search.walk(center, options.outbound, 0);
    await search.walk(center, 0, options.inbound);
  }
  return search.links;
}

class Search {
  readonly links = new Map<string, LinkDraft>();
  readonly #options: MapOptions;
  readonly #stretches: Stretches;
  readonly #outVisited = new Set<string>();
  readonly #inVisited = new Set<string>();
  readonly #shared = new Set<LinkDraft>();

  constructor(options: MapOptions, stretches: Stretches) {
    this.#options = options;
    this.#stretches = stretches;
  }

  async walk(center: Application, outbound: number, inbound: number): Promise<void> {
    let level = [center];
    for (let step = 0; level.length > 0 && step < Math.max(outbound, inbound); step++) {
      const found: Application[] = [];
      const read = await Promise.all(level.map((application) => this.#stretches.of(application)));
      for (const [place, application] of level.entries()) {
        const stretch = read[place] as MapStretch;
        if (step < outbound && isNew(this.#outVisited, application))
          found.push(...(await this.#out(application, stretch)));
        if (step < inbound && isNew(this.#inVisited, application)) found.push(...this.#in(application, stretch));
      }
      level = distinct(found);
    }
  }

  /** Adds the links that go out of `from`, and says what to look at next. */
  async #out(from: Application, stretch: MapStretch): Promise<Application[]> {
    const hosts = Map.groupBy(stretch.hosts, ({ host }) => host);
    const next: Application[] = [];
    for (const link of stretch.out) {
      const accepting = acceptedBy(
        link.peer,
        distinct((hosts.get(link.peer.name) ?? []).map((host) => host.accepting)),
      );
      for (const to of await this.#targets(from, link, accepting)) {
        if (leadsOn(to)) next.push(to);
      }
    }
    return next;
  }

  async #targets(from: Application, link: MapLink, accepting: readonly Application[]): Promise<Application[]> {
    if (accepting.length > 1) {
      const shared = await this.#share(from, accepting);
      if (shared.length > 0) return shared;
    }
    const [accepted] = accepting;
    const to = accepting.length === 1 && accepted !== undefined ? accepted : unresolved(link.peer);
    if (this.#options.wasOnly && !leadsOn(to)) return [];
    const draft = this.#draft(from, to);
    // A link that was shared out shows what its callee counted: these calls are among them.
    if (!this.#shared.has(draft)) {
      draft.caller ??= noCalls();
      addLink(draft.caller, link);
    }
    return [to];
  }

  /**
   * Several applications accept the calls to one host, and the caller cannot tell them apart: each gets the calls
   * that it counted itself. Those that counted none are left out.
   */
  async #share(from: Application, accepting: readonly Application[]): Promise<Application[]> {
    const read = await Promise.all(accepting.map((application) => this.#stretches.of(application)));
    return accepting.filter((to, place) => {
      const said = this.#callers(to, read[place] as MapStretch).get(nodeKey(from));
      if (said === undefined) return false;
      const draft = this.#draft(from, to);
      draft.callee = said.calls;
      draft.caller = undefined;
      this.#shared.add(draft);
      return true;
    });
  }

  /** Adds the links that come into `to`, and says what to look at next. */
  #in(to: Application, stretch: MapStretch): Application[] {
    const callers = [...this.#callers(to, stretch).values()];
    for (const { caller, calls } of callers) this.#draft(caller, to).callee = calls;
    return callers.map(({ caller }) => caller).filter(leadsOn);
  }

  /** Who says to have been called by whom: the callers that `to` counted, by node. */
  #callers(to: Application, stretch: MapStretch): Map<string, { caller: Application; calls: Calls }> {
    const callers = new Map<string, { caller: Application; calls: Calls }>();
    for (const link of stretch.in) {
      const caller = this.#callerOf(to, link.peer);
      const key = nodeKey(caller);
      const known = callers.get(key) ?? { caller, calls: noCalls() };
      callers.set(key, known);
      addLink(known.calls, link);
    }
    return callers;
  }

  #callerOf(to: Application, peer: Application): Application {
    // Every application has users of its own: else all applications would hang together by them.
    if (peer.type === serviceType.USER) {
      return { service: to.service, name: `${to.name}_${typeOf(to.type).name}`, type: serviceType.USER };
    }
    return isServer(peer.type) ? this.#stretches.callerOf(to, peer) : peer;
  }

  #draft(from: Application, to: Application): LinkDraft {
    const key = linkKey(nodeKey(from), nodeKey(to));
    let draft = this.links.get(key);
    if (draft === undefined) {
      draft = { from, to, caller: undefined, callee: undefined };
      this.links.set(key, draft);
    }
    return draft;
  }
}

/** Calls of clients and producers go to a host or topic: the applications that said to have accepted them there. */
function acceptedBy(peer: Application, accepting: readonly Application[]): readonly Application[] {
  if (!isRpcClient(peer.type) && !typeOf(peer.type).queue) return [];
  return accepting.length > 1 ? accepting.filter(({ type }) => !typeOf(type).alias) : accepting;
}

/** Where a call goes that nobody said to have accepted: a host is shown as unknown. */
const unresolved = (peer: Application): Application =>
  isRpcClient(peer.type) && !typeOf(peer.type).alias ? { ...peer, type: serviceType.UNKNOWN } : peer;

/** Whether there is anything to find behind a node. */
const leadsOn = ({ type }: Application): boolean =>
  !typeOf(type).terminal && type !== serviceType.UNKNOWN && type !== serviceType.USER;

function isNew(visited: Set<string>, application: Application): boolean {
  const key = applicationKey(application);
  if (visited.has(key)) return false;
  visited.add(key);
  return true;
}

const distinct = (applications: readonly Application[]): Application[] => [
  ...new Map(applications.map((application) => [applicationKey(application), application])).values(),
];
