import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Random } from '../../../bench/generate/random.ts';
import { maskPersonal } from '../../../server/src/ingest/mask/personal.ts';
import { isSecretName, maskQuery, maskSetting } from '../../../server/src/ingest/mask/secret.ts';
import { splitList, statement } from '../../../server/src/query/trace/sql.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';

const pieces = [
  'a@b.c',
  '@',
  'a',
  '.',
  '1',
  '-',
  ' ',
  '4111111111111111',
  '?',
  '&',
  '=',
  ';',
  '#',
  'token',
  '+82',
  '010',
];
const MARGIN = 8;

/** Text in the middle of other bytes: nothing around it may change. */
function textOf(random: Random): Buffer {
  const some = Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces));
  const text = random.chance(0.05)
    ? some.join('').repeat(1 + random.popular(4_000))
    : Array.from({ length: random.below(30) }, () => random.pick(some)).join('');
  return Buffer.concat([Buffer.alloc(MARGIN, 'a@1?'), Buffer.from(text), Buffer.alloc(MARGIN, '=1@a')]);
}

const masks: Record<string, (bytes: Buffer, from: number, to: number) => void> = {
  'personal data': maskPersonal,
  queries: (bytes, from, to) => maskQuery(bytes, from, to, true),
  URLs: (bytes, from, to) => maskQuery(bytes, from, to, false),
  settings: maskSetting,
  'names of secrets': isSecretName,
};

for (const [what, mask] of Object.entries(masks)) {
  test(`looking for ${what} touches nothing around the text`, () => {
    attempt(
      sized(20_000, 200_000),
      textOf,
      (bytes) => {
        const before = Buffer.from(bytes);
        mask(bytes, MARGIN, bytes.length - MARGIN);
        for (const [from, to] of [
          [0, MARGIN],
          [bytes.length - MARGIN, bytes.length],
        ] as const) {
          assert.ok(bytes.subarray(from, to).equals(before.subarray(from, to)));
        }
      },
      [],
    );
  });
}

const sqlPieces = ['0#', '1$', '9#', '?', "'", '"', '/*', '*/', '--', '//', '\n', ',', ',,', 'a', ' ', '$&', '...(3)'];

test('literals and binds of any text are put into statements of any text', () => {
  const text = (random: Random): string => {
    const some = Array.from({ length: random.below(30) }, () => random.pick(sqlPieces)).join('');
    return random.chance(0.02) ? some.repeat(1 + random.below(200)) : some;
  };
  attempt(
    sized(50_000, 500_000),
    (random) => [text(random), text(random), text(random)] as const,
    ([normalized, literals, binds]) => {
      statement(normalized, literals, binds);
      splitList(binds);
    },
    [],
  );
});
