/** Keeps a copy of a damaged pack outside the repository: someone may yet read more out of it. Pieces that cannot be read are zeros. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Fault, isFault } from '../base/index.ts';
import type { Store, StoredFile } from '../repository/index.ts';

const PIECE_BYTES = 1 << 20;

/** The copy's path. One that is there already is left: packs never change. Throws 'output.unwritable'. */
export async function copyPack(store: Store, { name, sizeBytes }: StoredFile, folder: string): Promise<string> {
  const target = path.join(folder, `pack-${name}`);
  try {
    await using file = await open(target, 'wx', 0o600);
    for (let offset = 0; offset < sizeBytes; offset += PIECE_BYTES)
      await file.writeFile(await pieceOf(store, name, { offset, length: Math.min(PIECE_BYTES, sizeBytes - offset) }));
    await file.sync();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (isFault(error)) throw error;
    if (code !== 'EEXIST') {
      const what = `cannot keep a copy of the damaged pack as ${target}: ${message}. The pack stays in the repository.`;
      throw new Fault('output.unwritable', `${what} Choose a folder with room (--copy-to), or do without copies (--no-copy).`, {
        cause: error,
      });
    }
  }
  return target;
}

async function pieceOf(store: Store, name: string, range: { offset: number; length: number }): Promise<Buffer> {
  try {
    return await store.read('data', name, range);
  } catch (error) {
    if (!isFault(error, 'store.unreachable', 'repository.damaged')) throw error;
    return Buffer.alloc(range.length);
  }
}
