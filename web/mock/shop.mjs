/** A made-up shop: its applications, agents and who calls whom. Everything derives from the time asked for, so it stays the same. */

const codes = {
  SPRING_BOOT: 1210,
  NODE: 1400,
  PHP: 1500,
  PYTHON: 1700,
  GO: 1800,
  MYSQL: 2101,
  POSTGRESQL: 2501,
  REDIS: 8200,
  KAFKA_CLIENT: 8660,
  USER: 2,
  UNKNOWN: 1,
};
const categories = {
  MYSQL: 'DATABASE',
  POSTGRESQL: 'DATABASE',
  REDIS: 'CACHE',
  KAFKA_CLIENT: 'MESSAGE_BROKER',
  USER: 'USER',
  UNKNOWN: 'UNKNOWN',
};

const name = (applicationName, serviceType, serviceName = 'DEFAULT') => ({
  serviceName,
  applicationName,
  serviceType,
  serviceTypeCode: codes[serviceType],
});
export const keyOf = (application) =>
  `${application.serviceName}^${application.applicationName}^${application.serviceType}`;

const member = (application, instances, rate, typical) => ({
  application,
  instances,
  rate,
  typical,
  key: keyOf(application),
});
export const members = [
  member(name('USER', 'USER'), 0, 0, 0),
  member(name('shop-web', 'NODE'), 3, 14, 120),
  member(name('shop-api', 'SPRING_BOOT'), 4, 18, 60),
  member(name('order-api', 'SPRING_BOOT'), 2, 6, 180),
  member(name('payment', 'GO'), 2, 2.5, 420),
  member(name('catalog', 'PYTHON', 'SHOP'), 3, 11, 35),
  member(name('backoffice', 'PHP'), 1, 0.4, 260),
  member(name('shop', 'MYSQL'), 2, 40, 6),
  member(name('orders', 'POSTGRESQL'), 1, 9, 12),
  member(name('REDIS', 'REDIS'), 1, 30, 1),
  member(name('order-events', 'KAFKA_CLIENT'), 0, 4, 3),
  member(name('api.bank.example:443', 'UNKNOWN'), 0, 2.4, 380),
];
const at = (applicationName, type) =>
  members.find(
    (one) => one.application.applicationName === applicationName && (!type || one.application.serviceType === type),
  );

/** caller, callee, calls per second, ms a call takes, share of failures */
export const links = [
  ['USER', 'shop-web', 14, 120, 0.004],
  ['USER', 'backoffice', 0.4, 260, 0.01],
  ['shop-web', 'shop-api', 18, 60, 0.006],
  ['shop-api', 'catalog', 11, 35, 0.002],
  ['shop-api', 'order-api', 6, 180, 0.02],
  ['shop-api', 'shop', 24, 6, 0],
  ['shop-api', 'REDIS', 30, 1, 0],
  ['order-api', 'payment', 2.5, 420, 0.14],
  ['order-api', 'orders', 9, 12, 0],
  ['order-api', 'order-events', 4, 3, 0],
  ['payment', 'api.bank.example:443', 2.4, 380, 0.13],
  ['catalog', 'shop', 16, 5, 0],
  ['backoffice', 'shop', 2, 14, 0],
  ['backoffice', 'order-api', 0.2, 190, 0.01],
].map(([from, to, rate, typical, failing]) => ({ from: at(from), to: at(to), rate, typical, failing }));

/** A number from 0 to 1 that depends on its arguments only. */
export function chance(...seeds) {
  let hash = 2166136261;
  for (const seed of seeds) {
    for (const char of String(seed)) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2246822519);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 4294967296;
}

/** Response times have a long tail; now and then there are ten minutes of trouble. */
export function elapsedOf(typical, seed, time) {
  const trouble = Math.floor(time / 600_000) % 9 === 4 ? 4 : 1;
  const tail = chance(seed, 'tail');
  const factor = tail > 0.995 ? 30 : tail > 0.97 ? 8 : 1;
  return Math.max(
    0,
    Math.round(typical * trouble * factor * Math.exp((chance(seed, 'a') + chance(seed, 'b') - 1) * 1.6)),
  );
}

const words = {
  NODE: ['1.4.2', 'v22.11.0'],
  SPRING_BOOT: ['3.1.0', '17.0.13'],
  GO: ['1.4.7', 'go1.26.8'],
  PYTHON: ['2.2.0', '3.11.7'],
  PHP: ['0.7.0', '8.2.28'],
};

export function agentsOf(one, now) {
  const { applicationName, serviceType } = one.application;
  const generated = serviceType === 'PYTHON';
  return Array.from({ length: one.instances }, (_, index) => {
    const agentName = `${applicationName}-${index + 1}`;
    const startTime = now - (now % 3_600_000) - Math.round((2 + chance(agentName) * 200) * 3_600_000);
    const received = Math.round((one.rate / one.instances) * ((now - startTime) / 1000));
    const rejected = agentName === 'payment-2' ? { MESSAGE_INVALID: 12, SERVER_BUSY: 340 } : {};
    const state =
      agentName === 'shop-api-4'
        ? 'disconnected'
        : agentName === 'catalog-3'
          ? 'shutdown'
          : agentName === 'order-api-2'
            ? 'reconnecting'
            : 'running';
    return {
      agentId: generated ? `${'AZOu4x1yTkKQm0sV8dYb'.slice(0, 20)}${index}A` : agentName,
      agentName,
      application: one.application,
      startTime,
      state,
      lastSeen:
        state === 'running'
          ? now - Math.floor(chance(agentName, Math.floor(now / 5000)) * 4000)
          : now - (state === 'reconnecting' ? 40_000 : 5_400_000),
      host: `ip-10-0-${one.application.serviceTypeCode % 7}-${20 + index}`,
      ip: `10.0.${one.application.serviceTypeCode % 7}.${20 + index}`,
      pid: 1000 + Math.floor(chance(agentName, 'pid') * 30000),
      version: words[serviceType]?.[0] ?? '',
      vmVersion: words[serviceType]?.[1] ?? '',
      container: serviceType !== 'PHP',
      received,
      stored: received - Object.values(rejected).reduce((sum, count) => sum + count, 0),
      rejected,
    };
  });
}

export const applications = members.filter((one) =>
  ['NODE', 'SPRING_BOOT', 'GO', 'PYTHON', 'PHP'].includes(one.application.serviceType),
);
export const categoryOf = (one) => categories[one.application.serviceType] ?? 'SERVER';
export const find = (id, service = 'DEFAULT') =>
  applications.find(
    ({ application }) =>
      `${application.applicationName}@${application.serviceType}` === id && application.serviceName === service,
  );
