/**
 * Paths of entries in URLs: every byte that is not plain is percent-encoded, so names that are not UTF-8 survive the trip.
 *
 * Invariant: decodePath(encodePath(x)) equals x. URLSearchParams is not used for them: it decodes to UTF-8 and loses bytes.
 * Source: RFC 3986, section 2.1 to 2.3.
 */
import { type ByteString, Fault } from '../base/index.ts';

const PLAIN = /[A-Za-z0-9\-._~/]/;

export function encodePath(path: ByteString): string {
  let encoded = '';
  for (const char of path) encoded += PLAIN.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}

/** Throws Fault 'input.invalid' for anything that cannot be the path of an entry: '..', NUL, an empty component, a bad escape. */
export function decodePath(encoded: string): ByteString {
  const path = encoded.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const isBroken = /%(?![0-9A-Fa-f]{2})/.test(encoded) || /[^\x21-\x7e]/.test(encoded);
  if (isBroken) throw new Fault('input.invalid', 'the path is not percent-encoded');
  const isImpossible = path !== '' && path.split('/').some((name) => name === '' || name === '.' || name === '..' || name.includes('\0'));
  if (isImpossible) throw new Fault('input.invalid', 'no entry can have this path');
  return path as ByteString;
}

/** All parameters of a raw query string, values still encoded; of one that is given twice, the first. */
export function rawParameters(query: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const equals = pair.indexOf('=');
    const name = equals === -1 ? pair : pair.slice(0, equals);
    found[name] ??= equals === -1 ? '' : pair.slice(equals + 1);
  }
  return found;
}
