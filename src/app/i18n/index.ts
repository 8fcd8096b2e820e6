import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import * as en from './en/index.ts';
import * as ko from './ko/index.ts';

export { formatSpan, formatVirtual } from './clock.ts';
export { whyText, type WhyParams } from './why.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof en;
  }
}

export type Language = 'en' | 'ko';

/** Called once, before anything is drawn. */
export function startTexts(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en, ko },
    ns: Object.keys(en),
    defaultNS: 'shell',
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

export function changeLanguage(language: Language): void {
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

/** The texts of a room, in the language of the page: `const { t } = useTexts('stage')`. */
export const useTexts = useTranslation;

/** The language that is shown. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'ko' ? 'ko' : 'en';
}
