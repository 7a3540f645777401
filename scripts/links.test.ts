import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';

const root = join(import.meta.dirname, '..');
const docs = join(root, 'docs');

const inDocs = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join(docs, path));
const pages = ['README.md', 'README.ko.md', 'ARCHITECTURE.md', 'CHANGELOG.md']
  .map((name) => join(root, name))
  .concat(inDocs);

const withoutBlocks = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
const withoutCode = (text: string): string => withoutBlocks(text).replace(/`[^`\n]*`/g, 'code');

/** Where the links of a text lead, other than out of the project. */
const linksOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The names by which headings are linked to, as GitHub makes them. */
const anchorsOf = (text: string): readonly string[] =>
  [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\p{Mark} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What is wrong with a link from `page`; undefined if it leads somewhere. */
function faultOf(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(target)) return `${link}: there is no such file`;
  if (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(decodeURIComponent(anchor))) return;
  return `${link}: there is no such heading`;
}

describe('every link leads somewhere', () => {
  for (const page of pages) {
    test(relative(root, page), () => {
      const links = linksOf(readFileSync(page, 'utf8'));
      assert.deepEqual(
        links.flatMap((link) => faultOf(page, link) ?? []),
        [],
      );
    });
  }
});

test('a link to a missing file or heading is found', () => {
  const page = join(root, 'README.md');
  assert.deepEqual(linksOf('[a](b.md) `[c](d.md)` [e](https://f) ![g](h.svg#i)'), ['b.md', 'h.svg#i']);
  assert.match(faultOf(page, 'no-such.md') ?? '', /no such file/);
  assert.match(faultOf(page, '#no-such-heading') ?? '', /no such heading/);
});

test('headings are linked to as GitHub names them', () => {
  assert.deepEqual(anchorsOf('# A `b`, c: d\n## 에이전트가 보이지 않습니다\n'), [
    'a-b-c-d',
    '에이전트가-보이지-않습니다',
  ]);
});

test('every guide is there in English and in Korean, with the same parts', () => {
  const [english, korean] = ['en', 'ko'].map((language) => readdirSync(join(docs, language)).sort());
  assert.deepEqual(english, korean);
  for (const name of english ?? []) {
    const parts = ['en', 'ko'].map((language) =>
      [...withoutBlocks(readFileSync(join(docs, language, name), 'utf8')).matchAll(/^#+ /gm)].map(([marks]) => marks),
    );
    assert.deepEqual(parts[0], parts[1], name);
  }
});

test('the index names every guide and every decision', () => {
  const linked = linksOf(readFileSync(join(docs, 'README.md'), 'utf8')).map((link) => join(docs, link));
  const missing = inDocs.filter((page) => page !== join(docs, 'README.md') && !linked.includes(page));
  assert.deepEqual(
    missing.map((page) => relative(docs, page)),
    [],
  );
});
