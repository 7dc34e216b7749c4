/**
 * The password that a file holds, byte for byte as restic takes it: the same file must open the same repository in both.
 *
 * Source: restic, internal/textfile (a byte order mark is dropped, UTF-16 that has one becomes UTF-8), and Go's strings.TrimSpace.
 */

/** Unicode's white space in UTF-8, one character a byte. */
const SPACE = /[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80/;
const LEADING = new RegExp(`^(?:${SPACE.source})+`);
const TRAILING = new RegExp(`(?<!${SPACE.source})(?:${SPACE.source})+$`);

/** Bytes that are not UTF-8 stay what they are. Empty when the file holds nothing but white space. */
export function passwordFrom(file: Buffer): Uint8Array {
  const trimmed = withoutMark(file).toString('latin1').replace(LEADING, '').replace(TRAILING, '');
  return Buffer.from(trimmed, 'latin1');
}

function withoutMark(file: Buffer): Buffer {
  const mark = file.toString('latin1', 0, 3);
  if (mark === '\xef\xbb\xbf') return file.subarray(3);
  if (mark.startsWith('\xfe\xff')) return Buffer.from(new TextDecoder('utf-16be').decode(file));
  if (mark.startsWith('\xff\xfe')) return Buffer.from(new TextDecoder('utf-16le').decode(file));
  return file;
}
