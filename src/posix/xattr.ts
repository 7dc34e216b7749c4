/**
 * Extended attributes of files, folders and links, never following a link. POSIX ACLs are attributes too (`system.posix_acl_access`).
 *
 * Invariant: a file system without attributes is a file without attributes, not a failure.
 * Attribute names are text here, as in the repository's format; one that is not UTF-8 can be read but not set again under its own name.
 * Source: xattr(7), listxattr(2), getxattr(2), setxattr(2).
 */
import type { ExtendedAttribute } from '../base/index.ts';
import { ERRNO, lastErrno, libc, systemError, terminatedPath, terminatedText, type Where } from './libc.ts';

/** XATTR_LIST_MAX and XATTR_SIZE_MAX of Linux: with these no call asks for a larger buffer. */
const listScratch = Buffer.alloc(65536);
const valueScratch = Buffer.alloc(65536);
const NO_ATTRIBUTES: readonly ExtendedAttribute[] = [];

/** Names in the kernel's order. */
export function listAttributes(where: Where): string[] {
  return rawNames(where).map((name) => name.toString('utf8', 0, name.length - 1));
}

/** The value, or undefined when there is no such attribute. */
export function getAttribute(where: Where, name: string): Uint8Array | undefined {
  return rawValue(where, terminatedText(name));
}

/** Creates the attribute or replaces its value. */
export function setAttribute(where: Where, name: string, value: Uint8Array): void {
  const cName = terminatedText(name);
  const rc =
    typeof where === 'number'
      ? libc.fsetxattr(where, cName, value, value.length, 0)
      : libc.lsetxattr(terminatedPath(where, 'lsetxattr'), cName, value, value.length, 0);
  if (rc !== 0) throw systemError(lastErrno(), 'lsetxattr', where);
}

/** Does nothing when there is no such attribute. */
export function removeAttribute(where: Where, name: string): void {
  const cName = terminatedText(name);
  const rc = typeof where === 'number' ? libc.fremovexattr(where, cName) : libc.lremovexattr(terminatedPath(where, 'lremovexattr'), cName);
  if (rc === 0) return;
  const errno = lastErrno();
  if (errno !== ERRNO.ENODATA) throw systemError(errno, 'lremovexattr', where);
}

/**
 * All attributes with their values, in the kernel's order. What cannot be read is left out and told to `onUnreadable`;
 * only a file that is gone throws.
 */
export function readAttributes(where: Where, onUnreadable?: (error: NodeJS.ErrnoException) => void): readonly ExtendedAttribute[] {
  const found: ExtendedAttribute[] = [];
  const tell = (error: unknown): void => {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall === undefined || code === 'ENOENT') throw error;
    onUnreadable?.(error as NodeJS.ErrnoException);
  };
  try {
    // The usual file has none: it costs one call and no memory.
    const names = rawNames(where);
    if (names.length === 0) return NO_ATTRIBUTES;
    for (const name of names) {
      try {
        const value = rawValue(where, name);
        if (value !== undefined) found.push({ name: name.toString('utf8', 0, name.length - 1), value });
      } catch (error) {
        tell(error);
      }
    }
  } catch (error) {
    tell(error);
  }
  return found;
}

const NO_NAMES: readonly Buffer[] = [];

/** Names as raw bytes, each with its NUL. */
function rawNames(where: Where): readonly Buffer[] {
  const size: number =
    typeof where === 'number'
      ? libc.flistxattr(where, listScratch, listScratch.length)
      : libc.llistxattr(terminatedPath(where, 'llistxattr'), listScratch, listScratch.length);
  if (size === 0) return NO_NAMES;
  if (size < 0) {
    const errno = lastErrno();
    if (errno === ERRNO.EOPNOTSUPP || errno === ERRNO.ENOTSUP) return NO_NAMES;
    throw systemError(errno, 'llistxattr', where);
  }
  const names: Buffer[] = [];
  for (let start = 0; start < size; ) {
    const end = listScratch.indexOf(0, start) + 1;
    names.push(Buffer.from(listScratch.subarray(start, end)));
    start = end;
  }
  return names;
}

function rawValue(where: Where, cName: Buffer): Uint8Array | undefined {
  const size: number =
    typeof where === 'number'
      ? libc.fgetxattr(where, cName, valueScratch, valueScratch.length)
      : libc.lgetxattr(terminatedPath(where, 'lgetxattr'), cName, valueScratch, valueScratch.length);
  if (size >= 0) return Uint8Array.prototype.slice.call(valueScratch, 0, size);
  const errno = lastErrno();
  if (errno === ERRNO.ENODATA) return undefined;
  throw systemError(errno, 'lgetxattr', where);
}
