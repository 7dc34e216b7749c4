/** The folder that holds the box's state: made at the start. */
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Fault, makeFolders } from '../../base/index.ts';

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'that is not a folder',
  ENOTDIR: 'that is not a folder',
  ENOENT: 'that folder cannot be made',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** Makes the folder and writes into it for trial, so that a wrong one is told at the start and not in the first backup. Throws Fault 'state.unusable'. */
export async function prepareState(folder: string): Promise<void> {
  const trial = path.join(folder, `.trial-${randomUUID()}`);
  try {
    makeFolders(path.resolve(folder), 0o700);
    await (await open(trial, 'wx', 0o600)).close();
    await unlink(trial);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const why = WHY[code] ?? message;
    throw new Fault(
      'state.unusable',
      `The box cannot keep its state in ${folder}: ${why}. Set HOLDFAST_STATE to a folder that it may make and write.`,
      { cause },
    );
  }
}
