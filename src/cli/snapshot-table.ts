/** Snapshots as people read them. */
import type { Snapshot } from '../repository/index.ts';
import { type Column, sizeText, table, timeText } from './format.ts';
import { printable } from './terminal-text.ts';

const COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'Time' },
  { title: 'Host' },
  { title: 'Tags' },
  { title: 'Size', right: true },
  { title: 'Paths' },
];

/** With `reasons`, a column more: why each is kept, in the order of the snapshots. */
export function snapshotTable(shown: readonly Snapshot[], reasons?: readonly (readonly string[])[]): string[] {
  const columns = reasons ? [...COLUMNS.slice(0, 4), { title: 'Why' }, ...COLUMNS.slice(4)] : COLUMNS;
  const rows = shown.map(({ id, time, hostname, tags = [], paths, summary }, row) => [
    id.slice(0, 8),
    timeText(time),
    printable(hostname ?? ''),
    tags.map(printable).join('\n'),
    ...(reasons ? [reasons[row]!.join('\n')] : []),
    summary ? sizeText(summary.total_bytes_processed) : '',
    paths.map(printable).join('\n'),
  ]);
  return table(columns, rows);
}

/** The snapshot as the repository stores it, with restic's two names for it. */
export function snapshotJson(snapshot: Snapshot): Record<string, unknown> {
  return { ...snapshot, short_id: snapshot.id.slice(0, 8) };
}

/** `for machine nas, of /home`: what the snapshots of a group have in common. */
export function groupText({
  host,
  paths,
  tags,
}: {
  host?: string | undefined;
  paths?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
}): string {
  return [
    ...(host === undefined ? [] : [`machine ${printable(host)}`]),
    ...(tags === undefined ? [] : [`tags ${tags.map(printable).join(', ') || 'none'}`]),
    ...(paths === undefined ? [] : [paths.map(printable).join(', ')]),
  ].join(', ');
}
