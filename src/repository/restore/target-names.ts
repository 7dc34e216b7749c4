/** The few calls by which an entry gets its name in the target in one step, or finds it taken. */
import { linkSync, lstatSync, renameSync, type Stats, unlinkSync } from 'node:fs';
import { Fault } from '../../base/index.ts';

/** EPERM: the file system has no hard links (FAT, exFAT). */
export const NO_HARD_LINKS: ReadonlySet<string> = new Set(['EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV']);

/** rename replaces what is there, link does not; where there are no hard links, a look first must do. */
export function nameIfFree(from: Buffer, to: Buffer): void {
  try {
    linkSync(from, to);
    unlinkSync(from);
  } catch (error) {
    if (!NO_HARD_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const there = statOf(to);
    if (there) throw nameTaken(there);
    renameSync(from, to);
  }
}

export function statOf(place: Buffer): Stats | undefined {
  return lstatSync(place, { throwIfNoEntry: false });
}

export function removeIfThere(place: Buffer): void {
  try {
    unlinkSync(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

export function nameTaken(there: Stats): Fault {
  return new Fault('restore.target.occupied', `${kindOf(there)} has this name already`);
}

function kindOf(there: Stats): string {
  if (there.isDirectory()) return 'a folder';
  if (there.isSymbolicLink()) return 'a link';
  return 'a file';
}
