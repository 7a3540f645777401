import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../../data/application.ts';
import { useScope } from '../../data/scope.ts';
import { usePage } from './use-page.ts';

/** Names the browser's tab after the page and the application, so that several can be told apart. */
export function useDocumentTitle(): void {
  const { t } = useTranslation();
  const { application } = useScope();
  const page = usePage();
  const parts = [page && t(page.title), application && nameOf(application), 'Finepoint'];
  const title = parts.filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
