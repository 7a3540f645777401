import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { en } from './en.ts';
import { ko } from './ko.ts';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}
/** What is filled in, however it is formatted: `{{name, josa(with: 을/를)}}` is `name`. */
const filled = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name))].sort().join(' ');

const english = flat(en);
const korean = flat(ko);

describe('Korean words', () => {
  test('are there for every key of English, and no others', () => {
    const needed = [...english.keys()].filter((key) => !key.endsWith('_one'));
    assert.deepEqual([...korean.keys()].sort(), needed.sort());
  });

  test('fill in what English fills in', () => {
    for (const [key, text] of korean) assert.equal(filled(text), filled(english.get(key) ?? ''), key);
  });

  test('leave no particle undecided where a word is filled in', () => {
    for (const [key, text] of korean) assert.doesNotMatch(text, /\}\}\s*(을\(를\)|이\(가\)|은\(는\))/, key);
  });
});

test('every file of words is part of its language', () => {
  const areas = Object.keys(en).sort();
  for (const language of ['en', 'ko']) {
    const files = readdirSync(new URL(`./${language}/`, import.meta.url)).map((file) => file.replace('.ts', ''));
    assert.deepEqual(files.sort(), areas, language);
  }
});
