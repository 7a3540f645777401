import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Identity, Language } from './identity.ts';
import { Gauges } from './stat.ts';

const gauges = (language: Language) => {
  const identity: Identity = {
    language,
    application: 'a',
    agentId: 'a-1',
    agentName: 'a-1',
    startTime: 1,
    hostname: 'a-1',
    ip: '10.0.0.1',
    pid: 1,
    libraries: [],
    pool: { database: 'shop', url: 'jdbc:mysql://mysql-shop:3306/shop', size: 10 },
  };
  return new Gauges(identity, { next: () => 0.5 });
};

const sample = { newCount: 3, continued: 2, average: 40, max: 90, active: [12, 1, 0, 0] as const };

test('Java measures its requests, and a pool that has no more connections than it may', () => {
  const stat = gauges('java').stat(10_000, 5000, sample);
  assert.deepEqual(stat.transaction, { sampledNewCount: 3n, sampledContinuationCount: 2n });
  assert.deepEqual(stat.responseTime, { avg: 40n, max: 90n });
  assert.deepEqual(stat.activeTrace?.histogram?.activeTraceCount, [12, 1, 0, 0]);
  const [pool] = stat.dataSourceList?.dataSource ?? [];
  assert.deepEqual([pool?.activeConnectionSize, pool?.maxConnectionSize], [10, 10]);
});

test('Node.js counts no transactions and always says one second', () => {
  const stat = gauges('node').stat(10_000, 5000, sample);
  assert.deepEqual([stat.transaction, stat.collectInterval], [undefined, 1000n]);
});

test('the collector-agent in front of PHP gives its interval in seconds', () => {
  assert.equal(gauges('php').stat(10_000, 5000, sample).collectInterval, 5n);
});

test('Python says -1 for what it does not know', () => {
  const { gc } = gauges('python').stat(10_000, 5000, sample);
  assert.deepEqual([gc?.jvmMemoryNonHeapMax, gc?.jvmGcOldCount], [-1n, -1n]);
});

test('memory fills up with requests until garbage is collected, and never beyond what there is', () => {
  const java = gauges('java');
  const stats = Array.from({ length: 300 }, (_, index) => java.stat(index * 5000, 5000, sample).gc);
  const used = stats.map((gc) => gc?.jvmMemoryHeapUsed ?? 0n);
  assert.ok(used.every((bytes, index) => bytes > 0n && bytes < (stats[index]?.jvmMemoryHeapMax ?? 0n)));
  assert.ok(used.some((bytes, index) => bytes < (used[index - 1] ?? 0n)));
  const [first, last] = [stats[0], stats.at(-1)];
  assert.ok((last?.jvmGcOldCount ?? 0n) > (first?.jvmGcOldCount ?? 0n));
});

test('processors are busier the more requests come', () => {
  const idle = gauges('go').stat(0, 5000, { ...sample, newCount: 0, continued: 0 });
  const busy = gauges('go').stat(0, 5000, { ...sample, newCount: 100 });
  assert.ok((busy.cpuLoad?.jvmCpuLoad ?? 0) > (idle.cpuLoad?.jvmCpuLoad ?? 1));
});
