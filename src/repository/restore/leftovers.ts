/**
 * What a restore that was cut off leaves in its target, and how the next one knows it.
 *
 * Owns: the names of unfinished files and the mode of unfinished folders. A folder is open to its owner alone, and sticky, until it is
 * finished: a mode that means nothing there, so nobody's own folder has it. The name of an unfinished file tells the process that writes it.
 * Invariant: nothing of a process that still runs is taken away.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, opendirSync, openSync, type Stats, unlinkSync } from 'node:fs';
import type { ByteString } from '../../base/index.ts';

export const UNFINISHED_MODE = 0o1700;
const SETGID = 0o2000;
const UNFINISHED_FILE = /^\.holdfast-part-(\d{1,10})-[0-9a-f]{16}$/;

/** Unlike those of another process of this number, once; then counted. */
const OURS = `.holdfast-part-${process.pid}-${randomBytes(4).toString('hex')}`;
let count = 0;

export function temporaryBeside(path: ByteString): ByteString {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return `${folder}${OURS}${(count++ >>> 0).toString(16).padStart(8, '0')}` as ByteString;
}

/** Folders in a setgid folder become setgid themselves. */
export function isUnfinishedFolder({ mode, uid }: Stats): boolean {
  return (mode & 0o7777 & ~SETGID) === UNFINISHED_MODE && uid === process.geteuid?.();
}

/** Takes unfinished files out of a folder that was there; whatever the system does not allow stays. */
export function removeLeftovers(folder: Buffer | string): void {
  let fd: number | undefined;
  try {
    fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    const names = opendirSync(`/proc/self/fd/${fd}`, { encoding: 'latin1' });
    try {
      for (let entry = names.readSync(); entry; entry = names.readSync()) {
        const pid = UNFINISHED_FILE.exec(entry.name)?.[1];
        if (pid !== undefined && !entry.isDirectory() && !isRunning(Number(pid))) unlinkSync(`/proc/self/fd/${fd}/${entry.name}`);
      }
    } finally {
      names.closeSync();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A process of another user cannot be signalled, but is there. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
