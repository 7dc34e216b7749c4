/**
 * A source of millions of entries that lie on no disk: symbolic links, which a backup need not open.
 *
 * Owns: the same entries from the same shape, made one by one as they are asked for.
 */
import type { ByteString, Entry, EntryType } from '../../src/base/index.ts';
import type { BackupSource, Listed } from '../../src/repository/index.ts';

/** `inOneFolder` of the `links` lie in one folder, the others in folders of a thousand. */
export interface TreeShape {
  readonly links: number;
  readonly inOneFolder: number;
}

export const LINKS_PER_FOLDER = 1000;
const WIDE = 'all-in-one' as ByteString;
const FOLDER = 'folder-';
const START_NS = 1_700_000_000_000_000_000n;

export function generatedTree(shape: TreeShape): BackupSource {
  return {
    paths: ['/generated'],
    excludes: [],
    localPath: (path) => Buffer.from(`/generated/${path}`),
    async *measure() {},
    async *list(folder) {
      if (folder === '') yield* folders(shape);
      else if (folder === WIDE) yield* links(0, shape.inOneFolder);
      else {
        const from = shape.inOneFolder + Number(folder.slice(FOLDER.length)) * LINKS_PER_FOLDER;
        yield* links(from, Math.min(shape.links, from + LINKS_PER_FOLDER));
      }
    },
  };
}

function* folders({ links: all, inOneFolder }: TreeShape): Generator<Listed> {
  if (inOneFolder > 0) yield entry(WIDE, 'dir', 0);
  const count = Math.ceil((all - inOneFolder) / LINKS_PER_FOLDER);
  for (let number = 0; number < count; number++) yield entry(`${FOLDER}${String(number).padStart(7, '0')}`, 'dir', 1 + number);
}

function* links(from: number, to: number): Generator<Listed> {
  for (let number = from; number < to; number++) {
    const name = `a link with a name of usual length ${String(number).padStart(9, '0')}`;
    yield entry(name, 'symlink', 1_000_000 + number, `../elsewhere/${number}` as ByteString);
  }
}

function entry(name: string, type: EntryType, inode: number, linkTarget?: ByteString): Listed {
  const mtimeNs = START_NS + BigInt(inode) * 1_234_567n;
  const times = { mtimeNs, atimeNs: mtimeNs, ctimeNs: mtimeNs + 1000n };
  const owner = { uid: 1000, gid: 1000, user: 'owner', group: 'owner' };
  const made: Entry = {
    name: name as ByteString,
    type,
    mode: type === 'dir' ? 0o755 : 0o777,
    ...times,
    ...owner,
    inode: BigInt(inode),
    deviceId: 2049n,
    links: 1n,
    sizeBytes: 0,
    linkTarget,
  };
  return { kind: 'entry', entry: made };
}
