import type { Page } from './page.ts';

const found = import.meta.glob<Page>('./pages/*/page.tsx', { eager: true, import: 'default' });

/** Every page, in the order of the rail: the folders of `pages/`. */
export const pages: readonly Page[] = Object.values(found).sort((a, b) => a.order - b.order);

export const menuPages: readonly Page[] = pages.filter((page) => page.menu !== false);
