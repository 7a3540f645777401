import { fromBinary } from '@bufbuild/protobuf';
import { PAgentInfoSchema } from '@finepoint/wire';
import { getOrMake } from '../lib/get-or-make.ts';
import type { Millis } from '../lib/time.ts';
import { type Heartbeat, SILENCE } from '../store/agent/collector-store.ts';
import type { AgentRecord, Presence } from '../store/agent/store.ts';
import { type Application, applicationKey } from '../store/application.ts';
import { applicationName } from './application-name.ts';
import type { AgentState, AgentView } from './schema/agent.ts';
import type { ApplicationSummary } from './schema/application.ts';

/** After a collector's start agents need so long to open their ping sessions again (agents-observed.md). */
const RECONNECTING = 90_000;

/** An agent without a ping session lives as long as anything comes from it: statistics come at least once a minute. */
const QUIET = 90_000;

/** The state of an agent, computed from what its collectors last said of it. */
export function stateOf(record: AgentRecord, collectors: readonly Heartbeat[], now: Millis): AgentState {
  const alive = new Map(collectors.filter(({ beatAt }) => now - beatAt <= SILENCE).map((beat) => [beat.writer, beat]));
  const all = [...record.presence];
  // Its first call came a moment ago: who it is has been stored, what it does not yet.
  if (all.length === 0) return 'unknown';
  const present = all.filter(([writer]) => alive.has(writer)).map(([, presence]) => presence);
  if (present.some(({ sessions }) => sessions > 0)) return 'running';
  const latest = lastSeen(record);
  const left = Math.max(0, ...all.map(([, { leftAt }]) => leftAt));
  if (left > 0 && left >= latest - QUIET) return 'shutdown';
  if (present.some((presence) => now - presence.lastSeen <= QUIET)) return 'running';
  // Known to a collector that is gone, and not yet to the one that took its place a moment ago.
  const wasOpen = all.some(([, { sessions }]) => sessions > 0);
  const awaited = [...alive.values()].some(
    ({ startedAt }) => now - startedAt < RECONNECTING && (wasOpen || latest > startedAt - RECONNECTING),
  );
  return awaited ? 'reconnecting' : 'disconnected';
}

export const lastSeen = ({ presence }: AgentRecord): number =>
  Math.max(0, ...[...presence.values()].map((of) => of.lastSeen));

export function viewAgent(record: AgentRecord, state: AgentState): AgentView {
  const { agent, info } = record;
  const told = info === undefined ? undefined : fromBinary(PAgentInfoSchema, info);
  const presence = [...record.presence.values()];
  const sum = (of: (one: Presence) => number): number => presence.reduce((total, one) => total + of(one), 0);
  const rejected = new Map<string, number>();
  for (const one of presence) {
    for (const [reason, count] of Object.entries(one.rejected))
      rejected.set(reason, (rejected.get(reason) ?? 0) + count);
  }
  const lost = presence.toSorted((a, b) => (b.lostAt ?? 0) - (a.lostAt ?? 0))[0];
  return {
    agentId: agent.agentId,
    agentName: agent.agentName,
    application: applicationName(agent.application),
    startTime: agent.startTime,
    state,
    lastSeen: lastSeen(record),
    host: told?.hostname ?? '',
    ip: told?.ip ?? '',
    pid: told?.pid ?? 0,
    version: told?.agentVersion ?? '',
    vmVersion: told?.vmVersion ?? '',
    container: told?.container ?? false,
    received: sum((one) => one.received),
    stored: sum((one) => one.stored),
    rejected: Object.fromEntries(rejected),
    paused: sum((one) => one.paused ?? 0),
    lostAt: lost?.lostAt ?? 0,
    lostReason: lost?.lostReason ?? '',
  };
}

/** Every application that is known, with how many of its agents run; those seen last come last. */
export function summarize(
  applications: readonly Application[],
  records: readonly AgentRecord[],
  stateOfRecord: (record: AgentRecord) => AgentState,
): ApplicationSummary[] {
  const summaries = new Map<string, { application: Application; agents: number; lastSeen: number }>();
  for (const application of applications) {
    summaries.set(applicationKey(application), { application, agents: 0, lastSeen: 0 });
  }
  for (const record of records) {
    const { application } = record.agent;
    if (application.type < 0) continue;
    const summary = getOrMake(summaries, applicationKey(application), () => ({ application, agents: 0, lastSeen: 0 }));
    if (stateOfRecord(record) === 'running') summary.agents++;
    summary.lastSeen = Math.max(summary.lastSeen, lastSeen(record));
  }
  return [...summaries.values()]
    .map(({ application, ...rest }) => ({ ...applicationName(application), ...rest }))
    .sort((a, b) => a.serviceName.localeCompare(b.serviceName) || a.applicationName.localeCompare(b.applicationName));
}
