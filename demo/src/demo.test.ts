import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PApiMetaDataSchema, PSpanMessageBatchSchema, PSpanMessageSchema, PStatMessageSchema } from '@finepoint/wire';
import { TestCollector } from './collector.test-data.ts';
import { type Demo, startDemo } from './demo.ts';

describe('the demo at a collector', () => {
  let collector: Awaited<ReturnType<typeof TestCollector.start>>;
  let demo: Demo;

  before(async () => {
    collector = await TestCollector.start();
    demo = startDemo({ ...collector.address, rate: 10, seed: 1 });
    await sleep(2500);
    await demo.stop();
  });
  after(() => collector.stop());

  const messages = () => [
    ...collector.messages(PSpanMessageSchema),
    ...collector.messages(PSpanMessageBatchSchema).flatMap(({ span }) => span),
  ];

  test('is fifteen agents, each with one session and one command stream', () => {
    assert.equal(demo.sent.agentIds.length, 15);
    for (const agentId of demo.sent.agentIds) {
      assert.equal(collector.of('PingSession', agentId).length, 1, agentId);
      const commands = [...collector.of('HandleCommand', agentId), ...collector.of('HandleCommandV2', agentId)];
      assert.equal(commands.length, 1, agentId);
    }
  });

  test('counts as sent exactly what arrived', () => {
    const { acknowledged, written } = demo.sent.total;
    assert.ok(acknowledged > 50 && written > 50);
    assert.equal(acknowledged + written, messages().length);
  });

  test('sends whole traces: every parent of a span has arrived', () => {
    const spans = messages().flatMap(({ field }) => (field.case === 'span' ? [field.value] : []));
    const known = new Set(spans.map(({ spanId }) => spanId));
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === -1n);
    assert.ok(roots.length > 10);
    // The caller of a span that came in the last moment may still be at work when the demo stops.
    const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== -1n && !known.has(parentSpanId));
    assert.ok(orphans.length < spans.length / 4, `${orphans.length} of ${spans.length}`);
  });

  test('names every API that a span refers to', () => {
    for (const agentId of demo.sent.agentIds) {
      const ids = new Set(collector.messages(PApiMetaDataSchema, agentId).map(({ apiId }) => apiId));
      const own = [
        ...collector.messages(PSpanMessageSchema, agentId),
        ...collector.messages(PSpanMessageBatchSchema, agentId).flatMap(({ span }) => span),
      ];
      for (const { field } of own) {
        const apis = field.case === undefined ? [] : field.value.spanEvent.map(({ apiId }) => apiId);
        for (const apiId of apis) assert.ok(apiId === 0 || ids.has(apiId), `${agentId}: API ${apiId}`);
      }
    }
  });

  test('opens its streams of statistics', () => {
    assert.equal(collector.messages(PStatMessageSchema).length, 0);
    assert.equal(collector.of('SendAgentStat').length, 15);
  });
});
