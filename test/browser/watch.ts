import type { Page } from 'playwright-core';

/**
 * Records what goes wrong on a page from now on: errors on its console, errors nobody caught, requests without an answer.
 * The list grows while the page lives; a test ends with `assert.deepEqual(problems, [])`.
 */
export function watch(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no answer';
    // A page that is left, or asks anew, ends the requests it no longer needs.
    if (reason !== 'net::ERR_ABORTED') problems.push(`request: ${request.method()} ${request.url()}: ${reason}`);
  });
  return problems;
}
