/**
 * Room that the box keeps for itself on the disk of its state: when the disk is full, people must still be able to sign in and put that right.
 *
 * Owns: a file of zeros beside the catalog, given up when the disk is full and made again once there is room.
 */
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

export const RESERVE_BYTES = 4 * 1024 * 1024;
/** SQLite's result code for a disk that is full. */
const SQLITE_FULL = 13;

export function isDiskFull(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return (code !== undefined && (code & 0xff) === SQLITE_FULL) || (error as NodeJS.ErrnoException).code === 'ENOSPC';
}

/** Makes the reserve when there is none and room for much more; a disk that is full goes without. */
export async function keepReserve(catalog: string): Promise<void> {
  const file = reserveOf(catalog);
  try {
    const { bavail, bsize } = await statfs(path.dirname(file));
    if (bavail * bsize < 4 * RESERVE_BYTES) return;
    await using handle = await open(file, 'wx', 0o600);
    await handle.writeFile(Buffer.alloc(RESERVE_BYTES));
    await handle.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    await rm(file, { force: true });
    if (!isDiskFull(error)) throw error;
  }
}

/** Gives the reserve up. False when there is none. */
export async function useReserve(catalog: string): Promise<boolean> {
  return await rm(reserveOf(catalog)).then(
    () => true,
    () => false,
  );
}

function reserveOf(catalog: string): string {
  return path.join(path.dirname(catalog), 'reserve');
}
