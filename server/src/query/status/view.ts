import type { Health } from '../../store/health/health.ts';
import type { Settler } from '../../store/settle/settler.ts';
import { applicationName } from '../application-name.ts';
import type { Totals } from '../metrics/span-totals.ts';
import type { Status } from '../schema/status.ts';
import type { SlowQueries } from './slow-queries.ts';

export interface Measured {
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
  readonly residentBytes: number;
  readonly health: Pick<Health, 'main' | 'receivers'>;
  readonly behind: Settler['behind'];
  readonly spans: Totals;
  readonly refused: number;
  readonly slow: Pick<SlowQueries, 'latest' | 'count'>;
}

/** Agents whose lag is told. */
const AGENTS = 100;

export function viewStatus({ health, behind, spans, slow, ...rest }: Measured): Status {
  const { receivers, lag } = receiversOf(health);
  const agents = health
    .receivers()
    .flatMap((of) => of.agents)
    .map(({ agent, ...figures }) => ({
      agentId: agent.agentId,
      agentName: agent.agentName,
      application: applicationName(agent.application),
      ...figures,
    }));
  return {
    ...rest,
    ...health.main,
    receivers,
    lag: {
      ...lag,
      agents: agents.sort((a, b) => b.p99 - a.p99).slice(0, AGENTS),
    },
    settling: { pieces: behind.pieces, oldest: behind.oldest ?? null },
    spans: { ...spans, rejected: Object.fromEntries(spans.rejected) },
    slow: [...slow.latest()],
    slowCount: slow.count,
  };
}

/** What receivers said last, and the lag of the slowest. */
export function receiversOf(
  health: Pick<Health, 'receivers'>,
): Pick<Status, 'receivers'> & { lag: { p50: number; p99: number } } {
  const said = health.receivers();
  return {
    receivers: said.map(({ receiver, at, spansPerSecond, waiting, room, loop, flush }) => ({
      receiver,
      at,
      spansPerSecond,
      waiting,
      room: Math.round(room),
      busy: loop.busy,
      delayP99: loop.delayP99,
      flush,
    })),
    lag: {
      p50: Math.max(0, ...said.map(({ lag }) => lag.p50)),
      p99: Math.max(0, ...said.map(({ lag }) => lag.p99)),
    },
  };
}
