import { encode } from '../src/charts/scatter/encode.ts';
import { agentsOf, chance, elapsedOf } from './shop.mjs';
import { pathOf } from './trace.mjs';

const failingFor = { payment: 0.14, 'order-api': 0.02 };

/** The dots of an application between two times, oldest first; not more than 200,000. */
export function dotsOf(member, from, to, now) {
  const agents = agentsOf(member, now).filter((agent) => agent.state === 'running');
  const dots = [];
  const end = Math.min(to, now);
  const rate = Math.min(member.rate, (200_000 * 1000) / Math.max(1, end - from));
  for (let second = Math.floor(from / 1000); second * 1000 < end; second++) {
    const count = Math.floor(rate) + (chance(member.key, second, 'n') < rate % 1 ? 1 : 0);
    for (let i = 0; i < count; i++) {
      const seed = `${member.key}${second}-${i}`;
      const time = second * 1000 + Math.floor(chance(seed, 't') * 1000);
      if (time < from || time >= end) continue;
      const elapsed = elapsedOf(member.typical, seed, time);
      const failed = chance(seed, 'e') < (failingFor[member.application.applicationName] ?? 0.005);
      dots.push({
        seed,
        time,
        elapsed,
        failed,
        agent: Math.floor(chance(seed, 'g') * agents.length),
        sequence: second * 100 + i,
      });
    }
  }
  return { agents, dots: dots.sort((a, b) => a.time - b.time) };
}

export function scatter(member, { from, to, agent }, now) {
  const { agents, dots } = dotsOf(member, from, to, now);
  const shown = agent ? dots.filter((dot) => agents[dot.agent]?.agentId === agent) : dots;
  return Buffer.from(
    encode(
      from,
      to,
      shown.map((dot) => ({ at: dot.time, elapsed: dot.elapsed, failed: dot.failed, agent: dot.agent })),
      agents.map(({ agentId, agentName, startTime }) => ({ agentId, agentName, startTime })),
    ),
  );
}

export function transactions(member, query, now) {
  const { agents, dots } = dotsOf(member, query.from, query.to, now);
  const {
    elapsedFrom = 0,
    elapsedTo = Infinity,
    status = 'all',
    agent,
    order = 'time',
    direction = 'desc',
    offset = 0,
    limit = 100,
  } = query;
  const found = dots.filter(
    (dot) =>
      dot.elapsed >= Number(elapsedFrom) &&
      dot.elapsed <= Number(elapsedTo) &&
      (status === 'all' || (status === 'failed') === dot.failed) &&
      (!agent || agents[dot.agent]?.agentId === agent),
  );
  const sign = direction === 'asc' ? 1 : -1;
  found.sort((a, b) => sign * (a[order] - b[order]));
  return {
    total: found.length,
    items: found.slice(Number(offset), Number(offset) + Number(limit)).map((dot) => {
      const { agentId, agentName, startTime } = agents[dot.agent];
      return {
        traceId: `${agentId}^${startTime}^${dot.sequence}`,
        spanId: String(dot.sequence * 16_807),
        at: dot.time,
        startTime: dot.time - dot.elapsed,
        elapsed: dot.elapsed,
        path: pathOf(dot.seed),
        endPoint: `${member.application.applicationName}:8080`,
        clientAddress: `203.0.113.${1 + (dot.sequence % 250)}`,
        failed: dot.failed,
        exception: dot.failed ? { className: 'java.net.SocketTimeoutException', message: 'Read timed out' } : null,
        agentId,
        agentName,
        application: member.application,
      };
    }),
  };
}
