import type { Page } from 'playwright-core';
import type { Language } from '../../web/src/data/format.ts';
import { en } from '../../web/src/i18n/en.ts';
import { ko } from '../../web/src/i18n/ko.ts';
import type { Stretch } from '../system/api.ts';
import type { Shop } from './shop.ts';

/** A page of the UI in a state worth looking at. */
export interface Scene {
  /** Path and search of its address. */
  readonly address: string;
  /** Does what the address cannot say, and resolves once everything is there. */
  readonly prepare: (page: Page, language: Language) => Promise<void>;
}

export const words = { en, ko } as const;

/** The pages, by the names that tests and pictures have for them; with what the shop has sent so far. */
export const sceneNames = [
  'choice',
  'map',
  'link',
  'transactions',
  'trace',
  'timeline',
  'agents',
  'storage',
  'connect',
  'nothing',
] as const;
export type SceneName = (typeof sceneNames)[number];

/** Where each page is and how to tell that it is there. The shop must be empty: nothing moves. */
export async function scenesOf(shop: Shop): Promise<Readonly<Record<SceneName, Scene>>> {
  const range = { from: shop.openedAt - 60_000, to: Date.now() };
  const map = `/map?application=shop-web@NODE&from=${range.from}&to=${range.to}`;
  const link = encodeURIComponent('DEFAULT^shop-web^NODE~DEFAULT^shop-api^SPRING_BOOT');
  const trace = await traceOfCheckout(shop, range);
  return {
    choice: { address: '/map', prepare: (page) => page.getByRole('button', { name: /^shop-web/ }).waitFor() },
    map: { address: map, prepare: panelIsThere },
    link: { address: `${map}&link=${link}`, prepare: panelIsThere },
    transactions: {
      address: `${map}&dots=${range.from}-${range.to}-0-max-all`,
      prepare: async (page) => {
        await panelIsThere(page);
        await selectStatement(page);
      },
    },
    trace: { address: trace, prepare: selectStatement },
    timeline: {
      address: trace,
      prepare: async (page, language) => {
        await page.getByRole('tab', { name: words[language].trace.timeline }).click();
        await page.locator('canvas').first().waitFor();
      },
    },
    agents: {
      address: '/agents?stopped=true',
      prepare: (page) =>
        page
          .getByRole('cell', { name: /shop-web-1/ })
          .first()
          .waitFor(),
    },
    storage: {
      address: '/storage?shown=trace,permanent',
      prepare: (page) => page.getByText('FINEPOINT_RETENTION_TRACE').waitFor(),
    },
    connect: { address: '/connect', prepare: (page) => page.getByRole('tabpanel').locator('pre').first().waitFor() },
    nothing: {
      address: '/nowhere',
      prepare: (page, language) => page.getByText(words[language].frame.notFound).waitFor(),
    },
  };
}

async function panelIsThere(page: Page): Promise<void> {
  await page.locator('[data-node]').first().waitFor();
  await page.locator('aside svg[role=img]').first().waitFor();
}

/** Shows the details of the first statement in sight, or of the call that is selected. */
async function selectStatement(page: Page): Promise<void> {
  const tree = page.getByRole('treegrid');
  await tree.locator('[role=row][aria-selected=true]').waitFor();
  await tree.press('Enter');
  await page.locator('aside h2').last().waitFor();
}

/** The address of the page of a checkout's trace: it goes through most of the shop. */
async function traceOfCheckout({ api }: Shop, range: Stretch): Promise<string> {
  const { items } = await api.transactions({ name: 'shop-web', type: 'NODE' }, range);
  const checkout = items.find(({ path, failed }) => path === '/checkout' && !failed);
  if (checkout === undefined) throw new Error('nobody bought anything');
  return `/traces/${encodeURIComponent(checkout.traceId)}?at=${checkout.at}&spanId=${checkout.spanId}`;
}
