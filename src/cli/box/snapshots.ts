/** The versions that a box holds: `box snapshots`, `box ls`, `box search`, `box versions`, `box compare`. */
import { Fault } from '../../base/index.ts';
import { bytesOf } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { counted, fittedTable, sizeText, timeText } from '../format.ts';
import { printable, shownName, snapshotPath } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, oneBy, tell } from './box-command.ts';
import { decodedPath, encodedPath } from './encoded-path.ts';
import { shortId } from './job.ts';
import { countOf, queryOf } from './job-commands.ts';

interface Version {
  readonly id: string;
  readonly time: string;
  readonly hostname: string;
  readonly paths: readonly string[];
  readonly files: number | null;
  readonly bytes: number | null;
}

interface Entry {
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly modified: string;
}

const FOUND_AT_MOST = 50;
const ENTRIES_A_PAGE = 1_000;

export const SNAPSHOT_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'snapshots',
    summary: 'Lists the versions that the box holds, the newest first',
    details: 'With --json: an array of versions as the API gives them.',
    async run(box, session) {
      const all = await box.get<Version[]>('/api/snapshots');
      const damaged = await box.get<string[]>('/api/damaged-snapshots');
      for (const sentence of damaged) session.output.problem({ kind: 'snapshot damaged', message: sentence });
      await tell(
        session,
        all,
        all.length === 0 ? ['no versions yet'] : [...versionTable(all, session.output.columns), counted(all.length, 'version')],
      );
      return damaged.length > 0 ? 3 : undefined;
    },
  }),
  boxCommand({
    name: 'ls',
    summary: 'Lists a folder of a version',
    usage: 'SNAPSHOT [PATH]',
    details:
      'SNAPSHOT is the beginning of an id, or latest.\n\nWith --json: an array of entries as the API gives them; path is percent-encoded.',
    positionals: { least: 1, most: 2 },
    async run(box, session) {
      const [typed, folder = ''] = session.arguments.positionals;
      const { id } = await namedVersion(box, typed!);
      const entries: Entry[] = [];
      for (let total = 1; entries.length < total; ) {
        const query = `path=${encodedPath(snapshotPath(bytesOf(folder)))}&offset=${entries.length}&limit=${ENTRIES_A_PAGE}`;
        const page = await box.get<{ entries: readonly Entry[]; total: number }>(`/api/snapshots/${id}/folder?${query}`);
        entries.push(...page.entries);
        total = page.entries.length === 0 ? 0 : page.total;
      }
      await tell(session, entries, entries.map(entryLine));
    },
  }),
  boxCommand({
    name: 'dump',
    summary: 'Writes a file of a version to stdout, or a folder as a ZIP',
    usage: 'SNAPSHOT PATH',
    options: { zip: { type: 'boolean', help: 'PATH is a folder: as a ZIP' } },
    positionals: { least: 2, most: 2 },
    async run(box, session) {
      const [typed, wanted] = session.arguments.positionals;
      const { id } = await namedVersion(box, typed!);
      const form = session.arguments.flag('zip') ? 'zip' : 'file';
      const { bytes } = await box.open(`/api/snapshots/${id}/${form}?path=${encodedPath(snapshotPath(bytesOf(wanted!)))}`);
      for await (const chunk of bytes) await session.output.write(chunk);
    },
  }),
  boxCommand({
    name: 'search',
    summary: 'Finds names in all versions at once, also of what was deleted since',
    usage: 'TEXT',
    details: 'With --json: the hits with all that the API tells of them; path is percent-encoded.',
    options: {
      type: { type: 'string', value: 'TYPE', help: 'only file or dir' },
      ending: { type: 'string', value: 'EXT', help: 'only names that end so, such as pdf' },
      most: { type: 'string', value: 'N', help: `at most so many (${FOUND_AT_MOST})` },
    },
    positionals: { least: 1, most: 1 },
    run: search,
  }),
  boxCommand({
    name: 'versions',
    summary: 'Lists the versions of a file or folder: how it was, and when',
    usage: 'SNAPSHOT PATH',
    details: 'SNAPSHOT is any version of the same machine and folders: the beginning of an id, or latest.',
    positionals: { least: 2, most: 2 },
    run: versions,
  }),
  boxCommand({
    name: 'compare',
    summary: 'Tells what differs in a folder from one version to another',
    usage: 'BEFORE AFTER [PATH]',
    details:
      'Marks: + only after, - only before, M other content, U only times, owner or mode, > a folder in which something differs.\n\nWith --json: the differences in this folder as the API gives them, and with --counts how many there are in it and below.',
    options: { counts: { type: 'boolean', help: 'also count all that differs in the folder and below it' } },
    positionals: { least: 2, most: 3 },
    run: compare,
  }),
];

/** By the beginning of its id, or `latest`. Throws Fault 'snapshot.unknown'. */
export async function namedVersion(box: Box, typed: string): Promise<Version> {
  if (/^[0-9a-f]{64}$/.test(typed)) return await box.get<Version>(`/api/snapshots/${typed}`);
  const all = await box.get<Version[]>('/api/snapshots');
  const found = typed === 'latest' ? all[0] : oneBy(all, typed);
  if (found) return found;
  throw new Fault(
    'snapshot.unknown',
    typed === 'latest' ? 'the box holds no version yet.' : `no version has an id that begins with '${printable(typed)}'.`,
  );
}

function versionTable(all: readonly Version[], width: number | undefined): string[] {
  const rows = all.map(({ id, time, hostname, files, bytes, paths }) => [
    shortId(id),
    timeText(time),
    printable(hostname),
    files === null ? '' : files.toLocaleString('en'),
    bytes === null ? '' : sizeText(bytes),
    paths.map(printable).join(', '),
  ]);
  const right = true;
  const columns = [{ title: 'ID' }, { title: 'Time' }, { title: 'Host' }, { title: 'Files', right }, { title: 'Size', right }];
  return fittedTable([...columns, { title: 'Folders', cut: 'start' as const }], rows, width);
}

function entryLine({ path, type, sizeBytes, modified }: Entry): string {
  const size = type === 'file' ? sizeText(sizeBytes) : type;
  return `${size.padStart(10)}  ${timeText(modified)}  ${shownName(decodedPath(path))}${type === 'dir' ? '/' : ''}`;
}

interface VersionOf {
  readonly type: string;
  readonly sizeBytes: number;
  readonly modified: string;
  readonly oldest: { readonly snapshot: string; readonly time: string };
  readonly newest: { readonly snapshot: string; readonly time: string };
  readonly snapshots: number;
}

interface Index {
  readonly isComplete: boolean;
  readonly snapshotsDone: number;
  readonly snapshotsTotal: number;
}

interface Hits {
  readonly hits: readonly {
    readonly path: string;
    readonly versions: number;
    readonly newest: VersionOf;
    readonly goneSince: { readonly time: string } | null;
  }[];
  readonly total: number;
  readonly isMore: boolean;
  readonly next: string | null;
  readonly index: Index;
}

async function search(box: Box, session: Session): Promise<undefined> {
  const { text, positionals } = session.arguments;
  const most = countOf('most', text('most') ?? String(FOUND_AT_MOST));
  const asked = { text: positionals[0], kind: text('type'), ending: text('ending'), limit: String(Math.min(most, 200)) };
  let page = await box.get<Hits>(`/api/search?${queryOf(asked)}`);
  const hits = [...page.hits];
  while (page.next !== null && hits.length < most) {
    page = await box.get<Hits>(`/api/search?${queryOf({ ...asked, after: page.next })}`);
    hits.push(...page.hits);
  }
  const shown = hits.slice(0, most);
  noteIndex(session, page.index);
  const rows = shown.map(({ path, versions: count, newest, goneSince }) => [
    shortId(newest.newest.snapshot),
    timeText(newest.modified),
    newest.type === 'file' ? sizeText(newest.sizeBytes) : newest.type,
    String(count),
    goneSince ? timeText(goneSince.time).slice(0, 10) : '',
    shownName(decodedPath(path)),
  ]);
  const right = true;
  const columns = [{ title: 'In' }, { title: 'Changed' }, { title: 'Size', right }, { title: 'Versions', right }, { title: 'Gone since' }];
  const table = fittedTable([...columns, { title: 'Path', cut: 'start' as const }], rows, session.output.columns);
  const more = page.isMore ? 'more than ' : '';
  const rest = page.total > shown.length ? [`${shown.length} of ${more}${counted(page.total, 'hit')}`] : [];
  await tell(session, { ...page, hits: shown }, shown.length === 0 ? ['nothing found'] : [...table, ...rest]);
}

function noteIndex({ output }: Session, { isComplete, snapshotsDone, snapshotsTotal }: Index): void {
  if (!isComplete)
    output.note(`the box is still reading its versions (${snapshotsDone} of ${snapshotsTotal}); what is in others is not found yet`);
}

async function versions(box: Box, session: Session): Promise<undefined> {
  const [typed, path] = session.arguments.positionals;
  const { id } = await namedVersion(box, typed!);
  const query = `path=${encodedPath(snapshotPath(bytesOf(path!)))}`;
  const answer = await box.get<{ versions: readonly VersionOf[] | null; index: Index }>(`/api/snapshots/${id}/versions?${query}`);
  noteIndex(session, answer.index);
  const rows = (answer.versions ?? []).map(({ type, sizeBytes, modified, oldest, newest, snapshots }) => [
    shortId(newest.snapshot),
    timeText(modified),
    type === 'file' ? sizeText(sizeBytes) : type,
    timeText(oldest.time),
    timeText(newest.time),
    String(snapshots),
  ]);
  const right = true;
  const columns = [
    { title: 'In' },
    { title: 'Changed' },
    { title: 'Size', right },
    { title: 'From' },
    { title: 'To' },
    { title: 'Held by', right },
  ];
  await tell(session, answer, rows.length === 0 ? ['no version is known yet'] : fittedTable(columns, rows, session.output.columns));
}

interface Differences {
  readonly differences: readonly {
    readonly path: string;
    readonly change: string;
    readonly before: Entry | null;
    readonly after: Entry | null;
  }[];
  readonly next: string | null;
}

const MARKS: Readonly<Record<string, string>> = { added: '+', removed: '-', changed: 'M', metadata: 'U', below: '>' };

async function compare(box: Box, session: Session): Promise<undefined> {
  const [before, after, path = ''] = session.arguments.positionals;
  const [from, to] = [await namedVersion(box, before!), await namedVersion(box, after!)];
  const query = `before=${from.id}&after=${to.id}&path=${encodedPath(snapshotPath(bytesOf(path)))}`;
  const differences: Differences['differences'][number][] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Differences = await box.get<Differences>(`/api/compare?${query}&past=${next}`);
    differences.push(...page.differences);
    next = page.next;
  }
  const counts = session.arguments.flag('counts') ? await box.get<Counts>(`/api/compare/counts?${query}`) : undefined;
  const lines = differences.map((each) => {
    const isFolder = (each.after ?? each.before)?.type === 'dir';
    return `${MARKS[each.change] ?? '?'} ${shownName(decodedPath(each.path))}${isFolder ? '/' : ''}`;
  });
  await tell(session, { differences, ...(counts ? { counts } : {}) }, [
    ...(lines.length === 0 ? ['nothing differs'] : lines),
    ...(counts ? countLines(counts) : []),
  ]);
}

interface Counts {
  readonly added: EntryCounts;
  readonly removed: EntryCounts;
  readonly changed: EntryCounts;
  readonly metadata: number;
}

interface EntryCounts {
  readonly files: number;
  readonly dirs: number;
  readonly others: number;
  readonly bytes: number;
}

function countLines({ added, removed, changed, metadata }: Counts): string[] {
  const line = (name: string, { files, dirs, others, bytes }: EntryCounts) =>
    `${name}: ${counted(files, 'file')}, ${counted(dirs, 'folder')}, ${counted(others, 'other')}, ${sizeText(bytes)}`;
  return [
    '',
    line('added', added),
    line('removed', removed),
    line('changed', changed),
    `only times, owner or mode: ${metadata.toLocaleString('en')}`,
  ];
}
