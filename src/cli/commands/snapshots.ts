/** `snapshots`: what was saved when. */
import { Fault } from '../../base/index.ts';
import { listSnapshots, type Snapshot } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText, table, timeText } from '../format.ts';
import { tagsOf, withRepository } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

export const snapshots: Command = {
  name: 'snapshots',
  summary: 'Lists the snapshots, the oldest first',
  usage: '[ID ...]',
  details:
    'ID is the beginning of an id, or latest. With --json: an array of snapshots as the repository stores them, each with its id and short_id.',
  options: {
    host: { type: 'string', short: 'H', multiple: true, value: 'NAME', help: 'only snapshots of this machine' },
    tag: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'only snapshots with all of these tags' },
    path: { type: 'string', multiple: true, value: 'PATH', help: 'only snapshots of this path' },
    latest: { type: 'string', value: 'N', help: 'only the last N of each machine and paths' },
  },
  repository: 'reads',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  run: (session) =>
    withRepository(session, async (repository) => {
      const { positionals, text, texts } = session.arguments;
      const filter = { hosts: texts('host'), tagLists: texts('tag').map((list) => tagsOf([list])), paths: texts('path') };
      const all = await listSnapshots(repository);
      const filtered = all.filter((snapshot) => matches(snapshot, filter));
      const matching = positionals.length === 0 ? filtered : named(positionals, all, filtered);
      const shown = text('latest') === undefined ? matching : lastOfEach(matching, countOf(text('latest')!));
      if (session.output.isJson) await session.output.json(shown.map((snapshot) => ({ ...snapshot, short_id: snapshot.id.slice(0, 8) })));
      else await session.output.lines(tableOf(shown));
      return EXIT.done;
    }),
};

interface Filter {
  readonly hosts: readonly string[];
  /** Each option is a list whose tags must all be there; several options are alternatives, as with restic. */
  readonly tagLists: readonly (readonly string[])[];
  readonly paths: readonly string[];
}

function matches({ hostname, tags = [], paths }: Snapshot, filter: Filter): boolean {
  return (
    (filter.hosts.length === 0 || filter.hosts.includes(hostname ?? '')) &&
    (filter.tagLists.length === 0 || filter.tagLists.some((list) => list.every((tag) => tags.includes(tag)))) &&
    filter.paths.every((path) => paths.includes(path))
  );
}

/** Each name must mean one snapshot; filters narrow down only what `latest` means. */
function named(names: readonly string[], all: readonly Snapshot[], filtered: readonly Snapshot[]): Snapshot[] {
  const wanted = new Set(names.map((name) => (name === 'latest' ? latestOf(filtered) : pickSnapshot(all, name))));
  return all.filter((snapshot) => wanted.has(snapshot));
}

function latestOf(filtered: readonly Snapshot[]): Snapshot {
  const latest = filtered.at(-1);
  if (!latest) throw new Fault('snapshot.unknown', 'The repository holds no snapshot that matches.');
  return latest;
}

function pickSnapshot(all: readonly Snapshot[], prefix: string): Snapshot {
  const found = all.filter(({ id }) => prefix !== '' && id.startsWith(prefix));
  if (found.length === 0) throw new Fault('snapshot.unknown', `No snapshot has an id that begins with '${prefix}'.`);
  if (found.length > 1)
    throw new Fault('snapshot.ambiguous', `${found.length} snapshots have an id that begins with '${prefix}'; give more of it.`);
  return found[0]!;
}

function lastOfEach(all: readonly Snapshot[], count: number): Snapshot[] {
  const groups = Map.groupBy(all, ({ hostname, paths }) => JSON.stringify([hostname, [...paths].sort()]));
  const kept = new Set([...groups.values()].flatMap((group) => group.slice(-count)));
  return all.filter((snapshot) => kept.has(snapshot));
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw invalid(`--latest needs a number from 1, not '${text}'.`);
  return count;
}

function tableOf(shown: readonly Snapshot[]): string[] {
  if (shown.length === 0) return ['no snapshots'];
  const columns = [
    { title: 'ID' },
    { title: 'Time' },
    { title: 'Host' },
    { title: 'Tags' },
    { title: 'Size', right: true },
    { title: 'Paths' },
  ];
  const rows = shown.map(({ id, time, hostname, tags = [], paths, summary }) => [
    id.slice(0, 8),
    timeText(time),
    printable(hostname ?? ''),
    tags.map(printable).join('\n'),
    summary ? sizeText(summary.total_bytes_processed) : '',
    paths.map(printable).join('\n'),
  ]);
  return [...table(columns, rows), counted(shown.length, 'snapshot')];
}
