export type Language = 'java' | 'node' | 'php' | 'python' | 'go';

/** Who one agent is: one process of an application, from its start to its end. */
export interface Identity {
  readonly language: Language;
  readonly application: string;
  readonly agentId: string;
  readonly agentName: string;
  /** Identity v4 only. */
  readonly service?: string | undefined;
  /** ms since 1970. */
  readonly startTime: number;
  readonly hostname: string;
  readonly ip: string;
  readonly pid: number;
  readonly libraries: readonly string[];
  /** Its pool of database connections. */
  readonly pool?: { readonly database: string; readonly url: string; readonly size: number } | undefined;
}
