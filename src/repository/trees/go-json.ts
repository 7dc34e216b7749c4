/**
 * JSON strings, byte for byte as Go's encoding/json writes them.
 *
 * A blob's id is the hash of its JSON, so every escape counts. Go escapes `<`, `>` and `&` (its EscapeHTML default), U+2028 and
 * U+2029; what is not UTF-8 becomes the six characters `\ufffd`. U+0008 and U+000C are `\b` and `\f`, as Go has it since 1.22; Go
 * before that (restic up to 0.16) wrote `\u0008` and `\u000c`. Names never hold either, and elsewhere it costs only a new blob.
 * Source: Go, encoding/json, encode.go, appendString.
 */
import { type ByteString, toBytes } from '../../base/index.ts';

// Printable ASCII but for `"`, `&`, `<`, `>` and `\`: nothing to escape, nothing to encode.
const PLAIN = /^[ !#-%'-;=?-[\]-~]*$/;
const HTML = /[<>&\u2028\u2029]/g;
const LONE_SURROGATE = /\\ud[89a-f][0-9a-f]{2}/g;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `text` as a JSON string, quotes included. Half a surrogate pair, which no UTF-8 holds, becomes `\ufffd`. */
export function goJsonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const json = JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
  return json.replace(HTML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Raw bytes as a JSON string: every byte that is no part of a UTF-8 character becomes `\ufffd`. */
export function goJsonBytes(raw: ByteString): string {
  if (PLAIN.test(raw)) return `"${raw}"`;
  const text = decodeUtf8(raw);
  if (text !== undefined) return goJsonString(text);
  let json = '';
  for (const piece of utf8Pieces(raw)) json += piece.kind === 'text' ? goJsonString(piece.text).slice(1, -1) : '\\ufffd';
  return `"${json}"`;
}

/** A JSON value as Go's json.RawMessage comes out again: no spaces, keys in the order given. */
export function goJsonValue(value: unknown): string {
  return JSON.stringify(value)
    .replace(HTML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(LONE_SURROGATE, '\\ufffd');
}

/** The text that `raw` spells, or undefined when it is not UTF-8. */
export function decodeUtf8(raw: ByteString): string | undefined {
  try {
    return strictUtf8.decode(toBytes(raw));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A run of UTF-8 text, or one byte that is no part of any. */
export type Utf8Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'stray'; readonly byte: number };

// Well-formed sequences of two to four bytes (Unicode, table 3-7) and ASCII; all else is stray, byte by byte, as Go's utf8 package has it.
const WELL_FORMED =
  /(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+/y;

/** Splits bytes into runs of UTF-8 and stray bytes, in order. */
export function* utf8Pieces(raw: ByteString): Generator<Utf8Piece> {
  let at = 0;
  while (at < raw.length) {
    WELL_FORMED.lastIndex = at;
    const run = WELL_FORMED.exec(raw)?.[0];
    if (run === undefined) yield { kind: 'stray', byte: raw.charCodeAt(at) };
    else yield { kind: 'text', text: toBytes(run as ByteString).toString('utf8') };
    at += run?.length ?? 1;
  }
}
