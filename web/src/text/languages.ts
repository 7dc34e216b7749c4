/**
 * The languages of the page, and which one a person gets: the chosen one, else the first of the browser's that is there, else English.
 *
 * English is part of the first load; the others are fetched when they are wanted. A new language is a table of the same keys and a line here.
 */
import type { Texts } from './texts.ts';

export interface Language {
  /** Its own name for itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Absent where the table is there from the beginning. */
  readonly load?: () => Promise<Texts>;
}

export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr' },
  de: { name: 'Deutsch', dir: 'ltr', load: async () => (await import('./de.ts')).de },
  es: { name: 'Español', dir: 'ltr', load: async () => (await import('./es.ts')).es },
} as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof LANGUAGES;
/** Accented, longer English in brackets: shows texts that are in no table and boxes that are too small. Offered to nobody. */
export const PSEUDO = 'en-XA';

export function isLanguage(code: string | null | undefined): code is LanguageCode {
  return code != null && Object.hasOwn(LANGUAGES, code);
}

export function chooseLanguage(chosen: string | null, browserLanguages: readonly string[]): LanguageCode | typeof PSEUDO {
  if (chosen === PSEUDO || isLanguage(chosen)) return chosen;
  for (const each of browserLanguages) {
    const code = each.split('-')[0]!.toLowerCase();
    if (isLanguage(code)) return code;
  }
  return 'en';
}

/** Dates and numbers as the reader's region writes them, as far as the browser names a region for this language. */
export function localeOf(language: string, browserLanguages: readonly string[]): string {
  return browserLanguages.find((each) => each === language || each.startsWith(`${language}-`)) ?? language;
}
