import { type Bytes, utf8 } from '../lib/bytes.ts';
import { hashBytes } from '../lib/hash.ts';

/** An application: the same name under another service or of another type is another application. */
export interface Application {
  readonly service: string;
  readonly name: string;
  /** Service type code, such as 1210 for SPRING_BOOT. */
  readonly type: number;
}

/** One process of an application: the same agent id started again is another agent. */
export interface Agent {
  readonly application: Application;
  readonly agentId: string;
  /** What to show: the agent's own name, or its id where it has none. */
  readonly agentName: string;
  /** When the process started, by its own clock, in ms. */
  readonly startTime: number;
}

export const DEFAULT_SERVICE = 'DEFAULT';

/** A text that two applications share only if they are the same; for keys of maps in memory. */
export const applicationKey = (of: Application): string => `${of.service}^${of.name}^${of.type}`;

export const agentKey = (of: Agent): string => `${of.agentId}^${of.startTime}`;

/** Eight bytes that stand for an application in keys. The registry refuses a second application with the same. */
export const applicationHash = (of: Application): Bytes => hashBytes(utf8(applicationKey(of)));
