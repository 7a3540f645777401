import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../web/src/data/format.ts';
import { watch } from './watch.ts';

/** Who looks, and how. */
export interface Habits {
  readonly language?: Language;
  readonly theme?: 'light' | 'dark';
  readonly size?: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Somebody with a browser: storage, language and theme are shared with nobody. */
export interface Viewer extends AsyncDisposable {
  readonly page: Page;
  /** What has gone wrong on the page so far. */
  readonly problems: readonly string[];
}

export const sizes = { usual: { width: 1440, height: 900 }, small: { width: 1024, height: 768 } } as const;

const locales = { en: 'en-US', ko: 'ko-KR' } as const;

/** Somebody opens an address for the first time, with a browser of that language and theme. */
export async function openViewer(
  browser: Browser,
  address: string,
  { language = 'en', theme = 'light', size = sizes.usual }: Habits = {},
): Promise<Viewer> {
  const context = await browser.newContext({ locale: locales[language], colorScheme: theme, viewport: size });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems = watch(page);
  await page.goto(address);
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** The text of a parameter of the page's address. */
export const parameter = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
