/** Harm to the files of a repository, and what of its blobs an onlooker knows to be still there. */
import { cpSync, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadIndex, type PackContents, type PackedBlob } from '../../src/repository/index/files.ts';
import { Repository } from '../../src/repository/repository.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { listAll } from './store-contract.ts';

/** The same repository in another folder. Copies are quicker without the folders that hold no pack. */
export function copyOf({ store, config, master, keyId }: Repository, place: string): Repository {
  cpSync(store.location, place, { recursive: true });
  const data = path.join(place, 'data');
  for (const folder of readdirSync(data)) if (readdirSync(path.join(data, folder)).length === 0) rmdirSync(path.join(data, folder));
  return new Repository({ store: folderStore(place), config, master, keyId });
}

export function packFile({ store }: Repository, id: string): string {
  return path.join(store.location, 'data', id.slice(0, 2), id);
}

export function indexFile({ store }: Repository, id: string): string {
  return path.join(store.location, 'index', id);
}

export function rewriteFile(file: string, change: (bytes: Buffer) => Uint8Array): void {
  const bytes = change(readFileSync(file));
  rmSync(file);
  writeFileSync(file, bytes, { mode: 0o400 });
}

export function flipAt(file: string, at: number): void {
  rewriteFile(file, (bytes) => {
    bytes[at < 0 ? bytes.length + at : at]! ^= 4;
    return bytes;
  });
}

/** Everything the index files list; packs that hold trees last. */
export async function packsOf(repository: Repository): Promise<PackContents[]> {
  const packs: PackContents[] = [];
  for (const name of (await listAll(repository.store, 'index')).keys()) packs.push(...(await loadIndex(repository, name)));
  const isTree = ({ blobs }: PackContents) => Number(blobs[0]!.type === 'tree');
  return packs.toSorted((a, b) => isTree(a) - isTree(b) || (a.id < b.id ? -1 : 1));
}

export const keyOf = ({ type, id }: PackedBlob): string => `${type} ${id}`;

/** The blobs whose stored bytes are the same in a damaged copy as in the original. */
export function untouchedBlobs(original: Repository, copy: Repository, packs: readonly PackContents[]): Set<string> {
  const whole = new Set<string>();
  for (const { id, blobs } of packs) {
    if (!existsSync(packFile(copy, id))) continue;
    const [before, after] = [readFileSync(packFile(original, id)), readFileSync(packFile(copy, id))];
    for (const blob of blobs) {
      const [start, end] = [blob.offset, blob.offset + blob.length];
      if (end <= after.length && before.subarray(start, end).equals(after.subarray(start, end))) whole.add(keyOf(blob));
    }
  }
  return whole;
}

/** Whether the header at the end of a pack is untouched, so that the pack alone tells what lies in it. */
export function hasHeader(original: Repository, copy: Repository, { id, blobs }: PackContents): boolean {
  if (!existsSync(packFile(copy, id)) || statSync(packFile(copy, id)).size !== statSync(packFile(original, id)).size) return false;
  const from = blobs.reduce((sum, { length }) => sum + length, 0);
  return readFileSync(packFile(original, id))
    .subarray(from)
    .equals(readFileSync(packFile(copy, id)).subarray(from));
}
