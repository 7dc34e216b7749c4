/**
 * `FolderTree`: the tree that targets and excludes make of this machine's folders, one folder at a time.
 *
 * Owns: finding a path of the tree on the machine, which names a folder shows, and what is left out.
 * Does not own: describing entries (posix), and when to pause (folder-source.ts).
 * Invariants: nothing is remembered between folders but the targets; patterns and limits hold for what is below
 * targets, never for the folders above. Sockets are left out, as restic does: they hold nothing, and only their program can make them again.
 */
import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs';
import { type ByteString, Fault, toBytes, toDisplay } from '../../base/index.ts';
import { type MarkerOptions, markersAmong } from './markers.ts';
import { TargetPatterns } from './patterns.ts';
import { sourceFault, vanishedOrUnreadable } from './source-fault.ts';
import { type Absent, joinPath, locateTargets, type MachinePath, type Place, planTree, type Target } from './targets.ts';

export interface ExcludeOptions extends MarkerOptions {
  /** gitignore patterns; see patterns.ts for how they are anchored. */
  readonly excludes?: readonly string[] | undefined;
  /** The same, upper and lower case alike; applied beside `excludes`. */
  readonly iexcludes?: readonly string[] | undefined;
  /** Bytes; larger files are left out. */
  readonly excludeLargerThan?: number | undefined;
  /** Do not enter folders on which another file system is mounted; the folders themselves stay, empty. */
  readonly oneFileSystem?: boolean | undefined;
}

/** A name of a folder that is not excluded, and what lstat says of it. */
export type Found =
  | { readonly kind: 'found'; readonly name: ByteString; readonly path: Buffer; readonly stats: BigIntStats }
  | { readonly kind: 'unreadable'; readonly name: ByteString; readonly reason: Fault };

/** A target with its patterns: those that tell upper and lower case apart, and those that do not. */
interface Area extends Target {
  readonly patterns: readonly TargetPatterns[];
}

/** Where a path of the tree lies. */
interface Spot {
  readonly path: MachinePath;
  /** Whether a target holds it, so that whatever is there belongs to the snapshot. */
  readonly isCovered: boolean;
  /** What targets put here, whatever is there. */
  readonly children: ReadonlyMap<ByteString, Place>;
}

const NO_CHILDREN: Spot['children'] = new Map();

export class FolderTree {
  /** Targets that are not there; the top of the tree tells them, too. */
  readonly absent: readonly Absent[];
  readonly #options: ExcludeOptions;
  /** Longest path first: the first that holds a path is the innermost. */
  readonly #areas: readonly Area[];
  readonly #root: Place;

  /** Throws Fault 'backup.source.missing' or 'backup.source.unreadable' when no target is there, 'input.invalid' when nothing is left to back up. */
  constructor(targets: readonly string[], options: ExcludeOptions & { readonly cwd: string }) {
    this.#options = options;
    const { located, absent } = locateTargets(targets, options.cwd);
    this.absent = absent;
    const areas = located.map(({ target }) => ({ ...target, patterns: patternsFor(target, options) }));
    this.#areas = areas.toSorted((a, b) => b.path.length - a.path.length);
    const wanted = located.filter(({ target }) => !this.#areaOf(target.path)?.patterns.some(({ excludesTarget }) => excludesTarget));
    if (wanted.length === 0) throw new Fault('input.invalid', 'the exclude patterns leave out everything that was named to back up');
    this.#root = planTree(wanted);
  }

  /** Throws Fault 'backup.source.missing' for a path that no target brings. */
  machinePath(path: ByteString): MachinePath {
    return this.#spot(path).path;
  }

  /** What a folder of the tree shows, sorted bytewise. Reads the names at once and looks at each entry when it is asked for. */
  *contents(folder: ByteString): Generator<Found> {
    if (folder === '') yield* this.absent.map(notThere);
    const spot = this.#spot(folder);
    const real = spot.isCovered ? this.#realNames(spot) : [];
    const names = spot.children.size === 0 ? real : [...new Set([...real, ...spot.children.keys()])];
    const around = this.#areaOf(spot.path);
    for (const name of names.sort()) {
      const place = spot.children.get(name);
      const at = place?.path ?? joinPath(spot.path, name);
      const area = place ? this.#areaOf(at) : around;
      const leadsToTarget = place !== undefined && place.children.size > 0;
      // A folder on the way to a target may be reached through a link: what the target holds is wanted, not the link.
      const found = look(name, at, leadsToTarget);
      // What was named, and the way to it, is there whatever the rules of a target around it say.
      if (leadsToTarget || area?.path === at || !this.#isLeftOut(at, found, area)) yield found;
    }
  }

  #spot(path: ByteString): Spot {
    const components = path === '' ? [] : (path.split('/') as ByteString[]);
    let place = this.#root;
    let isCovered = place.isWhole;
    for (const [index, name] of components.entries()) {
      const child = place.children.get(name);
      if (!child && !isCovered) throw new Fault('backup.source.missing', `${toDisplay(path)} is not part of this backup`);
      if (!child) return { path: joinPath(place.path, components.slice(index).join('/') as ByteString), isCovered, children: NO_CHILDREN };
      place = child;
      isCovered ||= place.isWhole;
    }
    return { path: place.path, isCovered, children: place.children };
  }

  /** The names in a folder, less what its markers and its file system leave out. */
  #realNames({ path, children }: Spot): ByteString[] {
    const folder = toBytes((path || '/') as ByteString);
    try {
      // The top and folders on the way to a target may be links; one that appears below a target is not entered.
      const isOnTheWay = children.size > 0 || path === this.#root.path;
      const stats = (isOnTheWay ? statSync : lstatSync)(folder, { bigint: true });
      if (!stats.isDirectory()) throw new Fault('backup.source.unreadable', `${toDisplay(path)} is no longer a folder`);
      if (this.#options.oneFileSystem && stats.dev !== this.#areaOf(path)?.deviceId) return [];
      const names = readdirSync(folder, { encoding: 'latin1' }) as ByteString[];
      const markers = markersAmong(names, path, this.#options);
      return markers.length > 0 ? markers : names;
    } catch (error) {
      throw sourceFault(error, path);
    }
  }

  #isLeftOut(at: MachinePath, found: Found, area: Area | undefined): boolean {
    if (area === undefined) return false;
    // Asked as both when it cannot be known: nobody wants to hear of an excluded folder that cannot be read.
    if (found.kind === 'unreadable') return matchesPattern(area, at, false) || matchesPattern(area, at, true);
    const { stats } = found;
    const isFolder = stats.isDirectory();
    if (matchesPattern(area, at, isFolder) || stats.isSocket()) return true;
    const { excludeLargerThan, oneFileSystem } = this.#options;
    if (excludeLargerThan !== undefined && stats.isFile() && stats.size > excludeLargerThan) return true;
    // A folder of another file system stays, and is empty.
    return oneFileSystem === true && !isFolder && stats.dev !== area.deviceId;
  }

  /** The innermost target that holds the path; none for folders above the targets. */
  #areaOf(at: MachinePath): Area | undefined {
    return this.#areas.find(({ path }) => at.startsWith(path) && (at.length === path.length || at[path.length] === '/'));
  }
}

function patternsFor(target: Target, { excludes = [], iexcludes = [] }: ExcludeOptions): TargetPatterns[] {
  const path = toDisplay(target.path).slice(1) + (target.isFolder && target.path !== '' ? '/' : '');
  const found: TargetPatterns[] = [];
  if (excludes.length > 0) found.push(new TargetPatterns(excludes, { target: path, ignoreCase: false }));
  if (iexcludes.length > 0) found.push(new TargetPatterns(iexcludes, { target: path, ignoreCase: true }));
  return found;
}

function matchesPattern(area: Area, at: MachinePath, isFolder: boolean): boolean {
  if (area.patterns.length === 0 || at === area.path) return false;
  const relative = display(at.slice(area.path.length + 1));
  return area.patterns.some((patterns) => patterns.excludes(relative, isFolder));
}

/** Under its whole path, for its place in the tree was never found. Without a cause, so that its own words are told. */
function notThere({ path, reason: { code } }: Absent): Found {
  const why = code === 'backup.source.missing' ? 'it is not there' : 'it cannot be looked at';
  return { kind: 'unreadable', name: path.slice(1) as ByteString, reason: new Fault(code, why) };
}

function look(name: ByteString, at: MachinePath, followsLink: boolean): Found {
  const path = toBytes(followsLink ? joinPath(at, '.' as ByteString) : at);
  try {
    return { kind: 'found', name, path, stats: lstatSync(path, { bigint: true }) };
  } catch (error) {
    return { kind: 'unreadable', name, reason: vanishedOrUnreadable(error, at) };
  }
}

function display(text: string): string {
  return /[^\0-\x7f]/.test(text) ? toDisplay(text as ByteString) : text;
}
