import { runOnRecentNode } from './recent-node.mjs';

runOnRecentNode(() => import('./start-bench.mjs'));
