import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noCounts, summary, table } from './summary.mjs';

const suite = (name, counts) => ({
  name,
  budget: 180,
  seconds: 1.5,
  counts: { ...noCounts, ...counts },
});

describe('the summary of npm test', () => {
  test('adds up the suites and ends in the lines of node:test', () => {
    const { text, passed } = summary([
      suite('unit', { tests: 5, passed: 4, skipped: 1, suites: 2 }),
      suite('system', { tests: 2, passed: 2 }),
    ]);
    assert.equal(passed, true);
    assert.equal(
      text,
      '# tests 7\n# suites 2\n# pass 6\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0\n# duration_ms 3000',
    );
  });

  test('is not well when one test of one suite failed or was cancelled', () => {
    assert.equal(
      summary([suite('unit', { tests: 9, passed: 9 }), suite('system', { tests: 1, failed: 1 })]).passed,
      false,
    );
    assert.equal(summary([suite('unit', { tests: 1, cancelled: 1 })]).passed, false);
  });

  test('is not well when nothing ran, or all that ran was skipped', () => {
    assert.equal(summary([]).passed, false);
    assert.equal(summary([suite('unit', { tests: 3, skipped: 3 })]).passed, false);
  });

  test('shows the seconds of each suite beside its budget', () => {
    assert.match(table([suite('unit', { tests: 5, failed: 1 })]), /^unit +5 +1 +0 +1\.5 +180$/m);
  });
});
