/** `t`: the text for a key, in the language of the page, with values filled in. Keys and values are checked by the compiler. */
import { en } from './en.ts';

type Table = typeof en;
export type TextKey = keyof Table;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<Message> = Message extends { readonly other: infer Other } ? NamesIn<Other> : NamesIn<Message>;
type Values<Key extends TextKey> = [NamesOf<Table[Key]>] extends [never] ? [] : [values: Record<NamesOf<Table[Key]>, string | number>];

/** A language adds a table of the same keys. */
const language = 'en';
/** Dates and numbers as the reader's region writes them, as far as it speaks the language of the page. */
export const locale = navigator.languages.find((each) => each === language || each.startsWith(`${language}-`)) ?? language;
const texts: Record<TextKey, string | Partial<Record<Intl.LDMLPluralRule, string>>> = en;
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

export function t<Key extends TextKey>(key: Key, ...values: Values<Key>): string {
  const filled: Record<string, string | number> = values[0] ?? {};
  const message = texts[key];
  const text = typeof message === 'string' ? message : (message[plurals.select(Number(filled.count))] ?? message.other!);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = filled[name]!;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** Whether the table has a text of this name; for codes that come from the box. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(texts, key);
}
