import { useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../../data/application.ts';
import { useScope } from '../../data/scope.ts';
import { pages } from '../../pages.ts';

/** Names the browser's tab after the page and the application, so that several can be told apart. */
export function useDocumentTitle(): void {
  const { t } = useTranslation();
  const { application } = useScope();
  const path = useMatches().at(-1)?.fullPath;
  const page = pages.find((one) => one.path === path);
  const parts = [page && t(page.title), application && nameOf(application), 'Finepoint'];
  const title = parts.filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
