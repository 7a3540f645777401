import type { Table } from '../kv/kv.ts';
import { agentTable, applicationTable, collectorTable } from './agent/keys.ts';
import { map10Table, map60Table, mapTable, sketch10Table, sketch60Table, sketchTable } from './map/keys.ts';
import { metadataTable, textTable } from './metadata/keys.ts';
import { scatterTable } from './scatter/keys.ts';
import { dirtyTable } from './settle/keys.ts';
import { countTable } from './span/counts.ts';
import { batchTable, spanTable, traceTable } from './span/keys.ts';
import { errorTable, statTable } from './stat/keys.ts';

/** Every table there is. An engine is opened with them; ids and names are unique. */
export const tables: readonly Table[] = [
  spanTable,
  traceTable,
  batchTable,
  countTable,
  scatterTable,
  mapTable,
  sketchTable,
  dirtyTable,
  map10Table,
  sketch10Table,
  map60Table,
  sketch60Table,
  statTable,
  errorTable,
  agentTable,
  metadataTable,
  textTable,
  applicationTable,
  collectorTable,
];
