/**
 * Writes and removes files so that a power cut leaves the old content or the new.
 *
 * In this room because parts of the box and services both keep files of their own. Not for the repository's files, which
 * repository/stores/ writes.
 */
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from './fault.ts';

/**
 * Replaces a file that only its owner may read: temporary name, fsync, rename, fsync of the folder.
 * Throws Fault 'store.full', 'store.readonly' or 'store.unreachable'.
 */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.new`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (cause) {
    throw diskFault(`The box cannot write ${file}`, cause);
  }
}

/** Removes a file for good; one that is not there is no failure. Throws what `writeDurably` throws. */
export async function removeDurably(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
    await syncFolder(path.dirname(file));
  } catch (cause) {
    throw diskFault(`The box cannot remove ${file}`, cause);
  }
}

function diskFault(what: string, cause: unknown): Fault {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const fault = ['ENOSPC', 'EDQUOT'].includes(code) ? 'store.full' : code === 'EROFS' ? 'store.readonly' : 'store.unreachable';
  return new Fault(fault, `${what}: ${(cause as Error).message}.`, { cause });
}

/** File systems that cannot sync folders answer EINVAL or the like: theirs is no journal to wait for. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(error.code ?? '')) throw error;
  });
}
