/**
 * Patterns of paths as restic's `find` takes them, matched folder by folder on the way down.
 *
 * A pattern is components of `*`, `?`, `[a-z]`, `[^a-z]` and `\c`, and `**` for any number of folders. One that begins with a slash
 * starts at the root, any other at any folder; whatever lies below a match matches too. Where a walk stands in its patterns is a
 * short text (a state), equal for all folders below which the same will match, so that a walk can remember what it has seen.
 * Source: restic's manual, "Excluding Files"; Go, path/filepath, Match.
 */
import { type ByteString, Fault, toDisplay } from '../../base/index.ts';
import { utf8Pieces } from '../trees/go-json.ts';

/** Positions in the patterns, in order, or MATCHED. '' means that nothing below can match. */
export type PatternState = string;

const MATCHED = '*';

type Component = RegExp | 'any folders';

/** Number of the pattern, and how many of its components are matched. */
type Position = readonly [number, number];

export class PathPatterns {
  readonly #patterns: readonly { readonly components: readonly Component[]; readonly isAnchored: boolean }[];
  readonly #ignoreCase: boolean;
  readonly #positions = new Map<PatternState, readonly Position[]>();
  /** Patterns that may begin at any folder. */
  readonly #anywhere: readonly Position[];
  /** The state where no pattern has begun: the usual one. */
  readonly #idle: PatternState;
  /** The state of the root. */
  readonly start: PatternState;

  /** No pattern at all matches everything. Throws Fault 'input.invalid' for a pattern that is none. */
  constructor(patterns: readonly ByteString[], options: { ignoreCase?: boolean | undefined } = {}) {
    this.#ignoreCase = options.ignoreCase ?? false;
    this.#patterns = patterns.map((pattern) => ({
      components: pattern
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .map((part) => this.#componentOf(part as ByteString, pattern)),
      isAnchored: pattern.startsWith('/'),
    }));
    this.#anywhere = this.#patterns.flatMap(({ isAnchored }, index) => (isAnchored ? [] : [[index, 0] as const]));
    this.#idle = this.#stateOf(this.#anywhere);
    this.start = patterns.length === 0 ? MATCHED : this.#stateOf(this.#patterns.map((_, index) => [index, 0] as const));
  }

  /** The state at the entry called `name` in a folder of that state. */
  step(state: PatternState, name: ByteString): PatternState {
    if (state === MATCHED) return MATCHED;
    const text = this.#textOf(name);
    const next: Position[] = [];
    for (const [pattern, at] of this.#positions.get(state) ?? []) {
      const component = this.#patterns[pattern]!.components[at];
      if (component === 'any folders') next.push([pattern, at]);
      else if (component?.test(text)) next.push([pattern, at + 1]);
    }
    return next.length === 0 ? this.#idle : this.#stateOf([...next, ...this.#anywhere]);
  }

  isMatch(state: PatternState): boolean {
    return state === MATCHED;
  }

  /** Behind `**` the pattern may go on at once. A pattern without components is at its end from the start. */
  #stateOf(positions: readonly Position[]): PatternState {
    const all = new Map<string, Position>();
    for (const [pattern, first] of positions) {
      const { components } = this.#patterns[pattern]!;
      let at = first;
      all.set(`${pattern}:${at}`, [pattern, at]);
      while (components[at] === 'any folders') all.set(`${pattern}:${++at}`, [pattern, at]);
      if (at === components.length) return MATCHED;
    }
    const state = [...all.keys()].sort().join(' ');
    if (!this.#positions.has(state)) this.#positions.set(state, [...all.values()]);
    return state;
  }

  #componentOf(part: ByteString, pattern: ByteString): Component {
    if (part === '**') return 'any folders';
    const source = part === '..' ? undefined : globSource([...this.#textOf(part)]);
    if (source === undefined)
      throw new Fault(
        'input.invalid',
        `'${toDisplay(pattern)}' is no pattern: brackets must close and hold something, and no part may be '..'.`,
      );
    return new RegExp(`^${source}$`, 'su');
  }

  #textOf(name: ByteString): string {
    const text = codePointsOf(name);
    return this.#ignoreCase ? text.toLowerCase() : text;
  }
}

/** One character for each of UTF-8, and a lone surrogate for each byte that is none, so that `?` and brackets count as people do. */
function codePointsOf(name: ByteString): string {
  if (ASCII.test(name)) return name;
  let text = '';
  for (const piece of utf8Pieces(name)) text += piece.kind === 'text' ? piece.text : String.fromCharCode(0xdc00 + piece.byte);
  return text;
}

const ASCII = /^[\0-\x7f]*$/;

/** The pattern as a regular expression, or undefined when it is broken. */
function globSource(characters: readonly string[]): string | undefined {
  let source = '';
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === '*') source += source.endsWith('.*') ? '' : '.*';
    else if (character === '?') source += '.';
    else if (character === '[') {
      const set = setSource(characters, at + 1);
      if (!set) return undefined;
      source += set.source;
      at = set.end;
    } else if (character === '\\') {
      const escaped = characters[++at];
      if (escaped === undefined) return undefined;
      source += literal(escaped);
    } else source += literal(character);
  }
  return source;
}

/** What stands in brackets, from behind the opening one; `end` is where the closing one is. */
function setSource(characters: readonly string[], from: number): { source: string; end: number } | undefined {
  const isNegated = characters[from] === '^';
  let at = isNegated ? from + 1 : from;
  let ranges = '';
  const bound = (): string | undefined => {
    const character = characters[at++];
    if (character === '-' || character === ']') return undefined;
    return character === '\\' ? characters[at++] : character;
  };
  const first = at;
  while (at === first || characters[at] !== ']') {
    const low = bound();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (characters[at] === '-') {
      at++;
      high = bound();
    }
    if (high === undefined) return undefined;
    if (low.codePointAt(0)! <= high.codePointAt(0)!) ranges += `${literal(low)}-${literal(high)}`;
  }
  return { source: `[${isNegated ? '^' : ''}${ranges}]`, end: at };
}

function literal(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
