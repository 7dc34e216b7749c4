/**
 * Places that never belong to a backup, above all the repository that it fills: whoever backs that up with the rest saves
 * all of it again with every run.
 *
 * Owns: whether a place lies in a target, on the real paths, and the exclude pattern that means exactly it.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path/posix';

/** Exclude patterns for those places that lie below a target; to be given last, so that no other takes them back. */
export function patternsToKeepOut(places: readonly string[], targets: readonly string[]): string[] {
  const patterns = targets.flatMap((target) => {
    const top = realPath(target);
    const below = places.map(realPath).filter((place) => place !== top && isInside(place, top));
    return below.map((place) => asPattern(path.join(path.resolve(target), path.relative(top, place))));
  });
  return [...new Set(patterns)];
}

/** Whether `inner` is `outer` or lies in it, whatever links lead there. */
export function liesIn(inner: string, outer: string): boolean {
  return isInside(realPath(inner), realPath(outer));
}

function isInside(inner: string, outer: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}

/** Without links, as far as the path is there. */
function realPath(named: string): string {
  const absolute = path.resolve(named);
  try {
    return realpathSync(absolute);
  } catch {
    return absolute === '/' ? '/' : path.join(realPath(path.dirname(absolute)), path.basename(absolute));
  }
}

/** The pattern that means exactly this path. */
function asPattern(absolute: string): string {
  return absolute.replace(/[\\*?[\]!# ]/g, '\\$&');
}
