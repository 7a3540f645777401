import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStream } from './stream.ts';

class Fake extends EventTarget {
  readyState = 0;
  closed = false;
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

function follow() {
  const sources: Fake[] = [];
  const said: string[] = [];
  const close = openStream(
    '/live',
    'dots',
    { event: (data) => said.push(data), state: (state) => said.push(state) },
    () => {
      const source = new Fake();
      sources.push(source);
      return source;
    },
  );
  return { sources, said, close };
}

test('hands on the events that were asked for', () => {
  const { sources, said, close } = follow();
  sources[0]?.open();
  sources[0]?.dispatchEvent(new MessageEvent('dots', { data: 'AAAA' }));
  sources[0]?.dispatchEvent(new MessageEvent('other', { data: 'BBBB' }));
  assert.deepEqual(said, ['connecting', 'open', 'AAAA']);
  close();
  assert.equal(sources[0]?.closed, true);
});

test('says that it is broken while the browser connects again, and that it is open after', () => {
  const { sources, said, close } = follow();
  sources[0]?.open();
  sources[0]?.fail(0);
  sources[0]?.open();
  assert.deepEqual(said, ['connecting', 'open', 'broken', 'open']);
  assert.equal(sources.length, 1);
  close();
});

test('tries again where the browser gave up, after pauses that grow', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { sources, close } = follow();
  sources[0]?.fail(2);
  t.mock.timers.tick(999);
  assert.equal(sources.length, 1);
  t.mock.timers.tick(1);
  assert.equal(sources.length, 2);
  sources[1]?.fail(2);
  t.mock.timers.tick(1_000);
  assert.equal(sources.length, 2);
  t.mock.timers.tick(1_000);
  assert.equal(sources.length, 3);
  close();
});

test('does not try again once it was closed', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { sources, close } = follow();
  sources[0]?.fail(2);
  close();
  t.mock.timers.tick(60_000);
  assert.equal(sources.length, 1);
});
