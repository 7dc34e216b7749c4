/**
 * Two texts line by line: what was taken out, what came in, what stayed.
 *
 * Owns: the shortest way from one to the other, as long as it is short enough to be worth reading. No page, no words.
 * Source: Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy algorithm.
 */

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** From 1; null on the side that does not have the line. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Beyond so many differing lines the two have little in common, and the memory for finding the way grows with the square. */
const MOST_DIFFERENT = 2_000;

/** Undefined when too much differs. */
export function diffLines(before: string, after: string): DiffLine[] | undefined {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = shortestWay(a.slice(start, a.length - end), b.slice(start, b.length - end));
  if (!middle) return undefined;
  const kinds: DiffLine['kind'][] = [...Array(start).fill('same'), ...middle, ...Array(end).fill('same')];
  let [x, y] = [0, 0];
  return kinds.map((kind) => {
    const text = kind === 'added' ? b[y]! : a[x]!;
    return { kind, text, before: kind === 'added' ? null : ++x, after: kind === 'removed' ? null : ++y };
  });
}

/** Lines near a difference, in runs: what lies between two runs is the same on both sides. */
export function hunksOf(lines: readonly DiffLine[], around = 3): DiffLine[][] {
  const hunks: DiffLine[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'same') continue;
    const from = Math.max(0, at - around, last + 1);
    const until = Math.min(lines.length - 1, at + around);
    if (at - around > last + 1 || hunks.length === 0) hunks.push([]);
    hunks.at(-1)!.push(...lines.slice(from, until + 1));
    last = until;
  }
  return hunks;
}

/** A text that ends without a line break ends in a line like any other. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function shortestWay(a: readonly string[], b: readonly string[]): DiffLine['kind'][] | undefined {
  const most = Math.min(a.length + b.length, MOST_DIFFERENT);
  const reached = new Int32Array(2 * most + 3);
  const at = (diagonal: number) => diagonal + most + 1;
  const steps: Int32Array[] = [];
  for (let different = 0; different <= most; different++) {
    steps.push(reached.slice(at(-different - 1), at(different + 1) + 1));
    for (let diagonal = -different; diagonal <= different; diagonal += 2) {
      const isDown = diagonal === -different || (diagonal !== different && reached[at(diagonal - 1)]! < reached[at(diagonal + 1)]!);
      let x = isDown ? reached[at(diagonal + 1)]! : reached[at(diagonal - 1)]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reached[at(diagonal)] = x;
      if (x >= a.length && x - diagonal >= b.length) return wayBack(steps, a.length, b.length);
    }
  }
  return undefined;
}

/** Each of `steps` holds what was reached before it, on the diagonals from one below its number to one above. */
function wayBack(steps: readonly Int32Array[], endX: number, endY: number): DiffLine['kind'][] {
  const way: DiffLine['kind'][] = [];
  let [x, y] = [endX, endY];
  for (let different = steps.length - 1; different > 0; different--) {
    const reached = (diagonal: number) => steps[different]![diagonal + different + 1]!;
    const diagonal = x - y;
    const isDown = diagonal === -different || (diagonal !== different && reached(diagonal - 1) < reached(diagonal + 1));
    const fromX = isDown ? reached(diagonal + 1) : reached(diagonal - 1);
    const fromY = fromX - (isDown ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) {
      way.push('same');
      x--;
      y--;
    }
    way.push(isDown ? 'added' : 'removed');
    [x, y] = [fromX, fromY];
  }
  while (x > 0) {
    way.push('same');
    x--;
  }
  return way.reverse();
}
