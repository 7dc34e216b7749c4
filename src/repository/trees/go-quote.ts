/**
 * Names as restic writes them: Go's strconv.Quote without the outer quotes.
 *
 * Printable text stays as it is, anything else becomes an escape, so any bytes survive JSON. No Unicode normalisation: NFC and NFD
 * names differ. What is printable follows Unicode's tables, Node's here and Go's there (Unicode 13 in restic 0.14): where a younger
 * character differs, the same name costs one new tree blob; reading takes both forms.
 * Source: Go, strconv, quote.go (appendQuotedWith, UnquoteChar).
 */
import { type ByteString, Fault, toByteString } from '../../base/index.ts';
import { decodeUtf8, utf8Pieces } from './go-json.ts';

// Printable ASCII but for `"` and `\`.
const PLAIN = /^[ !#-[\]-~]*$/;
const ESCAPED = /["\\]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** The escaped form of a name, as text. */
export function goQuote(name: ByteString): string {
  if (PLAIN.test(name)) return name;
  const text = decodeUtf8(name);
  if (text !== undefined) return text.replace(ESCAPED, escapeCharacter);
  let quoted = '';
  for (const piece of utf8Pieces(name)) {
    quoted += piece.kind === 'text' ? piece.text.replace(ESCAPED, escapeCharacter) : `\\x${hex(piece.byte, 2)}`;
  }
  return quoted;
}

/** The bytes behind an escaped name. Throws Fault 'repository.damaged' where Go's strconv.Unquote fails. */
export function goUnquote(quoted: string): ByteString {
  if (PLAIN.test(quoted)) return quoted as ByteString;
  if (/["\n]/.test(quoted.replace(/\\./gs, ''))) throw damaged(quoted);
  // The text becomes UTF-8 first: escapes are ASCII, so they are still whole, and what they stand for is bytes.
  return toByteString(quoted).replace(ESCAPE, (escaped) => plainOf(escaped, quoted)) as ByteString;
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|[0-7]{3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)/gs;
const UNESCAPES: ReadonlyMap<string, string> = new Map([...ESCAPES].map(([plain, escaped]) => [escaped, plain]));

function plainOf(escaped: string, quoted: string): string {
  if (escaped.length < 3) {
    const plain = UNESCAPES.get(escaped);
    if (plain === undefined) throw damaged(quoted);
    return plain;
  }
  if (escaped[1] === 'x') return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
  if (escaped[1] === 'u' || escaped[1] === 'U') return bytesOfPoint(Number.parseInt(escaped.slice(2), 16), quoted);
  const byte = Number.parseInt(escaped.slice(1), 8);
  if (byte > 0xff) throw damaged(quoted);
  return String.fromCharCode(byte);
}

function escapeCharacter(character: string): string {
  const point = character.codePointAt(0)!;
  const known = ESCAPES.get(character);
  if (known !== undefined) return known;
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`;
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function bytesOfPoint(point: number, quoted: string): string {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw damaged(quoted);
  return toByteString(String.fromCodePoint(point));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function damaged(quoted: string): Fault {
  return new Fault('repository.damaged', `a tree holds a name with a broken escape: ${JSON.stringify(quoted.slice(0, 300))}`);
}
