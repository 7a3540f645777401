import type { Icon } from '@tabler/icons-react';
import type { RouteComponent } from '@tanstack/react-router';
import type { Key } from './i18n/index.ts';

/** A page of the app. `page.tsx` of its folder exports one as default; there is no list of pages to edit. */
export interface Page {
  /** Where it lives, such as `/agents` or `/traces/$traceId`. */
  readonly path: string;
  readonly title: Key;
  readonly icon: Icon;
  /** Its place in the rail: the order of an investigation. */
  readonly order: number;
  /** Load it lazily: `lazyRouteComponent(() => import('./view.tsx'), 'View')`. */
  readonly View: RouteComponent;
  /** Whether the rail and the palette show it; left out means yes. */
  readonly menu?: boolean;
}

export const page = (definition: Page): Page => definition;
