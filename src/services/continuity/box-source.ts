/** What a box snapshot holds, as a source: the files of a staging folder under /holdfast/catalog, whatever the folder is called. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ByteString, type Entry, type EntryType, toByteString } from '../../base/index.ts';
import type { BackupSource, Listed } from '../../repository/index.ts';

export const BOX_FOLDER = 'holdfast/catalog';
export const CATALOG_NAME = 'catalog.copy.sqlite';
export const ABOUT_NAME = 'about.json';

/** Folders of the tree above the files, and what each holds. */
const ABOVE: Readonly<Record<string, string>> = { '': 'holdfast', holdfast: 'catalog' };

export function boxSource(staging: string): BackupSource {
  return {
    paths: [`/${BOX_FOLDER}`],
    excludes: [],
    localPath: (inTree) => Buffer.from(path.join(staging, path.posix.basename(inTree))),
    async *list(folder) {
      const above = ABOVE[folder];
      if (above !== undefined) yield await entryOf(staging, above, 'dir');
      else for (const name of (await readdir(staging)).sort()) yield await entryOf(path.join(staging, name), name, 'file');
    },
    async *measure() {},
  };
}

async function entryOf(place: string, name: string, type: EntryType): Promise<Listed> {
  const stats = await lstat(place, { bigint: true });
  const entry: Entry = {
    name: toByteString(name) as ByteString,
    type,
    mode: type === 'dir' ? 0o700 : 0o600,
    mtimeNs: stats.mtimeNs,
    atimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    inode: 0n,
    deviceId: 0n,
    links: type === 'dir' ? 0n : 1n,
    sizeBytes: type === 'dir' ? 0 : Number(stats.size),
  };
  return { kind: 'entry', entry };
}
