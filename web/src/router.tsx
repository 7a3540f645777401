import { createRootRoute, createRoute, createRouter, type ErrorComponentProps, redirect } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { parseSearch, stringifySearch } from './data/search.ts';
import { pages } from './pages.ts';
import { Frame } from './parts/frame/frame.tsx';
import { NotFound } from './parts/not-found.tsx';
import { ErrorState } from './parts/states.tsx';

function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return <ErrorState error={error} title={t('frame.crashed')} retry={reset} />;
}

const root = createRootRoute({ component: Frame });
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/map', search });
  },
});
const routes = pages.map(({ path, View }) => createRoute({ getParentRoute: () => root, path, component: View }));

export const router = createRouter({
  routeTree: root.addChildren([home, ...routes]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: NotFound,
});
