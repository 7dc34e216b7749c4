/**
 * Names that people give: of accounts and of API tokens.
 *
 * Invariant: a name reads as what it is. No control or invisible character, no change of direction, no pile of marks; one space between words.
 * Source: Unicode Standard Annex #44 for the properties; RFC 8264, "PRECIS", for the choice of what is refused.
 */
import { Fault } from '../../base/index.ts';

const MAX_LENGTH = 64;

/** Controls, formats (bidi, zero width), lone surrogates, what has no meaning yet, and letters that show nothing. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const MARKS_PILED = /^\p{M}|\p{M}{5}/u;

export interface AccountName {
  readonly shown: string;
  /** What two names that are the same to people have in common. */
  readonly key: string;
}

/** Throws Fault 'account.name'. */
export function accountName(text: string): AccountName {
  const shown = visibleName(text);
  if (shown === undefined) throw new Fault('account.name', 'A name has 1 to 64 visible characters. Nothing was changed.');
  return { shown, key: foldedName(shown) };
}

/** Trimmed and composed; undefined when it is empty, too long, or holds what cannot be seen. */
export function visibleName(text: string): string | undefined {
  const name = text
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
  const length = [...name].length;
  const isVisible = length >= 1 && length <= MAX_LENGTH && !INVISIBLE.test(name) && !MARKS_PILED.test(name);
  return isVisible ? name : undefined;
}

/** Upper case first: it brings together what lower case alone leaves apart, such as "ß" and "ss". */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC');
}
