/**
 * Marker files: a folder that holds one keeps only it in the snapshot, so that a restore marks the folder again (as restic does).
 *
 * Source: Cache Directory Tagging Specification (bford.info/cachedir).
 */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { type ByteString, toByteString, toBytes } from '../../base/index.ts';
import { joinPath, type MachinePath } from './targets.ts';

const CACHE_TAG = toByteString('CACHEDIR.TAG');
const SIGNATURE = Buffer.from('Signature: 8a477f597d28d172789f06886806bc55');

export interface MarkerOptions {
  /** Leave out what lies beside a CACHEDIR.TAG with the right signature. */
  readonly excludeCaches?: boolean | undefined;
  /** Leave out what lies beside a file of one of these names. */
  readonly excludeIfPresent?: readonly string[] | undefined;
}

/** The marker files among a folder's names; empty when the folder is not marked. */
export function markersAmong(names: readonly ByteString[], folder: MachinePath, options: MarkerOptions): ByteString[] {
  const wanted = (options.excludeIfPresent ?? []).map((name) => toByteString(name));
  const found = wanted.length === 0 ? [] : names.filter((name) => wanted.includes(name));
  if (options.excludeCaches && !found.includes(CACHE_TAG) && names.includes(CACHE_TAG) && isCacheTag(joinPath(folder, CACHE_TAG))) {
    found.push(CACHE_TAG);
  }
  return found;
}

/** Only an ordinary file counts. One that cannot be read marks nothing: rather too much in the backup than too little. */
function isCacheTag(path: MachinePath): boolean {
  let fd: number;
  try {
    fd = openSync(toBytes(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const start = Buffer.alloc(SIGNATURE.length);
    return readSync(fd, start, 0, start.length, null) === start.length && start.equals(SIGNATURE);
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}
