/**
 * `t`: the text for a key, in the language of the page, with values filled in. Keys and values are checked by the compiler.
 *
 * The language is settled once, by `speakLanguage`, before anything is drawn; another one begins by loading the page again.
 */
import { choices } from '../choices.ts';
import { en } from './en.ts';
import { chooseLanguage, LANGUAGES, type Language, localeOf, PSEUDO } from './languages.ts';
import type { Forms, Texts } from './texts.ts';

type Table = typeof en;
export type TextKey = keyof Table;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<Message> = Message extends { readonly other: infer Other } ? NamesIn<Other> : NamesIn<Message>;
type Values<Key extends TextKey> = [NamesOf<Table[Key]>] extends [never] ? [] : [values: Record<NamesOf<Table[Key]>, string | number>];
/** Keys whose text stands by itself. */
export type PlainKey = { [Key in TextKey]: Values<Key> extends [] ? Key : never }[TextKey];

/** For Intl; settled together with the language. */
export let locale = 'en';
let texts: Texts = en;
let plurals = new Intl.PluralRules(locale);
let numbers = new Intl.NumberFormat(locale);

/** Settles the language of the page: by `?lang=` in its address, by choice, or by the browser. */
export async function speakLanguage(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang') ?? choices.language();
  const code = chooseLanguage(asked, navigator.languages);
  locale = localeOf(code, navigator.languages);
  texts = code === PSEUDO ? (await import('./pseudo.ts')).pseudoTexts(en) : await tableOf(LANGUAGES[code]);
  plurals = new Intl.PluralRules(locale);
  numbers = new Intl.NumberFormat(locale);
  document.documentElement.lang = code;
  document.documentElement.dir = code === PSEUDO ? 'ltr' : LANGUAGES[code].dir;
}

export function t<Key extends TextKey>(key: Key, ...values: Values<Key>): string {
  const filled: Record<string, string | number> = values[0] ?? {};
  const message: string | Forms = texts[key];
  const text = typeof message === 'string' ? message : (message[plurals.select(Number(filled.count))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = filled[name]!;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** Whether the table has a text of this name; for codes that come from the box. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(texts, key);
}

async function tableOf(language: Language): Promise<Texts> {
  return (await language.load?.()) ?? en;
}
