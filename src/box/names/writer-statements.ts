/** What the writer says to SQLite. */
import type { DatabaseSync } from 'node:sqlite';

/** Prepared for each folder anew: one may be looked into while those above it are still being read. Sorted, so read whole at the start. */
export const OPEN_SPANS = `
  SELECT spans.path, names.name, spans.kind, spans.mark
  FROM paths JOIN spans ON spans.path = paths.id AND spans.line = ? AND spans.last IS NULL JOIN names ON names.id = paths.name
  WHERE paths.parent = ? ORDER BY names.name`;

export function prepareWriting(database: DatabaseSync) {
  return {
    snapshot: database.prepare('SELECT line, number, latest FROM snapshots JOIN lines ON lines.id = line WHERE snapshots.id = ?'),
    line: database.prepare(
      'INSERT INTO lines (host, paths, latest) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET latest = latest + 1 RETURNING id, latest',
    ),
    addSnapshot: database.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, 0, 0)'),
    complete: database.prepare('UPDATE snapshots SET complete = 1, gaps = ? WHERE id = ?'),
    path: database.prepare('SELECT id FROM paths WHERE parent = ? AND name = ?'),
    addPath: database.prepare('INSERT INTO paths (parent, name) VALUES (?, ?)'),
    addSpan: database.prepare('INSERT INTO spans VALUES (?, ?, ?, NULL, ?, ?, ?, ?)'),
    dropSpan: database.prepare('DELETE FROM spans WHERE path = ? AND line = ? AND first = ?'),
    endSpan: database.prepare('UPDATE spans SET last = ? WHERE path = ? AND line = ? AND last IS NULL'),
    markOf: database.prepare('SELECT tree FROM marks WHERE line = ? AND path = ?'),
    mark: database.prepare('INSERT OR REPLACE INTO marks VALUES (?, ?, ?)'),
    unmark: database.prepare('DELETE FROM marks WHERE line = ? AND path = ?'),
  };
}
