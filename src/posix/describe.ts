/**
 * `describe`: everything the machine knows about one file, folder, link or special file, as an `Entry`.
 *
 * Owns: which fields an entry of which type has; they are those that restic 0.14 records, so that trees come out identical.
 * Does not own: content, and which entries are wanted.
 */
import { type BigIntStats, lstatSync, readlinkSync } from 'node:fs';
import type { ByteString, Entry, EntryType } from '../base/index.ts';
import { groupName, userName } from './accounts.ts';
import { readAttributes } from './xattr.ts';

export interface DescribeOptions {
  /** Without it the access time is the modification time, so that reading a file does not change its description. */
  readonly withAtime?: boolean;
  /** What lstat has just said of `path`, if the caller asked already. */
  readonly stats?: BigIntStats;
  /** Told of attributes that could not be read; the entry is then without them. */
  readonly onAttributeUnreadable?: (error: NodeJS.ErrnoException) => void;
}

/** Never follows a link. Throws what Node's lstat throws, and ENOENT when the entry goes away in between. */
export function describe(path: Buffer, name: ByteString, options: DescribeOptions = {}): Entry {
  const stats = options.stats ?? lstatSync(path, { bigint: true });
  const type = entryType(stats);
  const uid = Number(stats.uid);
  const gid = Number(stats.gid);
  const isDevice = type === 'dev' || type === 'chardev';
  return {
    name,
    type,
    mode: Number(stats.mode) & 0o7777,
    mtimeNs: stats.mtimeNs,
    atimeNs: options.withAtime ? stats.atimeNs : stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    uid,
    gid,
    user: userName(uid),
    group: groupName(gid),
    inode: BigInt.asUintN(64, stats.ino),
    deviceId: BigInt.asUintN(64, stats.dev),
    // Of folders the count says how many folders they hold, which is no property of theirs.
    links: isDevice || type === 'file' || type === 'symlink' ? stats.nlink : 0n,
    sizeBytes: type === 'file' ? Number(stats.size) : 0,
    linkTarget: type === 'symlink' ? (readlinkSync(path, { encoding: 'latin1' }) as ByteString) : undefined,
    device: isDevice ? BigInt.asUintN(64, stats.rdev) : undefined,
    extendedAttributes: attributesOf(path, type, options),
  };
}

/** By the bits of st_mode. Throws for what no Linux file system makes. */
export function entryType(stats: BigIntStats): EntryType {
  const type = TYPES.get(Number(stats.mode) & 0o170000);
  if (type === undefined) throw new Error(`a file of an unknown kind (mode ${stats.mode.toString(8)})`);
  return type;
}

const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [0o100000, 'file'],
  [0o040000, 'dir'],
  [0o120000, 'symlink'],
  [0o060000, 'dev'],
  [0o020000, 'chardev'],
  [0o010000, 'fifo'],
  [0o140000, 'socket'],
]);

function attributesOf(path: Buffer, type: EntryType, options: DescribeOptions): Entry['extendedAttributes'] {
  // Links have no attributes of the user's; restic records none for them.
  if (type === 'symlink') return undefined;
  const attributes = readAttributes(path, options.onAttributeUnreadable);
  return attributes.length === 0 ? undefined : attributes;
}
