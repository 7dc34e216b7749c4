/** The versions that a box holds, and what is in one: `box snapshots`, `box ls`, `box dump`. */
import { Fault, isFault } from '../../base/index.ts';
import { bytesOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { counted, fittedTable, sizeText, timeText } from '../format.ts';
import { printable, shownName, snapshotPath } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, oneBy, tell } from './box-command.ts';
import { decodedPath, encodedPath } from './encoded-path.ts';
import { shortId } from './job.ts';

interface Version {
  readonly id: string;
  readonly time: string;
  readonly hostname: string;
  readonly paths: readonly string[];
  readonly files: number | null;
  readonly bytes: number | null;
}

export interface Entry {
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly modified: string;
}

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
      const route = `/api/snapshots/${id}/${form}?path=${encodedPath(snapshotPath(bytesOf(wanted!)))}`;
      const { bytes } = await box.open(route).catch((error: unknown) => {
        if (form === 'zip' || !isFault(error, 'snapshot.path.unknown')) throw error;
        throw new Fault(error.code, `${error.message} A folder is written with --zip.`, { cause: error });
      });
      for await (const chunk of bytes) await session.output.write(chunk);
    },
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
