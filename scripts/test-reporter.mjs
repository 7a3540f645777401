import { relative, resolve } from 'node:path';
import { spec } from 'node:test/reporters';
import { root } from './root.mjs';

/**
 * A reporter for node:test that prints a line for each file, why a test was skipped, and failures in full at the end.
 * Tells the counts to the process that started this one, which prints node:test's closing lines over all its runs.
 */
export default async function* report(source) {
  const failures = [];
  const printed = new Map();
  let file;
  for await (const { type, data } of source) {
    if (type === 'test:summary' && data.file === undefined) process.send?.(data.counts);
    if (type === 'test:stdout' || type === 'test:stderr') remember(printed, data);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (type === 'test:fail') failures.push({ type, data });
    if (file?.path !== data.file) {
      if (file !== undefined) yield lineOf(file);
      file = { path: data.file, tests: 0, failed: 0, milliseconds: 0 };
    }
    if (data.skip !== undefined)
      yield `  ↷ ${data.name}: skipped: ${data.skip === true ? 'no reason given' : data.skip}\n`;
    if (data.nesting === 0) file.milliseconds += data.details.duration_ms;
    if (data.details.type === 'suite') continue;
    file.tests += 1;
    if (type === 'test:fail') {
      file.failed += 1;
      yield `  ✖ ${data.name}\n`;
    }
  }
  if (file !== undefined) yield lineOf(file);
  if (failures.length > 0) yield* inFull(failures, printed);
}

const lineOf = ({ path, tests, failed, milliseconds }) =>
  `${failed === 0 ? '✔' : '✖'} ${relative(root, path ?? root)}: ${tests} ${tests === 1 ? 'test' : 'tests'}, ` +
  `${failed === 0 ? '' : `${failed} failed, `}${(milliseconds / 1000).toFixed(1)} s\n`;

/** What a test file printed matters only if it fails; the end of it is enough. */
function remember(printed, { file, message }) {
  const path = resolve(file);
  printed.set(path, ((printed.get(path) ?? '') + message).slice(-20_000));
}

async function* inFull(failures, printed) {
  for (const path of new Set(failures.map(({ data }) => data.file))) {
    if (printed.has(path)) yield `\nprinted by ${relative(root, path)}:\n${printed.get(path)}`;
  }
  const writer = new spec();
  for (const failure of failures) writer.write(failure);
  writer.end();
  let text = '';
  for await (const part of writer) text += part;
  // The spec reporter names each failure twice: at once, which we have done, and at the end with all there is to say.
  yield text.slice(Math.max(text.indexOf('✖ failing tests:'), 0));
}
