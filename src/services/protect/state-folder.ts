/**
 * The folder that holds the box's state: made at the start, and written so that a power cut leaves the old content or the new.
 *
 * Not for the repository's own files, which repository/stores/ writes.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
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

/** Replaces a file: temporary name, fsync, rename, fsync of the folder. Throws Fault 'store.full', 'store.readonly' or 'store.unreachable'. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    const fault = ['ENOSPC', 'EDQUOT'].includes(code) ? 'store.full' : code === 'EROFS' ? 'store.readonly' : 'store.unreachable';
    throw new Fault(fault, `The box cannot write ${file}: ${(cause as Error).message}.`, { cause });
  }
}

/** File systems that cannot sync folders answer EINVAL or the like: theirs is no journal to wait for. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(error.code ?? '')) throw error;
  });
}
