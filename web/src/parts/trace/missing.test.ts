import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameMissing } from './missing.ts';
import { sample } from './sample.ts';

const t = (key: string, values: Readonly<Record<string, string | number>> = {}) =>
  [key, values.number ?? [values.expected, values.came].filter(Boolean).join('–')].filter(Boolean).join(' ');
const missing = (what: string, state: string, hidden: string) =>
  sample([
    { depth: 0 },
    {
      depth: 1,
      kind: 'missing',
      title: 'for programs',
      details: [
        { name: 'missing', value: what },
        { name: 'state', value: state },
        { name: 'hidden', value: hidden },
      ],
    },
  ]);

test('a missing part says what it is, whether it may still come, and what hangs on it', () => {
  const [first, part] = nameMissing(missing('events', 'waiting', '1200'), t).rows;
  assert.equal(first?.title, 'row 0');
  assert.equal(part?.title, 'trace.missing.events: trace.missing.waiting');
  assert.equal(part?.argument, 'trace.missing.hidden 1,200');
  assert.deepEqual(part?.details, []);
});

test('why it is missed is said where the server tells: which call should have come, and which came in its place', () => {
  const trace = missing('events', 'lost', '2');
  trace.rows[1]?.details.push({ name: 'expected', value: '3' }, { name: 'came', value: '5' });
  assert.deepEqual(nameMissing(trace, t).rows[1]?.details, [
    { name: 'trace.missing.why', value: 'trace.missing.whys.events 3–5' },
  ]);
});

test('a kind of missing part that is not known keeps the name that the server gave it', () => {
  assert.equal(nameMissing(missing('moon', 'lost', '0'), t).rows[1]?.title, 'for programs');
});

test('a whole trace is left as it is', () => {
  const whole = sample([{ depth: 0 }]);
  assert.equal(nameMissing(whole, t), whole);
});
