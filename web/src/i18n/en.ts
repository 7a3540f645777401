import { agents } from './en/agents.ts';
import { frame } from './en/frame.ts';
import { map } from './en/map.ts';
import { problem } from './en/problem.ts';
import { trace } from './en/trace.ts';

/** Every word of the UI. A key is its path, such as `agents.title`; Korean must have exactly these. */
export const en = { frame, agents, map, problem, trace };
export type English = typeof en;
