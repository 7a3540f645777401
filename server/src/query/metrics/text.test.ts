import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsText } from './text.ts';

const metric = { name: 'a', help: 'About a.', type: 'gauge' } as const;

test('a metric is its help, its type and its samples', () => {
  const samples = [{ value: 1.5 }, { labels: { kind: 'x', other: 'y' }, value: 0 }];
  assert.equal(
    metricsText([{ ...metric, samples }]),
    '# HELP a About a.\n# TYPE a gauge\na 1.5\na{kind="x",other="y"} 0\n',
  );
});

test('what a label holds cannot end it', () => {
  const labels = { reason: 'a"} 1\nb{c="\\' };
  const [, , line, ...more] = metricsText([{ ...metric, samples: [{ labels, value: 1 }] }])
    .trimEnd()
    .split('\n');
  assert.equal(line, 'a{reason="a\\"} 1\\nb{c=\\"\\\\"} 1');
  assert.deepEqual(more, []);
});

test('a metric without samples is left out', () => {
  assert.equal(metricsText([{ ...metric, samples: [] }]), '\n');
});

test('numbers that are none are written as Prometheus reads them', () => {
  const samples = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map((value) => ({ value }));
  assert.deepEqual(
    metricsText([{ ...metric, samples }])
      .trimEnd()
      .split('\n')
      .slice(2),
    ['a +Inf', 'a -Inf', 'a NaN'],
  );
});
