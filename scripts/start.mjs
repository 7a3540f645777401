import { runOnRecentNode } from './recent-node.mjs';

runOnRecentNode(() => import('./start-finepoint.mjs'));
