/**
 * From spans to versions: which snapshots of a line hold what, by the time of the snapshots and not by the order they came in.
 *
 * Owns: the complete snapshots of all lines in memory, a few numbers each. Spans of the same mark are one version.
 */
import type { DatabaseSync } from 'node:sqlite';
import { KINDS, type NameVersion, type SnapshotAt } from './entry.ts';

export interface Line {
  readonly host: string;
  readonly paths: readonly string[];
  /** In the order of their numbers. */
  readonly numbers: readonly number[];
  readonly snapshots: readonly SnapshotAt[];
  /** Those again, oldest first. */
  readonly byTime: readonly SnapshotAt[];
  readonly isInOrder: boolean;
}

export interface Span {
  readonly first: number;
  readonly last: number | null;
  readonly kind: number;
  readonly size: number;
  readonly mtime: number;
  readonly mark: number;
}

type Row = { id: string; line: number; number: number; time: number; host: string; paths: string };

/** All lines that have a snapshot in the index. */
export function readLines(database: DatabaseSync): Map<number, Line> {
  const rows = database
    .prepare(
      'SELECT s.id, line, number, time, host, paths FROM snapshots AS s JOIN lines ON lines.id = line WHERE complete = 1 ORDER BY line, number',
    )
    .all() as Row[];
  const lines = new Map<number, Line>();
  for (const [line, members] of Map.groupBy(rows, (row) => row.line)) {
    const snapshots = members.map(({ id, time }): SnapshotAt => ({ id, timeMs: time }));
    const byTime = snapshots.toSorted(earlier);
    const { host, paths } = members[0]!;
    lines.set(line, {
      host,
      paths: JSON.parse(paths),
      numbers: members.map(({ number }) => number),
      snapshots,
      byTime,
      isInOrder: byTime.every((snapshot, at) => snapshot === snapshots[at]),
    });
  }
  return lines;
}

/** Versions of one entry in one line, those of the newest snapshots first; none when no snapshot holds it. */
export function versionsOf(line: Line, spans: readonly Span[]): NameVersion[] {
  const versions = new Map<number, NameVersion>();
  for (const span of spans) {
    const held = heldBy(line, span);
    if (!held) continue;
    const key = span.mark * KINDS.length + span.kind;
    const known = versions.get(key);
    versions.set(key, {
      kind: KINDS[span.kind]!,
      sizeBytes: span.size,
      mtimeMs: span.mtime,
      oldest: known && earlier(known.oldest, held.oldest) < 0 ? known.oldest : held.oldest,
      newest: known && earlier(known.newest, held.newest) > 0 ? known.newest : held.newest,
      snapshotCount: held.count + (known?.snapshotCount ?? 0),
    });
  }
  return [...versions.values()].sort((a, b) => earlier(b.newest, a.newest));
}

/** The first snapshot that came after the last one that holds an entry; undefined when that one is the newest. */
export function goneSince({ byTime }: Line, newest: SnapshotAt): SnapshotAt | undefined {
  const at = lowerBound(byTime.length, (index) => earlier(byTime[index]!, newest) >= 0);
  return byTime[at + 1];
}

/** Among snapshots of the same time the ids decide. */
function earlier(a: SnapshotAt, b: SnapshotAt): number {
  return a.timeMs - b.timeMs || (a.id < b.id ? -1 : a.id === b.id ? 0 : 1);
}

function heldBy(line: Line, { first, last }: Span): { oldest: SnapshotAt; newest: SnapshotAt; count: number } | undefined {
  const { numbers, snapshots } = line;
  const from = lowerBound(numbers.length, (index) => numbers[index]! >= first);
  const to = last === null ? numbers.length : lowerBound(numbers.length, (index) => numbers[index]! > last);
  if (from >= to) return undefined;
  let [oldest, newest] = [snapshots[from]!, snapshots[to - 1]!];
  if (!line.isInOrder) {
    for (let at = from; at < to; at++) {
      const snapshot = snapshots[at]!;
      if (earlier(snapshot, oldest) < 0) oldest = snapshot;
      if (earlier(snapshot, newest) > 0) newest = snapshot;
    }
  }
  return { oldest, newest, count: to - from };
}

/** The first index for which `isPast` holds, or `length`. */
function lowerBound(length: number, isPast: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
