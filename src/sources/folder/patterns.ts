/**
 * Exclude patterns in gitignore's language, applied to what is below one target.
 *
 * How a pattern finds its anchor:
 *   `name`, `*.tmp`, `cache/`   match at any depth below the target
 *   `src/dist`                  a slash inside: counted from the target, as if the target held the .gitignore
 *   `/home/anna/tmp`            a slash in front: counted from the root of the file system, as with restic
 * The last pattern that matches decides, `!` takes back, and nothing comes back from inside an excluded folder.
 * The target itself has been named, so only a pattern with a slash in front leaves it out (restic: any pattern).
 * Invariant: memory is bounded, although `ignore` remembers every path it was asked about.
 * Source: gitignore(5); test/sources/patterns.test.ts has git as the judge.
 */
import ignore, { type Ignore } from 'ignore';

/** Checks after which what `ignore` remembers is thrown away. */
const CHECKS_REMEMBERED = 5000;

/** Lines of an exclude file: blank ones and comments are left out. */
export function parsePatternFile(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

export class TargetPatterns {
  /** Whether the target itself, or a folder above it, is excluded. */
  readonly excludesTarget: boolean;
  readonly #master: Ignore;
  readonly #ignoreCase: boolean;
  #current: Ignore;
  #checks = 0;

  /** `target` has no slash in front, and one behind when it is a folder; '' is the root of the file system. */
  constructor(patterns: readonly string[], { target, ignoreCase }: { target: string; ignoreCase: boolean }) {
    this.#ignoreCase = ignoreCase;
    this.excludesTarget = target !== '' && ignore({ ignoreCase }).add(patterns.filter(isAbsolute)).ignores(target);
    const components = target.split('/').filter(Boolean);
    this.#master = ignore({ ignoreCase }).add(patterns.flatMap((pattern) => relativePatterns(pattern, components, ignoreCase)));
    this.#current = this.#renewed();
  }

  /** `path` is relative to the target. */
  excludes(path: string, isFolder: boolean): boolean {
    if (++this.#checks % CHECKS_REMEMBERED === 0) this.#current = this.#renewed();
    return this.#current.ignores(isFolder ? `${path}/` : path);
  }

  /** Shares the compiled rules with the master, but not what was remembered. */
  #renewed(): Ignore {
    return ignore({ ignoreCase: this.#ignoreCase }).add(this.#master);
  }
}

function isAbsolute(pattern: string): boolean {
  return /^!?\//.test(pattern);
}

/** The pattern as it reads from the target; several where `**` can end at several depths, none where it points elsewhere. */
function relativePatterns(pattern: string, target: readonly string[], ignoreCase: boolean): string[] {
  if (!isAbsolute(pattern)) return [pattern];
  const sign = pattern.startsWith('!') ? '!' : '';
  const components = pattern.slice(sign.length + 1).split('/');
  const rests = restsBelow(components, target, ignoreCase);
  return [...new Set(rests.map((rest) => `${sign}/${rest.join('/')}`))];
}

/** What is left of a pattern's components when the folder's are used up, in every way they can match. */
function restsBelow(pattern: readonly string[], folder: readonly string[], ignoreCase: boolean): (readonly string[])[] {
  const [first, ...rest] = pattern;
  if (first === undefined || first === '') return [];
  const [outermost, ...inner] = folder;
  if (outermost === undefined) return [pattern];
  if (first === '**') return [...restsBelow(rest, folder, ignoreCase), ...restsBelow(pattern, inner, ignoreCase)];
  const isMatch = ignore({ ignoreCase }).add(`/${first}/`).ignores(`${outermost}/`);
  return isMatch ? restsBelow(rest, inner, ignoreCase) : [];
}
