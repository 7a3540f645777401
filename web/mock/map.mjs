import { agentsOf, applications, categoryOf, chance, elapsedOf, links, members } from './shop.mjs';

const limits = { FAST: [100, 300, 500], NORMAL: [1000, 3000, 5000] };

/** Counts of `rate` calls a second over a stretch, from at most 400 sampled calls. */
function histogram(rate, typical, failing, schema, from, to, seed) {
  const total = Math.round(((rate * (to - from)) / 1000) * (0.8 + 0.4 * chance(seed, Math.floor(from / 60_000))));
  const samples = Math.min(total, 400);
  const view = { schema, slots: [0, 0, 0, 0], errors: 0, total, sum: 0, max: 0 };
  for (let i = 0; i < samples; i++) {
    const time = from + ((to - from) * i) / samples;
    const elapsed = elapsedOf(typical, `${seed}${i}${Math.floor(from / 60_000)}`, time);
    view.sum += elapsed;
    view.max = Math.max(view.max, elapsed);
    if (chance(seed, i, from) < failing) view.errors++;
    else {
      const slot = limits[schema].findIndex((limit) => elapsed <= limit);
      view.slots[slot < 0 ? 3 : slot]++;
    }
  }
  const scale = samples === 0 ? 0 : total / samples;
  view.errors = Math.round(view.errors * scale);
  view.slots = view.slots.map((count) => Math.round(count * scale));
  view.total = view.errors + view.slots.reduce((sum, count) => sum + count, 0);
  view.sum = Math.round(view.sum * scale);
  return view;
}

const schemaOf = (member) =>
  categoryOf(member) === 'CACHE' || categoryOf(member) === 'MESSAGE_BROKER' ? 'FAST' : 'NORMAL';
const failingOf = (member) => Math.max(0, ...links.filter((link) => link.to === member).map((link) => link.failing));

function apdex({ slots, total }) {
  const [satisfied = 0, tolerating = 0] = slots;
  return {
    score: total === 0 ? 0 : Math.floor(((satisfied + tolerating / 2) / total) * 1000) / 1000,
    satisfied,
    tolerating,
    total,
  };
}

function reach(start, depth, forward) {
  const reached = new Set([start]);
  const found = new Set();
  for (let step = 0; step < depth; step++) {
    for (const link of links) {
      if (reached.has(forward ? link.from : link.to)) found.add(link);
    }
    for (const link of found) reached.add(forward ? link.to : link.from);
  }
  return found;
}

const linkKey = (link) => `${link.from.key}~${link.to.key}`;

export function serverMap(center, { from, to, inbound = 1, outbound = 2, wasOnly }) {
  const used = new Set([...reach(center, inbound, false), ...reach(center, outbound, true)]);
  const kept = [...used].filter(
    (link) => wasOnly !== 'true' || (applications.includes(link.to) && applications.includes(link.from)),
  );
  const shown = members.filter((one) => one === center || kept.some((link) => link.from === one || link.to === one));
  return {
    from,
    to,
    center: center.key,
    nodes: shown.map((one) => {
      const user = links.find((link) => link.from === one && one.application.serviceType === 'USER');
      const view = histogram(
        one.rate || user?.rate || 0,
        one.typical || user?.typical || 1,
        failingOf(one),
        schemaOf(one),
        from,
        to,
        one.key,
      );
      return {
        key: one.key,
        application: one.application,
        category: categoryOf(one),
        histogram: view,
        apdex: apdex(view),
        instances: one.instances,
        alert: view.errors / Math.max(1, view.total) >= 0.1,
      };
    }),
    links: kept.map((link) => {
      const view = histogram(link.rate, link.typical, link.failing, schemaOf(link.to), from, to, linkKey(link));
      return {
        key: linkKey(link),
        from: link.from.key,
        to: link.to.key,
        histogram: view,
        alert: view.errors / Math.max(1, view.total) >= 0.1,
      };
    }),
  };
}

const slotWidth = (wide) => [5000, 10_000, 60_000, 600_000, 3_600_000].find((slot) => wide / slot <= 120) ?? 3_600_000;

export function panel(key, { from, to }, now) {
  const link = links.find((one) => linkKey(one) === key);
  const member = members.find((one) => one.key === key);
  const subject =
    link ??
    (member && { rate: member.rate || 14, typical: member.typical || 120, failing: failingOf(member), to: member });
  if (!subject) return undefined;
  const schema = schemaOf(subject.to);
  const slot = slotWidth(to - from);
  const series = [];
  for (let start = Math.floor(from / slot) * slot; start < to; start += slot) {
    const view =
      start > now
        ? undefined
        : histogram(subject.rate, subject.typical, subject.failing, schema, start, start + slot, key);
    series.push({
      at: start,
      slots: view?.slots ?? [0, 0, 0, 0],
      errors: view?.errors ?? 0,
      sum: view?.sum ?? 0,
      max: view?.max ?? 0,
    });
  }
  const whole = histogram(subject.rate, subject.typical, subject.failing, schema, from, to, key);
  const parts = agentsOf(subject.to, now);
  return {
    key,
    histogram: whole,
    apdex: apdex(whole),
    percentiles:
      whole.total === 0 ? null : { p50: subject.typical, p95: subject.typical * 4.2, p99: subject.typical * 12.5 },
    slot,
    series,
    agents: parts.map(({ agentId, agentName }) => ({
      agentId,
      agentName: categoryOf(subject.to) === 'SERVER' ? agentName : `10.0.3.${agentName.at(-1)}:3306`,
      histogram: histogram(
        subject.rate / parts.length,
        subject.typical,
        subject.failing,
        schema,
        from,
        to,
        key + agentId,
      ),
    })),
  };
}
