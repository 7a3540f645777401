import type { Clock } from '../lib/time.ts';
import type { ApplicationStore } from '../store/agent/application-store.ts';
import type { CollectorStore } from '../store/agent/collector-store.ts';
import type { Refusals } from '../store/agent/refusals.ts';
import type { AgentReader } from '../store/agent/store.ts';
import type { Health } from '../store/health/health.ts';
import type { MapStore } from '../store/map/store.ts';
import type { MetadataStore } from '../store/metadata/store.ts';
import type { Storage } from '../store/retention/storage.ts';
import type { ScatterStore } from '../store/scatter/store.ts';
import type { Settler } from '../store/settle/settler.ts';
import type { SpanCounts } from '../store/span/counts.ts';
import type { SpanStore } from '../store/span/store.ts';
import type { ExceptionReader } from '../store/stat/exceptions.ts';
import type { SlowQueries } from './status/slow-queries.ts';

/** Everything that routes read from. */
export interface Sources {
  readonly clock: Clock;
  readonly agents: AgentReader;
  readonly applications: ApplicationStore;
  readonly collectors: CollectorStore;
  readonly refusals: Refusals;
  readonly spans: SpanStore;
  readonly dots: ScatterStore;
  readonly map: MapStore;
  readonly names: MetadataStore;
  readonly exceptions: ExceptionReader;
  readonly counts: SpanCounts;
  readonly health: Health;
  readonly settling: Pick<Settler, 'behind'>;
  readonly slow: SlowQueries;
  readonly storage: Pick<Storage, 'state' | 'keeps'>;
}
