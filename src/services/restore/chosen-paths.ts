/** Several chosen paths of a snapshot as one restore: below the folder that all of them lie in, and nothing beside them. */
import type { ByteString } from '../../base/index.ts';
import type { Choice, Select } from '../../repository/index.ts';

export interface ChosenPaths {
  /** What is restored; its content comes directly into the target. */
  readonly root: ByteString;
  readonly select: Select;
}

/** `paths` are not empty; the empty path is the whole snapshot. */
export function choosePaths(paths: readonly ByteString[]): ChosenPaths {
  const chosen = paths.map((path) => path.split('/').filter((name) => name !== ''));
  if (chosen.some((names) => names.length === 0)) return { root: '' as ByteString, select: () => 'take' };
  let depth = 0;
  const isShared = (at: number) => chosen.every((names) => names.length - 1 > at && names[at] === chosen[0]![at]);
  while (isShared(depth)) depth++;
  const below = new Set(chosen.map((names) => names.slice(depth).join('/')));
  const onTheWay = new Set([...below].flatMap(foldersAbove));
  const choose = (path: ByteString): Choice => {
    if (below.has(path) || foldersAbove(path).some((folder) => below.has(folder))) return 'take';
    return onTheWay.has(path) ? 'below' : 'skip';
  };
  return { root: chosen[0]!.slice(0, depth).join('/') as ByteString, select: choose };
}

function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) folders.push(path.slice(0, slash));
  return folders;
}
