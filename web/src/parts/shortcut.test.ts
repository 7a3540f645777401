import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presses } from './shortcut.ts';

const press = (key: string, code: string, held: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('Ctrl K and ⌘ K are the same', () => {
  assert.ok(presses(press('k', 'KeyK', { ctrlKey: true }), 'mod+k'));
  assert.ok(presses(press('k', 'KeyK', { metaKey: true }), 'mod+k'));
});

test('a letter works while the keyboard is in Hangul mode', () => {
  assert.ok(presses(press('ㅏ', 'KeyK', { ctrlKey: true }), 'mod+k'));
  assert.ok(presses(press('ㄱ', 'KeyR'), 'r'));
});

test('on another layout the letter counts, not its place', () => {
  assert.ok(presses(press('k', 'KeyV', { ctrlKey: true }), 'mod+k'));
  assert.ok(!presses(press('t', 'KeyK', { ctrlKey: true }), 'mod+k'));
});

test('a plain key is not the one with Ctrl or Alt', () => {
  assert.ok(!presses(press('r', 'KeyR', { ctrlKey: true }), 'r'));
  assert.ok(!presses(press('/', 'Slash', { altKey: true }), '/'));
  assert.ok(!presses(press('k', 'KeyK'), 'mod+k'));
});
