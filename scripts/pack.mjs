import { runOnRecentNode } from './recent-node.mjs';

runOnRecentNode(() => import('./pack-archive.mjs'));
