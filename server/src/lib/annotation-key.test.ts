import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationKey, annotationName, annotationShown } from './annotation-key.ts';

test('keys have the names of Pinpoint', () => {
  assert.equal(annotationName(annotationKey.HTTP_STATUS), 'http.status.code');
  assert.equal(annotationName(annotationKey.ARGS_0), 'args[0]');
  assert.equal(annotationName(annotationKey.ASYNC), 'Asynchronous Invocation');
  assert.equal(annotationName(annotationKey.CACHED_ARGS_N), 'cached_args[N]');
});

test('details are shown, keys that are read for something else are not', () => {
  assert.ok(annotationShown(annotationKey.HTTP_STATUS));
  assert.ok(annotationShown(annotationKey.PROXY_HTTP_HEADER));
  assert.ok(!annotationShown(annotationKey.SQL_ID));
  assert.ok(!annotationShown(annotationKey.HTTP_URL));
});

test('a key that nobody registered is shown by its number', () => {
  assert.equal(annotationName(77_777), 'annotation 77777');
  assert.ok(annotationShown(77_777));
});
