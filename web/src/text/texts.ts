/** What a table of texts is: every key of English; a text for a text, and where a number decides, one form a plural category. */
import type { en } from './en.ts';

export type Forms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;
export type Translated<Source> = { readonly [Key in keyof Source]: Source[Key] extends string ? string : Forms };
export type Texts = Translated<typeof en>;
