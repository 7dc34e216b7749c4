/** Looking across the versions that a box holds: `box search`, `box versions`, `box compare`. */
import { bytesOf } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { counted, fittedTable, sizeText, timeText } from '../format.ts';
import { shownName, snapshotPath } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, tell } from './box-command.ts';
import { decodedPath, encodedPath } from './encoded-path.ts';
import { shortId } from './job.ts';
import { countOf, queryOf } from './job-commands.ts';
import { type Entry, namedVersion } from './snapshots.ts';

const FOUND_AT_MOST = 50;

export const SEARCH_COMMANDS: readonly Command[] = [
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
