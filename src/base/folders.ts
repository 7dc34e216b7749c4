/**
 * Makes a folder with all that leads to it.
 *
 * In this room because stores, restores and services all need it, and threads of a crew must not load native code (posix/) for it.
 * Node's own recursive mkdir calls a read-only disk a missing folder, and never ends where a file system answers ENOENT to mkdir (/proc).
 */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** A folder that is there is left as it is; `mode` is for those that are made. Throws errors of mkdir(2). */
export function makeFolders(folder: string, mode = 0o777): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && isFolder(folder)) return;
    const above = path.dirname(folder);
    if (code !== 'ENOENT' || isFolder(above)) throw error;
    makeFolders(above, mode);
    mkdirSync(folder, { mode });
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
