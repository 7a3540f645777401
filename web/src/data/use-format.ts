import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime, formatDuration, type Language } from './format.ts';

/** The viewer's language. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'ko' ? 'ko' : 'en';
}

/** Those ways of writing that depend on the language, bound to the viewer's. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(
    () => ({
      duration: (ms: number) => formatDuration(ms, language),
      dateTime: (at: number) => formatDateTime(at, language),
      ago: (at: number, now: number) => formatAgo(at, now, language),
    }),
    [language],
  );
}
