import { agents } from './en/agents.ts';
import { connect } from './en/connect.ts';
import { filter } from './en/filter.ts';
import { frame } from './en/frame.ts';
import { map } from './en/map.ts';
import { problem } from './en/problem.ts';
import { reason } from './en/reason.ts';
import { storage } from './en/storage.ts';
import { trace } from './en/trace.ts';
import { why } from './en/why.ts';

/** Every word of the UI. A key is its path, such as `agents.title`; Korean must have exactly these. */
export const en = { agents, connect, filter, frame, map, problem, reason, storage, trace, why };
export type English = typeof en;
