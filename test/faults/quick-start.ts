import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Environment of servers that are started again and again: what Node compiled once is not compiled each time. */
export const quickStart = { NODE_COMPILE_CACHE: join(tmpdir(), 'finepoint-test-compiled') };
