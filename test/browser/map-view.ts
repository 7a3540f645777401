import type { Locator, Page } from 'playwright-core';
import { en } from '../../web/src/i18n/en.ts';
import { filledIn, sentence } from './words.ts';

/** A node of the map on screen, by its key (`DEFAULT^shop-web^NODE`). */
export const nodeOf = (page: Page, key: string): Locator => page.locator(`[data-node="${key}"] [role=button]`);

/** A link of the map on screen, by its key (`caller~callee`). */
export const linkOf = (page: Page, key: string): Locator => page.locator(`[data-link="${key}"] [role=button]`);

/** What is shown of the selected node or link. */
export const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: en.map.panel.label });

/** A figure of the panel: `figureOf(page, en.map.panel.calls)`. */
export async function figureOf(page: Page, name: string): Promise<number> {
  const figure = panelOf(page)
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) });
  const text = await figure.locator('dd').textContent();
  return wholeNumber(text);
}

/** `1,234 (5%)` → 1234 */
export function wholeNumber(text: string | null | undefined): number {
  const digits = /^[\d,]+/.exec(text?.trim() ?? '')?.[0];
  if (digits === undefined) throw new Error(`no number: ${text}`);
  return Number(digits.replaceAll(',', ''));
}

/** The drawing area of the scatter chart. */
export const plotOf = (page: Page): Locator => page.getByRole('group', { name: sentence(en.trace.scatter.name) });

/** How many dots the scatter chart says it shows. */
export async function dotsOf(page: Page): Promise<{ success: number; failed: number }> {
  const { success, failed } = filledIn(en.trace.scatter.name, await plotOf(page).getAttribute('aria-label'));
  return { success: wholeNumber(success), failed: wholeNumber(failed) };
}

/** Drags a rectangle over the scatter chart; shares of its width and height, 1 being its right and lower edge. */
export async function dragOver(page: Page, [left, top]: Point, [right, bottom]: Point): Promise<void> {
  const box = await plotOf(page).boundingBox();
  if (box === null) throw new Error('there is no scatter chart');
  const at = ([x, y]: Point): Point => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at([left, top]));
  await page.mouse.down();
  await page.mouse.move(...at([right, bottom]), { steps: 3 });
  await page.mouse.up();
}

type Point = readonly [x: number, y: number];

/** Drags a rectangle over all that the scatter chart shows; the pointer ends beyond it, as a hand's does. */
export const dragOverAll = (page: Page): Promise<void> => dragOver(page, [0, 0], [1.02, 1.02]);

/** The list of transactions below the map. */
export const transactionsOf = (page: Page): Locator => page.getByRole('region', { name: en.trace.list.title });

/** How many transactions the list says there are. */
export async function totalOf(page: Page): Promise<number> {
  return wholeNumber(await transactionsOf(page).locator('header b').first().textContent());
}
