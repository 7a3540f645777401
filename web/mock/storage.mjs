const DAY = 86_400_000;
const GIB = 1024 ** 3;
const dayName = (at) => new Date(at).toISOString().slice(0, 10);

/** How full the storage of the made-up shop is: eight days, growing a little each. */
export function storage(now, empty) {
  const daily = (kind, count, size, setting, days) => ({
    kind,
    period: 'day',
    retention: { days, setting },
    oldest: dayName(now - (count - 1) * DAY),
    days: Array.from({ length: count }, (_, at) => ({
      day: dayName(now - (count - 1 - at) * DAY),
      bytes: Math.round(size * (1 + at / 20) * (at === count - 1 ? 0.4 : 1)),
      rows: 10_000,
      spans: kind === 'trace' ? 9_000_000 + at * 400_000 : null,
    })),
  });
  const kinds = empty
    ? []
    : [
        daily('trace', 8, 1.2 * GIB, 'FINEPOINT_RETENTION_TRACE', 7),
        daily('number', 8, 0.2 * GIB, 'FINEPOINT_RETENTION_STAT', 7),
        daily('error', 31, 0.01 * GIB, 'FINEPOINT_RETENTION_ERROR', 30),
      ].map((kind) => ({
        ...kind,
        bytes: kind.days.reduce((sum, { bytes }) => sum + bytes, 0),
        rows: kind.days.length * 10_000,
      }));
  return {
    quota: 80 * GIB,
    used: kinds.reduce((sum, { bytes }) => sum + bytes, 0),
    free: 64 * GIB,
    size: 100 * GIB,
    minFree: 2 * GIB,
    guard: 'open',
    why: '',
    growthPerDay: empty ? null : Math.round(1.6 * GIB),
    daysUntilQuota: null,
    kinds,
  };
}
