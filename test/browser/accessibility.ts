import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The serious and critical faults that axe finds on the page as it stands: one line each, with the rule and the element. */
export async function violations(page: Page): Promise<readonly string[]> {
  // What passes is not of interest, and takes most of the time.
  const found = await new AxeBuilder({ page }).options({ resultTypes: ['violations'], iframes: false }).analyze();
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}
