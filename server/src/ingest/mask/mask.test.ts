import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskPersonal } from './personal.ts';
import { maskQuery, maskSetting } from './secret.ts';

const masked = (text: string, mask: (bytes: Buffer, from: number, to: number) => void): string => {
  const bytes = Buffer.from(`<${text}>`);
  mask(bytes, 1, bytes.length - 1);
  const out = bytes.toString();
  assert.equal(out.at(0) + (out.at(-1) ?? ''), '<>', 'nothing outside the range is touched');
  return out.slice(1, -1);
};

const personal: [string, string, string][] = [
  ['an e-mail address', "to='kim.lee+shop@example.co.kr', 1", "to='**************************', 1"],
  ['addresses in a row', 'a@b.cc@d.ee@f', '***********@f'],
  ['a card number that passes Luhn', '4111 1111 1111 1111', '**** **** **** ****'],
  ['a long number that does not', '4111111111111112', '4111111111111112'],
  ['a resident registration number', '900101-1234567, lee', '******-*******, lee'],
  ['a mobile phone number', '010-1234-5678', '***-****-****'],
  ['a phone number from abroad', '+82 10 1234 5678', '+** ** **** ****'],
  ['an order id', '20261125,17', '20261125,17'],
  ['an @ that is no address', 'a @ b, @x', 'a @ b, @x'],
  ['a price and a quantity', '1990, 3', '1990, 3'],
];

for (const [what, text, expected] of personal) {
  test(`personal data: ${what}`, () => assert.equal(masked(text, maskPersonal), expected));
}

test('masking keeps the length and never leaves its range', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('0', '1', '4', '-', ' ', '@', '.', 'a', '+') }), (text) => {
      assert.equal(masked(text, maskPersonal).length, text.length);
    }),
  );
});

test('very many addresses in a row are masked in one pass', () => {
  const text = 'a@b.c'.repeat(200_000);
  const began = performance.now();
  assert.equal(masked(text, maskPersonal), '*'.repeat(text.length));
  assert.ok(performance.now() - began < 2_000);
});

test('a URL keeps its path and loses the values of secret parameters', () => {
  const url = '/login?user=lee&password=1234&access_token=ab;x=1#key=2';
  assert.equal(
    masked(url, (bytes, from, to) => maskQuery(bytes, from, to, false)),
    '/login?user=lee&password=****&access_token=**;x=1#key=*',
  );
  assert.equal(
    masked('/token/5', (bytes, from, to) => maskQuery(bytes, from, to, false)),
    '/token/5',
  );
});

test('a bare query is looked at from its beginning', () => {
  assert.equal(
    masked('secret=a&b=c', (bytes, from, to) => maskQuery(bytes, from, to, true)),
    'secret=*&b=c',
  );
});

test('a VM argument keeps its name', () => {
  assert.equal(masked('-Ddb.PassWord=hunter2', maskSetting), '-Ddb.PassWord=*******');
  assert.equal(masked('-Xmx512m', maskSetting), '-Xmx512m');
});
