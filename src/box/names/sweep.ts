/**
 * Takes out rows that no snapshot holds. No answer shows them, so a sweep may end anywhere.
 *
 * Spans that go on are kept while their line has a snapshot, forgotten ones among them or not: the next snapshot is compared with them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ByteString } from '../../base/index.ts';

const ROWS_AT_ONCE = 5_000;

/** Lines without a snapshot: their marks first, as a mark stands for spans. */
export function* sweepLines(database: DatabaseSync): Generator<void> {
  const lines = database.prepare('SELECT id FROM lines WHERE id NOT IN (SELECT line FROM snapshots)').all() as { id: number }[];
  for (const { id } of lines) {
    database.prepare('DELETE FROM marks WHERE line = ?').run(id);
    yield;
    // Ended before it began: no number lies within, and sweepSpans finds it.
    database.prepare('UPDATE spans SET last = first - 1 WHERE line = ? AND last IS NULL').run(id);
    database.prepare('DELETE FROM lines WHERE id = ?').run(id);
    yield;
  }
}

/** Closed spans within which no snapshot is left; then paths and names that nothing needs. */
export function* sweepSpans(database: DatabaseSync, removeName: (name: { id: number; name: ByteString }) => void): Generator<void> {
  const { latest } = database.prepare('SELECT coalesce(max(id), 0) AS latest FROM paths').get() as { latest: number };
  const remove = database.prepare(`
    DELETE FROM spans WHERE path BETWEEN ? AND ? AND last IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM snapshots WHERE snapshots.line = spans.line AND snapshots.number BETWEEN spans.first AND spans.last
    ) RETURNING path`);
  const drop = dropper(database, removeName);
  // From the last path on: what lies in a folder was seen after the folder, so it mostly goes first.
  for (let to = latest; to > 0; to -= ROWS_AT_ONCE) {
    const emptied = remove.all(to - ROWS_AT_ONCE + 1, to) as { path: number }[];
    for (const path of new Set(emptied.map((row) => row.path))) drop(path);
    yield;
  }
}

/** Drops a path that has neither spans nor anything below it, then the folder that held it if that is as empty. */
function dropper(database: DatabaseSync, removeName: (name: { id: number; name: ByteString }) => void): (path: number) => void {
  const find = database.prepare(`
    SELECT paths.parent, names.id, names.name FROM paths JOIN names ON names.id = paths.name WHERE paths.id = ?
      AND NOT EXISTS (SELECT 1 FROM spans WHERE path = paths.id) AND NOT EXISTS (SELECT 1 FROM paths AS below WHERE below.parent = paths.id)`);
  const remove = database.prepare('DELETE FROM paths WHERE id = ?');
  const isUsed = database.prepare('SELECT 1 FROM paths WHERE name = ? LIMIT 1');
  const isMarked = database.prepare('DELETE FROM marks WHERE path = ?');
  return (from) => {
    for (let path = from; ; ) {
      const found = find.get(path) as { parent: number; id: number; name: ByteString } | undefined;
      if (!found) return;
      remove.run(path);
      isMarked.run(path);
      if (!isUsed.get(found.id)) removeName(found);
      path = found.parent;
    }
  };
}
