import { runOnRecentNode } from './recent-node.mjs';

runOnRecentNode(() => import('./check-sources.mjs'));
