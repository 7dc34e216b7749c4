/**
 * A file of this machine as chunks, cut where its content says so.
 *
 * Owns: opening, what a file was like when it was opened, reading into the chunker's window. Memory: the window.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { getSystemErrorMessage } from 'node:util';
import type { FaultCode } from '../../base/index.ts';
import { CHUNK_MAX, type Chunker } from '../../kernels/index.ts';
import type { FileReading, FileState } from '../crew/tasks.ts';

/** Small enough that a chunk is still in the processor's cache when it is hashed and compressed. */
const READ_BYTES = 1 << 20;
/** A source is never written: reading must not touch the access time. Not in Node's constants; asm-generic/fcntl.h. */
const O_NOATIME = 0o1000000;
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What the system says of the source's file is an outcome; anything else (the store's Faults too) ends the backup. */
export type Unreadable = FileReading & { readonly kind: 'unreadable' };

/** Opens a file, lets `use` have it, and closes it. */
export async function withFile<T>(path: Uint8Array, use: (fd: number) => Promise<T>): Promise<T | Unreadable> {
  let opened: number | undefined;
  try {
    opened = openForReading(Buffer.from(path.buffer, path.byteOffset, path.byteLength));
    return await use(opened);
  } catch (error) {
    return unreadable(error);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** What changes when a file is written; undefined when it is no file any more. */
export function stateOf(fd: number): FileState | undefined {
  const stats = fstatSync(fd, { bigint: true });
  return stats.isFile() ? { sizeBytes: Number(stats.size), mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs } : undefined;
}

export function isSameState(a: FileState, b: FileState): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/**
 * The chunks of `from` .. `to`, each a view of the window that lasts until the next is asked for. With `isLast` the file ends at
 * `to`, and the rest is a chunk; without it the rest is left for a call that begins there. A file that is shorter ends where it ends.
 */
export function* chunksOf(
  chunker: Chunker,
  fd: number,
  { from, to, isLast }: { from: number; to: number; isLast: boolean },
): Generator<Uint8Array> {
  const { window } = chunker;
  let position = from;
  let [start, end] = [0, 0];
  let isEnd = position >= to;
  chunker.begin(0);
  for (;;) {
    const length = chunker.cut(end, isEnd && isLast);
    if (length > 0) {
      yield window.subarray(start, start + length);
      start += length;
      if (start + CHUNK_MAX + READ_BYTES > window.length) {
        window.copyWithin(0, start, end);
        [start, end] = [0, end - start];
      }
      chunker.begin(start);
    } else if (isEnd) {
      return;
    } else {
      const bytesRead = readSync(fd, window, end, Math.min(READ_BYTES, to - position), position);
      position += bytesRead;
      end += bytesRead;
      isEnd = bytesRead === 0 || position >= to;
    }
  }
}

function openForReading(path: Buffer): number {
  try {
    return openSync(path, FLAGS | O_NOATIME);
  } catch (error) {
    // Only the owner may leave the access time alone; others must read the usual way.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    return openSync(path, FLAGS);
  }
}

function unreadable(error: unknown): Unreadable {
  const { code, syscall, errno } = error as NodeJS.ErrnoException;
  if (syscall === undefined || !SOURCE_CALLS.has(syscall)) throw error;
  const isGone = code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR';
  const fault: FaultCode = isGone ? 'backup.source.missing' : 'backup.source.unreadable';
  return { kind: 'unreadable', code: fault, message: isGone ? VANISHED : getSystemErrorMessage(errno!) };
}

export const VANISHED = 'it vanished before it could be read';

const SOURCE_CALLS = new Set(['open', 'fstat', 'read']);
