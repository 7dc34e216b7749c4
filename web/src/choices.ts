/**
 * What a person chose for this browser: language and appearance. Where the browser keeps nothing, the choice lasts as long as the page.
 *
 * Appearance is a `data-theme` on the document, which tokens.css obeys; without one the system decides.
 */
export type Appearance = 'system' | 'light' | 'dark';

const LANGUAGE = 'holdfast.language';
const APPEARANCE = 'holdfast.appearance';

export const choices = {
  /** A language code, or null where the browser decides. */
  language: () => read(LANGUAGE),
  chooseLanguage: (code: string | null) => keep(LANGUAGE, code),
  appearance(): Appearance {
    const kept = read(APPEARANCE);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  },
  chooseAppearance(appearance: Appearance): void {
    keep(APPEARANCE, appearance === 'system' ? null : appearance);
    applyAppearance(appearance);
  },
};

/** Dresses the document; done before anything is drawn. */
export function applyAppearance(appearance: Appearance): void {
  const { dataset } = document.documentElement;
  if (appearance === 'system') delete dataset.theme;
  else dataset.theme = appearance;
  // The browser's own bars take the same colour.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const scheme = meta.dataset.scheme!;
    if (appearance === 'system') meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = appearance === scheme ? 'all' : 'not all';
  }
}

/** A browser that is told to keep nothing refuses even to be asked. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
