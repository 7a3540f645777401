import i18next, { type ParseKeys } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { English } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: English };
  }
}

/** A key of the UI's words, such as `agents.title`. */
export type Key = ParseKeys;

export const languages = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const STORED = 'finepoint.language';

const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'ko';

/** The language chosen before, else the first of the browser's that there is, else English. */
export function detect(chosen: string | null, browser: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  return browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** Only the words of the language in use are loaded. */
async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'words')) return;
  if (language === 'ko') {
    const { ko, particle } = await import('./ko.ts');
    // Korean particles follow the last sound of what is filled in: {{name, josa(with: 을/를)}}.
    i18next.services.formatter?.add('josa', (value, _language, options) => particle(String(value), options.with));
    i18next.addResourceBundle('ko', 'words', ko);
  } else {
    i18next.addResourceBundle('en', 'words', (await import('./en.ts')).en);
  }
}

export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // storage may be forbidden; the choice then lasts until the page is closed
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export async function startWords(): Promise<void> {
  const language = detect(stored(), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    resources: {},
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  await setLanguage(language);
}
