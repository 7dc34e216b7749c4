/**
 * Text that is safe on a terminal: names come from disks and other machines, and a control character in one is an attack.
 *
 * Odd names are shown in double quotes, escaped as Go and restic do; the same form is taken back as an argument, so every name that was
 * printed can be typed.
 */
import { type ByteString, Fault, toByteString, toDisplay } from '../base/index.ts';
import { goQuote, goUnquote } from '../repository/index.ts';

/** Controls, and the invisible characters that reorder or hide text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Makes one line of any text: what could move the cursor, colour, reorder or hide becomes `\u….` */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** A name or path, as it is where it is plain, else quoted. */
export function shownName(name: ByteString): string {
  const quoted = goQuote(name);
  const plain = toDisplay(name);
  const isPlain = quoted.replace(/\\(["\\])/g, '$1') === plain && !plain.startsWith('"');
  return isPlain ? plain : `"${quoted}"`;
}

/** The bytes of a path that a person typed: quoted as `shownName` quotes, or plain. Throws Fault 'input.invalid' on a broken escape. */
export function typedName(typed: ByteString): ByteString {
  if (typed.length < 2 || !typed.startsWith('"') || !typed.endsWith('"')) return typed;
  try {
    return goUnquote(toDisplay(typed.slice(1, -1) as ByteString));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault('input.invalid', `${printable(toDisplay(typed))} is quoted, but not as ls quotes names.`, { cause: error });
  }
}

/** A path inside a snapshot as the repository wants it: no slash at either end, no empty component. */
export function snapshotPath(typed: ByteString): ByteString {
  const parts = typedName(typed)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Fault('input.invalid', 'A path in a snapshot cannot go up with "..".');
  return parts.join('/') as ByteString;
}

/** Names that are not UTF-8 need both forms in JSON: one to read, one to act on. */
export function jsonName(key: string, name: ByteString): Record<string, string> {
  const display = toDisplay(name);
  return toByteString(display) === name
    ? { [key]: display }
    : { [key]: display, [`${key}_raw`]: Buffer.from(name, 'latin1').toString('base64') };
}
