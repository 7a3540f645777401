import type { Random } from '../../../bench/generate/random.ts';
import { type Field, LENGTH, putLength, readLength, type Seed } from './take-apart.ts';

/**
 * A message made of a valid one by one to three changes of whole fields: gone, repeated, of another number or wire
 * type, with a value nobody expects, nested a thousand times. Mostly the lengths around a change are corrected, so
 * that it is met deep inside; the rest are torn, flipped or cut bytes.
 */
export function mutate(seeds: readonly Seed[], random: Random): Buffer {
  const seed = random.pick(seeds);
  const places = Array.from({ length: 1 + random.below(3) }, () => random.below(seed.fields.length));
  // From the last to the first: what lies before a change keeps its place.
  places.sort((a, b) => b - a);
  let { bytes } = seed;
  let before = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const field = seed.fields[place];
    if (field === undefined || field.end > before) continue;
    bytes = spliced(bytes, field, replacement(seed, field, seeds, random), random.chance(0.8));
    before = field.start;
  }
  return random.chance(0.2) ? torn(bytes, random) : bytes;
}

function spliced(bytes: Buffer, { start, end, around }: Field, by: Uint8Array, correct: boolean): Buffer {
  const out = Buffer.allocUnsafe(bytes.length - (end - start) + by.length);
  out.set(bytes.subarray(0, start));
  out.set(by, start);
  out.set(bytes.subarray(end), start + by.length);
  if (correct) for (const at of around) putLength(out, at, readLength(out, at) - (end - start) + by.length);
  return out;
}

/** What stands in a field's place. */
function replacement(seed: Seed, field: Field, seeds: readonly Seed[], random: Random): Uint8Array {
  const whole = seed.bytes.subarray(field.start, field.end);
  const tag = seed.bytes.subarray(field.start, field.value);
  switch (random.below(12)) {
    case 0:
      return EMPTY;
    case 1:
      return Buffer.concat(Array(2 + random.popular(60)).fill(whole));
    case 2: {
      const other = random.pick(seeds);
      const { start, end } = random.pick(other.fields);
      return other.bytes.subarray(start, end);
    }
    case 3:
      return Buffer.concat([varint(field.number * 8 + random.below(8)), seed.bytes.subarray(field.value, field.end)]);
    case 4:
      return Buffer.concat([
        varint(random.pick(numbers) * 8 + field.wire),
        seed.bytes.subarray(field.value, field.end),
      ]);
    case 5:
      return Buffer.concat([varint(field.number * 8), random.pick(varints)]);
    case 6:
      return Buffer.concat([varint(field.number * 8 + 1), random.pick(doubles)]);
    case 7:
      return sized(field.number, random.pick(texts));
    case 8:
      return sized(field.number, Buffer.from(random.pick(pieces).repeat(1 + random.popular(400))));
    case 9:
      return field.wire === 2 ? Buffer.concat([tag, random.pick(lengths), whole.subarray(tag.length + LENGTH)]) : whole;
    case 10:
      return random.chance(0.1)
        ? nested(field.number, 1 + random.popular(2_000), whole)
        : nested(field.number, 3, whole);
    default:
      return random.chance(0.1) ? Buffer.alloc(1 + random.popular(20_000), field.number * 8 + 3) : GROUP;
  }
}

/** Bits flipped, bytes thrown in, or the end cut off. */
function torn(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0 || random.chance(0.3)) return bytes.subarray(0, random.below(bytes.length + 1));
  const out = Buffer.from(bytes);
  for (let left = 1 + random.below(8); left > 0; left--) out[random.below(out.length)] = random.below(256);
  return out;
}

/** A field inside itself inside itself …, all lengths right. */
function nested(number: number, depth: number, inside: Uint8Array): Buffer {
  const tag = varint(number * 8 + 2);
  const step = tag.length + LENGTH;
  const out = Buffer.alloc(depth * step + inside.length);
  for (let level = 0; level < depth; level++) {
    out.set(tag, level * step);
    putLength(out, level * step + tag.length, (depth - level - 1) * step + inside.length);
  }
  out.set(inside, depth * step);
  return out;
}

function sized(number: number, content: Uint8Array): Buffer {
  const out = Buffer.concat([varint(number * 8 + 2), Buffer.alloc(LENGTH), content]);
  putLength(out, out.length - content.length - LENGTH, content.length);
  return out;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Buffer.from([...bytes, left]);
}

const EMPTY = Buffer.alloc(0);
const GROUP = Buffer.of(0x0b, 0x0b, 0x08, 0x01, 0x0c, 0x0c);

const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 100, 19_000, 2 ** 29 - 1];

const varints = [
  Buffer.of(0),
  Buffer.of(1),
  varint(100_000),
  varint(2 ** 31 - 1),
  varint(2 ** 31),
  varint(2 ** 32),
  varint(2 ** 53),
  Buffer.from('ffffffffffffffff7f', 'hex'),
  Buffer.from('80808080808080808001', 'hex'),
  Buffer.from('ffffffffffffffffff01', 'hex'),
  Buffer.from('ffffffffffffffffffff01', 'hex'),
  Buffer.alloc(40, 0x80),
];

const lengths = [
  Buffer.of(0),
  Buffer.of(0x7f),
  varint(2 ** 21),
  varint(2 ** 31 - 1),
  varint(2 ** 32 - 1),
  varint(2 ** 32 + 1),
  Buffer.from('ffffffffffffffffff01', 'hex'),
  Buffer.alloc(11, 0xff),
];

const doubles = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 1e308].map((value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
});

const texts = [
  ...[
    '',
    '^',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'NaN',
    '\0',
    '\n\r\t',
    '<script>',
    '%00%zz',
    '?',
  ],
  ...['../../etc/passwd', '🙂가', '\u202e', 'a'.repeat(300), '가'.repeat(2_000), 'agent^1^2', 'DEFAULT', '-1'],
].map((text) => Buffer.from(text));
texts.push(Buffer.from('ffc080eda080f4908080', 'hex'));

/** Repeated to make texts that are long and awkward to look through. */
const pieces = [
  'a@b.c',
  '@',
  'a',
  '1-',
  '1 ',
  '0',
  '?',
  '&key=',
  'token=',
  '=',
  ';#',
  '+82',
  'password',
  '가',
  '^',
  ',',
];
