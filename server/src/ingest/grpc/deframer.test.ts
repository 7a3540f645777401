import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../lib/failure.ts';
import { Arriving } from '../arriving.ts';
import { Deframer, framed } from './deframer.ts';

test('messages come out whole and in order however the stream is cut', () => {
  const sizes = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 });
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  fc.assert(
    fc.property(sizes, cuts, (messages, cuts) => {
      const stream = Buffer.concat(messages.map(framed));
      const deframer = new Deframer(100);
      const out: number[][] = [];
      for (let at = 0, cut = 0; at < stream.length; cut++) {
        const end = at + (cuts[cut % cuts.length] ?? 1);
        deframer.push(stream.subarray(at, end), (bytes) => out.push([...bytes]));
        at = end;
      }
      assert.deepEqual(
        out,
        messages.map((message) => [...message]),
      );
      assert.equal(deframer.unfinished, false);
    }),
  );
});

test('a message over the limit is refused by its head, before it has come', () => {
  const head = Buffer.from([0, 0, 0, 0, 101]);
  const push = (): void => new Deframer(100).push(head, () => assert.fail('no message'));
  assert.throws(push, (error) => error instanceof Failure && error.code === 'MESSAGE_TOO_LARGE');
});

test('what is no gRPC frame is refused', () => {
  const push = (): void => new Deframer(100).push(Buffer.from('GET / HTTP/1.1'), () => undefined);
  assert.throws(push, (error) => error instanceof Failure && error.code === 'MESSAGE_INVALID');
});

test('a compressed message is marked as such', () => {
  const marks: boolean[] = [];
  new Deframer(100).push(Buffer.from([1, 0, 0, 0, 1, 7]), (_, compressed) => marks.push(compressed));
  assert.deepEqual(marks, [true]);
});

test('an unfinished message is known', () => {
  const deframer = new Deframer(100);
  deframer.push(Buffer.from([0, 0, 0, 0, 9, 1]), () => undefined);
  assert.equal(deframer.unfinished, true);
});

test('what waits is counted together with that of all others, until it is complete or dropped', () => {
  const arriving = new Arriving();
  const [one, two] = [new Deframer(1024, arriving), new Deframer(1024, arriving)];
  const message = framed(Buffer.alloc(100));
  for (const deframer of [one, two]) deframer.push(message.subarray(0, 60), () => {});
  assert.equal(arriving.bytes, 120);
  one.push(message.subarray(60), () => {});
  two.drop();
  assert.equal(arriving.bytes, 0);
});

test('where too much is arriving, messages that are not complete are refused', () => {
  const arriving = new Arriving();
  arriving.add(128 * 1024 * 1024);
  const deframer = new Deframer(1024, arriving);
  const message = framed(Buffer.alloc(100));
  let whole = 0;
  deframer.push(message, () => whole++);
  assert.equal(whole, 1);
  assert.throws(() => deframer.push(message.subarray(0, 60), () => {}), /too many requests are arriving/);
});
