import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackedTrace } from '../../server/src/query/schema/trace.ts';
import { alignTrace } from '../../server/src/query/trace/align.ts';
import { packTrace } from '../../server/src/query/trace/pack.ts';
import { ms, namesOf, traces } from '../../server/src/query/trace/trace.test-data.ts';
import { viewTrace } from '../../server/src/query/trace/view.ts';
import { NotATrace, unpack } from '../../web/src/parts/trace/unpack.ts';

const captures = ['java-agent', 'python-agent', 'go-agent', 'mixed-chain', 'node-agent/v1.4.2-koa2-ioredis5'];

test('a trace that was packed, sent or saved, and read again is the same trace', () => {
  for (const capture of captures) {
    const names = namesOf(capture);
    for (const { received } of traces(capture)) {
      const trace = viewTrace(alignTrace(received, { now: ms(3_600_000) }), names);
      const packed = packTrace(trace);
      assert.deepEqual(unpack(JSON.parse(JSON.stringify(packed))), JSON.parse(JSON.stringify(trace)));
    }
  }
});

test('a file that is no trace, or is damaged anywhere, is refused with the place that is wrong', () => {
  const [first] = traces('mixed-chain');
  assert.ok(first);
  const whole = JSON.stringify(
    packTrace(viewTrace(alignTrace(first.received, { now: ms(3_600_000) }), namesOf('mixed-chain'))),
  );
  const damaged = (change: (trace: PackedTrace) => void): unknown => {
    const trace: PackedTrace = JSON.parse(whole);
    change(trace);
    return trace;
  };
  const cases: [RegExp, unknown][] = [
    [/^the file: an object expected/, 'nothing'],
    [/^format:/, { rows: [] }],
    [/^version: 1 expected, 2 found/, { format: 'finepoint-trace', version: 2 }],
    [/^columns.title: \d+ entries, \d+ expected/, damaged(({ columns }) => columns.title.pop())],
    [/^columns.title: 99999 is no place in texts/, damaged(({ columns }) => columns.title.fill(99_999))],
    [/^columns.parent: entry 1 /, damaged(({ columns }) => columns.parent.splice(1, 1, 7))],
    [/^columns.kind/, damaged(({ columns }) => columns.kind.fill(42))],
    [/^sql.binds/, damaged(({ sql }) => sql.binds.push([1]))],
  ];
  for (const [says, file] of cases) {
    assert.throws(
      () => unpack(file),
      (error) => error instanceof NotATrace && says.test(error.message),
      `${says}`,
    );
  }
});
