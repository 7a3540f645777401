import type { English } from './en.ts';
import { agents } from './ko/agents.ts';
import { connect } from './ko/connect.ts';
import { filter } from './ko/filter.ts';
import { frame } from './ko/frame.ts';
import { map } from './ko/map.ts';
import { problem } from './ko/problem.ts';
import { reason } from './ko/reason.ts';
import { storage } from './ko/storage.ts';
import { trace } from './ko/trace.ts';
import { why } from './ko/why.ts';
import type { Words } from './words.ts';

export { josa as particle } from 'es-hangul';

export const ko: Words<English> = { agents, connect, filter, frame, map, problem, reason, storage, trace, why };
