/**
 * Finding what a blob, a tree or a pack is for: which files and folders of which snapshots need it.
 *
 * Ids may be given by their beginnings. A pack stands for all blobs that lie in it.
 */
import { type ByteString, Fault } from '../../base/index.ts';
import type { LoadedIndex } from '../index/load.ts';
import type { BlobType } from '../index/table.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import { type FindIn, searchIn } from './find.ts';
import { type Search, searchSnapshots } from './walk.ts';

export interface FoundObject {
  readonly type: BlobType;
  readonly id: string;
  readonly snapshot: Snapshot;
  /** The file that holds the blob, or the folder that the tree is; '' is the root of the snapshot. */
  readonly path: ByteString;
  /** The tree that lists the file; undefined where a tree was found. */
  readonly parentTree: string | undefined;
}

export interface FindObjectsOptions extends FindIn {
  readonly kind: 'blob' | 'tree' | 'pack';
  /** Beginnings of ids, in lower-case hex. */
  readonly ids: readonly string[];
}

/** Throws Fault 'input.invalid' for what is no id, and for a pack that no index lists. */
export function findObjects(repository: Repository, options: FindObjectsOptions): AsyncGenerator<FoundObject> {
  for (const id of options.ids)
    if (!/^[0-9a-f]{1,64}$/.test(id)) throw new Fault('input.invalid', `'${id}' is no id: it takes up to 64 digits 0-9 and a-f.`);
  return searchIn(repository, options, async function* (snapshots, signal) {
    const isWanted = wantedBy(await repository.index(), options);
    for (const snapshot of snapshots) {
      const { tree: id } = snapshot;
      if (isWanted(id, 'tree')) yield { type: 'tree', id, snapshot, path: '' as ByteString, parentTree: undefined };
    }
    yield* searchSnapshots(repository, searchFor(isWanted), { snapshots, signal, onDamage: options.onDamage });
  });
}

type IsWanted = (id: string, type: BlobType) => boolean;

function wantedBy(index: LoadedIndex, { kind, ids }: FindObjectsOptions): IsWanted {
  if (kind !== 'pack') return (id, type) => type === (kind === 'tree' ? 'tree' : 'data') && ids.some((begin) => id.startsWith(begin));
  const wanted = new Set(index.packs.flatMap((name, number) => (ids.some((begin) => name.startsWith(begin)) ? [number] : [])));
  const missing = ids.find((begin) => !index.packs.some((name) => name.startsWith(begin)));
  if (missing !== undefined) throw new Fault('input.invalid', `No index lists a pack whose id begins with '${missing}'.`);
  return (id, type) => index.table.places(Buffer.from(id, 'hex'), type).some(({ pack }) => wanted.has(pack));
}

function searchFor(isWanted: IsWanted): Search<FoundObject> {
  return {
    start: 'everywhere',
    step: (state) => state,
    findsAt: ({ snapshot, path, node, tree }) => {
      const blobs = new Set(node.content ?? []);
      const wanted = [...blobs].filter((id) => isWanted(id, 'data'));
      const finds = wanted.map((id): FoundObject => ({ type: 'data', id, snapshot, path, parentTree: tree }));
      if (node.subtree !== undefined && isWanted(node.subtree, 'tree'))
        finds.push({ type: 'tree', id: node.subtree, snapshot, path, parentTree: undefined });
      return finds;
    },
  };
}
