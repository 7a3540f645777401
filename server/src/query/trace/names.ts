import type { Agent } from '../../store/application.ts';

/** A method as its agent announced it (PApiMetaData). */
export interface Api {
  readonly info: string;
  readonly line: number;
  /** 0 a method `a.b.Class.name(arguments)`; anything else is a text to show as it is. */
  readonly type: number;
  readonly location: string;
}

/** What the ids in spans stand for. Undefined where the name has not come, or never will. */
export interface NameSource {
  api(agent: Agent, id: number): Api | undefined;
  /** Normalized SQL. */
  sql(agent: Agent, id: number): string | undefined;
  /** Normalized SQL; `uid` in hexadecimal digits. */
  sqlUid(agent: Agent, uid: string): string | undefined;
  string(agent: Agent, id: number): string | undefined;
}
