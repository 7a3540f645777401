import { type Application, applicationKey, DEFAULT_SERVICE } from '../../store/application.ts';
import type { AcceptedHost, MapStretch } from '../../store/map/map.ts';

/** What a map is drawn from. */
export interface MapSource {
  /** What is stored of an application over the range of the map; empty where nothing is. */
  read(application: Application): Promise<MapStretch>;
  /** The application that a callee's agent means by a parent whose service it was not told (DESIGN.md). */
  resolve(parent: Application, callee: Application): Application;
  /** How many agents of an application run. */
  agentsOf(application: Application): number;
}

/** Reads each application once, and completes what callees said of it without knowing its service. */
export class Stretches {
  readonly #source: MapSource;
  readonly #read = new Map<string, Promise<MapStretch>>();

  constructor(source: MapSource) {
    this.#source = source;
  }

  of(application: Application): Promise<MapStretch> {
    const key = applicationKey(application);
    let stretch = this.#read.get(key);
    if (stretch === undefined) {
      stretch = this.#complete(application);
      this.#read.set(key, stretch);
    }
    return stretch;
  }

  /** Who is meant by the caller that `callee` names. Only servers have their service left out. */
  callerOf(callee: Application, caller: Application): Application {
    return caller.service === '' || caller.service === DEFAULT_SERVICE
      ? { ...caller, service: this.#source.resolve(caller, callee).service || DEFAULT_SERVICE }
      : caller;
  }

  async #complete(application: Application): Promise<MapStretch> {
    const nameless = { ...application, service: '' };
    const [own, said] = await Promise.all([this.#source.read(application), this.#source.read(nameless)]);
    const meant = ({ accepting }: AcceptedHost): boolean =>
      applicationKey(this.callerOf(accepting, nameless)) === applicationKey(application);
    const hosts = said.hosts.filter(meant);
    return hosts.length === 0 ? own : { ...own, hosts: [...own.hosts, ...hosts] };
  }
}
