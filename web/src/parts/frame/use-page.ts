import { useMatches } from '@tanstack/react-router';
import type { Page } from '../../page.ts';
import { pages } from '../../pages.ts';

/** The page on screen; undefined where there is none at the address. */
export function usePage(): Page | undefined {
  const path = useMatches().at(-1)?.fullPath;
  return pages.find((page) => page.path === path);
}
