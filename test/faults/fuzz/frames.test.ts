import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Random } from '../../../bench/generate/random.ts';
import { Deframer, framed } from '../../../server/src/ingest/grpc/deframer.ts';
import { readCommands, readIdentity, readSocketId } from '../../../server/src/ingest/grpc/identity.ts';
import { tracePartition } from '../../../server/src/store/span/keys.ts';
import { parseTraceId } from '../../../server/src/store/span/trace-id.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';

const LIMIT = 4_096;

test('messages in frames come out as they went in, however the bytes are cut', () => {
  attempt(
    sized(30_000, 300_000),
    (random) => {
      const sent = Array.from({ length: random.below(6) }, () =>
        Buffer.alloc(random.popular(LIMIT), random.below(256)),
      );
      return { sent, pieces: cut(Buffer.concat(sent.map(framed)), random) };
    },
    ({ sent, pieces }) => {
      const deframer = new Deframer(LIMIT);
      const received: Buffer[] = [];
      for (const piece of pieces) deframer.push(piece, (bytes) => received.push(Buffer.from(bytes)));
      assert.deepEqual(received, sent);
      assert.equal(deframer.unfinished, false);
    },
    [],
  );
});

test('a stream of any bytes is cut into messages no longer than the limit, or refused', () => {
  attempt(
    sized(100_000, 1_000_000),
    (random) => {
      const frames = Array.from({ length: 1 + random.below(4) }, () => frame(random));
      return cut(Buffer.concat(frames), random);
    },
    (pieces) => {
      const deframer = new Deframer(LIMIT);
      for (const piece of pieces) deframer.push(piece, (bytes) => assert.ok(bytes.length <= LIMIT));
    },
    ['MESSAGE_INVALID', 'MESSAGE_TOO_LARGE'],
  );
});

const names = [
  'agentid',
  'applicationname',
  'starttime',
  'agentname',
  'servicename',
  'servicetype',
  'protocol.version',
];
const values = [
  ...[
    '',
    'a',
    'agent-1',
    '__proto__',
    'constructor',
    '400',
    '1795000000000',
    '-1',
    '1e3',
    '0x10',
    ' 1',
    'a b',
    'a^b',
    '가',
  ],
  ...[
    'a'.repeat(24),
    'a'.repeat(25),
    'a'.repeat(254),
    'a'.repeat(20_000),
    '9'.repeat(16),
    '9'.repeat(400),
    '\0',
    '%00',
  ],
];

test('headers of any text name an agent or are refused', () => {
  attempt(
    sized(100_000, 1_000_000),
    (random) => {
      const headers = new Map([
        ['agentid', 'a'],
        ['applicationname', 'b'],
        ['starttime', '1'],
      ]);
      for (const name of names) if (random.chance(0.3)) headers.set(name, random.pick(values));
      for (const name of ['socketid', 'supportcommandcode']) headers.set(name, random.pick(values));
      return headers;
    },
    (headers) => {
      readSocketId(headers);
      readCommands(headers);
      const { agentId, application, startTime } = readIdentity(headers);
      assert.ok(agentId.length <= 24 && application.name.length <= 254 && Number.isSafeInteger(startTime));
    },
    ['HEADER_INVALID'],
  );
});

const parts = [
  'agent',
  '^',
  '1',
  '-',
  '9'.repeat(20),
  '9'.repeat(21),
  '0',
  ' ',
  '가',
  '^^',
  'f'.repeat(32),
  '__proto__',
];

test('a trace id of any text is read or not, and has a partition either way', () => {
  attempt(
    sized(50_000, 500_000),
    (random) => Array.from({ length: 1 + random.below(9) }, () => random.pick(parts)).join(''),
    (text) => {
      const id = parseTraceId(text);
      if (id === undefined) return;
      assert.equal(parseTraceId(id), id, 'the canonical name names itself');
      tracePartition(id);
    },
    [],
  );
});

function frame(random: Random): Buffer {
  const bytes = Buffer.from(framed(Buffer.alloc(random.popular(LIMIT))));
  if (random.chance(0.2)) bytes[0] = random.below(256);
  if (random.chance(0.2)) bytes.writeUInt32BE(random.word(), 1);
  return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}

/** Bytes in pieces, empty ones among them. */
function cut(bytes: Buffer, random: Random): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = random.chance(0.3) ? random.below(4) : random.popular(LIMIT * 2);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
