/**
 * `Entry`: a file, folder, link or special file, as every room speaks of it, and the byte strings that name it.
 *
 * Sources produce entries, the repository stores them, a restore makes them again; those rooms must not import each other,
 * so the word lives here. Field meanings follow POSIX `struct stat` (IEEE 1003.1, sys/stat.h).
 */

declare const bytes: unique symbol;

/**
 * Raw bytes as a string with one character (U+0000..U+00FF) a byte, which is what Node calls latin1.
 * File names are bytes and need not be UTF-8; this form is small, is a key of a Map, and its default order is bytewise.
 */
export type ByteString = string & { readonly [bytes]: true };

export function toByteString(raw: Uint8Array | string): ByteString {
  const buffer = typeof raw === 'string' ? Buffer.from(raw, 'utf8') : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return buffer.toString('latin1') as ByteString;
}

export function toBytes(text: ByteString): Buffer {
  return Buffer.from(text, 'latin1');
}

/** The text a person reads: what is not UTF-8 becomes U+FFFD. Never use it to find the entry again. */
export function toDisplay(text: ByteString): string {
  return toBytes(text).toString('utf8');
}

/** The path of an entry of a folder, both seen from the same root, which is ''. */
export function childPath(folder: ByteString, name: ByteString): ByteString {
  return (folder === '' ? name : `${folder}/${name}`) as ByteString;
}

export type EntryType = 'file' | 'dir' | 'symlink' | 'dev' | 'chardev' | 'fifo' | 'socket';

/** An extended attribute; POSIX ACLs are attributes too (`system.posix_acl_access`, `system.posix_acl_default`). */
export interface ExtendedAttribute {
  readonly name: string;
  readonly value: Uint8Array;
}

/** An entry of a folder, without its content. Times are nanoseconds since 1970, negative before. */
export interface Entry {
  /** Holds no '/' and no NUL, and is neither empty nor '.' nor '..'. */
  readonly name: ByteString;
  readonly type: EntryType;
  /** The low twelve bits of st_mode: permissions, setuid, setgid, sticky. */
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly atimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly uid: number;
  readonly gid: number;
  /** Names of owner and group, absent when the system does not know them. */
  readonly user?: string | undefined;
  readonly group?: string | undefined;
  /** 0n where the source has none; so deviceId and links. */
  readonly inode: bigint;
  /** st_dev of the file system that holds the entry. */
  readonly deviceId: bigint;
  readonly links: bigint;
  /** Bytes of content; 0 for everything but files. */
  readonly sizeBytes: number;
  readonly linkTarget?: ByteString | undefined;
  /** st_rdev of a device. */
  readonly device?: bigint | undefined;
  readonly extendedAttributes?: readonly ExtendedAttribute[] | undefined;
}
