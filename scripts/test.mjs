import { runOnRecentNode } from './recent-node.mjs';

runOnRecentNode(() => import('./test-suites.mjs'));
