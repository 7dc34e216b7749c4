/**
 * Paths of entries as the API takes and gives them: raw bytes, percent-encoded, because names need not be UTF-8.
 *
 * Source: RFC 3986, section 2.1 to 2.3.
 */
import type { ByteString } from '../../base/index.ts';

export function encodedPath(path: ByteString): string {
  const escaped = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return path.replace(/[^A-Za-z0-9\-._~/]/g, escaped);
}

export function decodedPath(encoded: string): ByteString {
  return encoded.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) as ByteString;
}
