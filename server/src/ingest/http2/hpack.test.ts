import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ConnectionError } from './frames.ts';
import { HEADERS_LIMIT, HeaderReader, headerBlock } from './hpack.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const isWrong = (why: string) => (error: unknown) => error instanceof ConnectionError && error.message === why;

/** RFC 7541 Appendix C.4: three requests on one connection, with Huffman's code. */
const requests: readonly [string, Record<string, string>][] = [
  [
    '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
    { ':method': 'GET', ':scheme': 'http', ':path': '/', ':authority': 'www.example.com' },
  ],
  [
    '8286 84be 5886 a8eb 1064 9cbf',
    {
      ':method': 'GET',
      ':scheme': 'http',
      ':path': '/',
      ':authority': 'www.example.com',
      'cache-control': 'no-cache',
    },
  ],
  [
    '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    {
      ':method': 'GET',
      ':scheme': 'https',
      ':path': '/index.html',
      ':authority': 'www.example.com',
      'custom-key': 'custom-value',
    },
  ],
];

test('reads the requests of the standard', () => {
  const reader = new HeaderReader();
  for (const [block, headers] of requests) assert.deepEqual(Object.fromEntries(reader.read(bytes(block))), headers);
});

test('reads the answers of the standard, in a table of 256 bytes that must forget', () => {
  const reader = new HeaderReader();
  const blocks = [
    '3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
    '4883 640e ffc1 c0bf',
    '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
  ];
  const [first, second, third] = blocks.map((block) => Object.fromEntries(reader.read(bytes(block))));
  assert.equal(first?.date, 'Mon, 21 Oct 2013 20:13:21 GMT');
  assert.equal(first?.location, 'https://www.example.com');
  assert.deepEqual(second, { ...first, ':status': '307' });
  assert.equal(third?.['set-cookie'], 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1');
  assert.equal(third?.['content-encoding'], 'gzip');
});

test('what is written is read', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,300}$/);
  const value = fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.dictionary(name, value), (headers) => {
      const read = new HeaderReader().read(headerBlock(headers));
      assert.deepEqual(Object.fromEntries(read), { ...headers });
    }),
  );
});

test('blocks that are the same are the same headers, until the table changes', () => {
  const reader = new HeaderReader();
  reader.read(bytes('4001 61 01 31'));
  const one = reader.read(bytes('be'));
  assert.equal(reader.read(bytes('be')), one);
  reader.read(bytes('4001 61 01 32'));
  assert.equal(reader.read(bytes('be')).get('a'), '2');
});

test('of a header that comes twice the first counts', () => {
  assert.equal(new HeaderReader().read(bytes('0001 61 01 31 0001 61 01 32')).get('a'), '1');
});

const wrong: readonly [string, string][] = [
  ['index 0', '80'],
  ['an index beyond the table', 'be'],
  ['an integer without an end', 'ffffffffffffffffff'],
  ['a text that is longer than the block', '0005 61'],
  ['a block that ends in a name', '00'],
  ['a table larger than allowed', '3fe2 1f'],
  ['a table that is resized behind a header', '82 20'],
  ["a text that is no Huffman's code: its end in the middle", '0084 ffff ffff 01 31'],
  ['a code filled up with zeros', '0081 00 01 31'],
];
for (const [what, block] of wrong) {
  test(`refuses ${what}`, () => {
    assert.throws(() => new HeaderReader().read(bytes(block)), isWrong('COMPRESSION_ERROR'));
  });
}

test('a few bytes that unfold to many are refused', () => {
  const reader = new HeaderReader();
  reader.read(headerBlock({}));
  const large = Buffer.concat([bytes('4001 61 7f b9 16'), Buffer.alloc(3_000, 'x')]);
  reader.read(large);
  const references = Buffer.alloc(Math.ceil(HEADERS_LIMIT / 3_000) + 1, 0xbe);
  assert.throws(() => reader.read(references), isWrong('ENHANCE_YOUR_CALM'));
});
