import { agentRoutes } from './agents.ts';
import { mapRoutes } from './map.ts';
import type { Routes } from './route.ts';
import { scatterRoutes } from './scatter.ts';
import { searchRoutes } from './search.ts';
import { storageRoutes } from './storage.ts';
import { traceRoutes } from './traces.ts';
import { transactionRoutes } from './transactions.ts';
import { whyRoutes } from './why.ts';

/** Every group of routes below /api/v1. */
export const routes: readonly Routes[] = [
  agentRoutes,
  mapRoutes,
  scatterRoutes,
  transactionRoutes,
  traceRoutes,
  searchRoutes,
  whyRoutes,
  storageRoutes,
];
