/**
 * Names as they are compared when somebody searches: without regard to case, accents and marks that nobody sees.
 *
 * Owns: what counts as the same letter. `ü` typed as one character or as two, as different systems write it, is one letter.
 */
import { type ByteString, toDisplay } from '../../base/index.ts';

const PLAIN = /^[\x01-\x7f]*$/;
/** Accents once they stand alone, and characters without a shape: joiners, direction marks. */
const UNSEEN = /[\p{M}\p{Cf}]/gu;

export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(UNSEEN, '').toLowerCase();
}

/** The same for a name of bytes; what is not UTF-8 is U+FFFD. */
export function foldName(name: ByteString): string {
  return PLAIN.test(name) ? name.toLowerCase() : fold(toDisplay(name));
}
