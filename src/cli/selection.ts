/**
 * Which entries of a snapshot --include and --exclude mean: patterns in the language of .gitignore, counted from the restored root.
 *
 * Invariant: memory is bounded, although `ignore` remembers every path it was asked about.
 */
import ignore, { type Ignore } from 'ignore';
import { toDisplay } from '../base/index.ts';
import type { Select } from '../repository/index.ts';

/** Checks after which what `ignore` remembers is thrown away. */
const CHECKS_REMEMBERED = 5000;

/** Undefined when everything is meant. */
export function selectionOf(include: readonly string[], exclude: readonly string[]): Select | undefined {
  if (include.length === 0 && exclude.length === 0) return undefined;
  const isIncluded = matcher(include);
  const isExcluded = matcher(exclude);
  return (path, { type }) => {
    const isFolder = type === 'dir';
    const name = isFolder ? `${toDisplay(path)}/` : toDisplay(path);
    if (isExcluded(name)) return 'skip';
    if (include.length === 0 || isIncluded(name)) return 'take';
    return isFolder ? 'below' : 'skip';
  };
}

function matcher(patterns: readonly string[]): (path: string) => boolean {
  const rules = ignore().add(patterns);
  let [current, checks]: [Ignore, number] = [rules, 0];
  return (path) => {
    if (++checks % CHECKS_REMEMBERED === 0) current = ignore().add(rules);
    return current.ignores(path);
  };
}
