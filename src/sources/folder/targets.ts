/**
 * Targets: what a person named, and where each lies in the snapshot's tree.
 *
 * Owns: the rules for roots, which are restic's (its archiver, `NewTree`): an absolute target brings every folder above it; a relative one
 * its own components, leading '..' dropped; '.', '..' and '/' bring what they hold; several targets merge; where
 * targets from different folders meet in one name at the top, the later becomes `name-1`.
 * Does not own: what is read from the folders, and what is excluded.
 */
import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path/posix';
import { type ByteString, Fault, isFault, toByteString, toBytes } from '../../base/index.ts';
import { sourceFault } from './source-fault.ts';

/** Absolute, without a slash at the end, so the root of the file system is ''. */
export type MachinePath = ByteString;

/** What a person named. */
export interface Target {
  readonly path: MachinePath;
  readonly isFolder: boolean;
  /** The file system it lies on. */
  readonly deviceId: bigint;
}

/** A spot in the snapshot's tree that a target put there: the target itself, or a folder on the way to it. */
export interface Place {
  readonly path: MachinePath;
  /** Whether what the folder holds belongs to the snapshot, or only `children`. */
  isWhole: boolean;
  readonly children: Map<ByteString, Place>;
}

/** A target and its way down the tree. */
export interface Located {
  readonly target: Target;
  /** The folder of this machine that the tree's top stands for. */
  readonly top: MachinePath;
  readonly components: readonly ByteString[];
}

/** A target that is not there or cannot be asked. */
export interface Absent {
  readonly path: MachinePath;
  readonly reason: Fault;
}

/**
 * Each target once; those that are not there are told beside those that are. Throws Fault 'backup.source.missing' or
 * 'backup.source.unreadable' when none is there, 'input.invalid' for none and for one that is no path.
 */
export function locateTargets(targets: readonly string[], cwd: string): { located: Located[]; absent: Absent[] } {
  if (targets.length === 0) throw new Fault('input.invalid', 'nothing was named to back up');
  const located = new Map<string, Located>();
  const absent = new Map<MachinePath, Absent>();
  for (const target of targets) {
    try {
      const one = locateTarget(target, cwd);
      located.set(`${one.top}\0${one.target.path}`, one);
    } catch (error) {
      if (!isFault(error, 'backup.source.missing', 'backup.source.unreadable')) throw error;
      const at = machinePath(path.resolve(cwd, target));
      absent.set(at, { path: at, reason: error });
    }
  }
  const [first] = absent.values();
  if (first && located.size === 0) throw first.reason;
  return { located: [...located.values()], absent: [...absent.values()] };
}

/** The tree's root. Folders that stand for the top themselves are read here only if they are several. */
export function planTree(located: readonly Located[]): Place {
  const tops = new Set(located.map(({ top }) => top));
  const root = newPlace(located[0]?.top ?? ('' as MachinePath));
  const topOf = new Map<Place, MachinePath>();
  for (const { target, top, components } of located) {
    if (components.length > 0) addTarget({ root, topOf }, top, components);
    else if (tops.size === 1) root.isWhole = true;
    else for (const name of namesIn(target.path)) addTarget({ root, topOf }, top, [name]);
  }
  return root;
}

export function joinPath(folder: ByteString, name: ByteString): ByteString {
  return `${folder}/${name}` as ByteString;
}

function newPlace(at: MachinePath): Place {
  return { path: at, isWhole: false, children: new Map() };
}

function locateTarget(target: string, cwd: string): Located {
  if (target === '' || target.includes('\0')) throw new Fault('input.invalid', `not a path: ${JSON.stringify(target)}`);
  const absolute = path.resolve(cwd, target);
  const upwards = path.isAbsolute(target)
    ? []
    : path
        .normalize(target)
        .split('/')
        .filter((part) => part === '..');
  const top = path.isAbsolute(target) ? '/' : path.resolve(cwd, ...upwards);
  const components = path
    .normalize(`/${target}`)
    .split('/')
    .filter((part) => part !== '');
  const at = machinePath(absolute);
  const stats = statTarget(absolute, at);
  return {
    target: { path: at, isFolder: stats.isDirectory(), deviceId: stats.dev },
    top: machinePath(top),
    components: components.map((part) => toByteString(part)),
  };
}

function machinePath(absolute: string): MachinePath {
  return toByteString(absolute === '/' ? '' : absolute);
}

function statTarget(absolute: string, at: MachinePath): BigIntStats {
  try {
    return lstatSync(absolute, { bigint: true });
  } catch (error) {
    throw sourceFault(error, at);
  }
}

function addTarget(tree: { root: Place; topOf: Map<Place, MachinePath> }, top: MachinePath, components: readonly ByteString[]): void {
  const [first, ...rest] = components;
  let place = topPlace(tree, top, first!);
  for (const name of rest) {
    const child = place.children.get(name) ?? newPlace(joinPath(place.path, name));
    place.children.set(name, child);
    place = child;
  }
  place.isWhole = true;
}

/** Two tops may hold the same name: the second gets a number, as restic does. */
function topPlace({ root, topOf }: { root: Place; topOf: Map<Place, MachinePath> }, top: MachinePath, name: ByteString): Place {
  for (let count = 0; ; count++) {
    const free = count === 0 ? name : (`${name}-${count}` as ByteString);
    const taken = root.children.get(free);
    if (taken && topOf.get(taken) === top) return taken;
    if (taken) continue;
    const place = newPlace(joinPath(top, name));
    root.children.set(free, place);
    topOf.set(place, top);
    return place;
  }
}

function namesIn(folder: MachinePath): ByteString[] {
  try {
    return (readdirSync(toBytes(`${folder}/` as ByteString), { encoding: 'latin1' }) as ByteString[]).sort();
  } catch (error) {
    throw sourceFault(error, folder);
  }
}
