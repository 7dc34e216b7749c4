/** `diff`: what changed between two snapshots. */
import type { ByteString } from '../../base/index.ts';
import { type DiffCounts, type Difference, type DiffSide, diff, findSnapshot, type Repository } from '../../repository/index.ts';
import { bytesOf } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText } from '../format.ts';
import { withRepository } from '../repository-access.ts';
import { jsonName, shownName, snapshotPath } from '../terminal-text.ts';

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Tells what changed between two snapshots',
  usage: 'SNAPSHOT[:DIR] SNAPSHOT[:DIR]',
  details: [
    'Each SNAPSHOT is the beginning of an id, or latest; with :DIR only that folder of it is compared. A line an entry: + it was added, - it was removed, T its type changed, M its content changed, U its metadata changed (with --metadata), ? its content alone changed and nothing else, as when a disk decays.',
    '',
    'With --json: one line a message; message_type is change, or at the end statistics. A name that is not UTF-8 has its bytes in base64 beside it (path_raw).',
  ].join('\n'),
  options: { metadata: { type: 'boolean', help: 'tell also of entries of which only metadata changed' } },
  repository: 'reads',
  positionals: { least: 2, most: 2 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const [from, to] = session.arguments.positionals as [string, string];
      const options = { metadata: session.arguments.flag('metadata'), noLock: session.arguments.flag('no-lock'), signal: session.signal };
      const [before, after] = [await sideOf(repository, from), await sideOf(repository, to)];
      for await (const difference of diff(repository, { before, after, ...options })) await tell(session, difference);
      return EXIT.done;
    }),
};

async function sideOf(repository: Repository, typed: string): Promise<DiffSide> {
  const colon = typed.indexOf(':');
  if (colon === -1) return { snapshot: await findSnapshot(repository, typed) };
  const folder = snapshotPath(bytesOf(typed.slice(colon + 1)));
  return { snapshot: await findSnapshot(repository, typed.slice(0, colon)), folder };
}

async function tell({ output, arguments: { positionals } }: Session, difference: Difference): Promise<void> {
  if (difference.kind === 'change') {
    const { modifier, path, isFolder } = difference;
    const full = `/${path}${isFolder ? '/' : ''}` as ByteString;
    if (output.isJson) await output.json({ message_type: 'change', ...jsonName('path', full), modifier });
    else await output.line(`${modifier.padEnd(4)} ${shownName(full)}`);
    return;
  }
  const { changedFiles, added, removed } = difference;
  if (output.isJson) {
    const [source, target] = positionals;
    const counts = { changed_files: changedFiles, added: jsonOf(added), removed: jsonOf(removed) };
    await output.json({ message_type: 'statistics', source_snapshot: source, target_snapshot: target, ...counts });
    return;
  }
  if (!output.isQuiet)
    await output.lines(['', `${counted(changedFiles, 'file')} changed`, summary('added', added), summary('removed', removed)]);
}

function summary(word: string, { files, dirs, others, dataBlobs, treeBlobs, bytes }: DiffCounts): string {
  const entries = `${counted(files, 'file')}, ${counted(dirs, 'folder')}, ${counted(others, 'other entry', 'other entries')}`;
  return `${`${word}:`.padEnd(9)}${entries}; ${counted(dataBlobs, 'data blob')}, ${counted(treeBlobs, 'tree blob')}, ${sizeText(bytes)}`;
}

/** restic's field names. */
function jsonOf({ files, dirs, others, dataBlobs, treeBlobs, bytes }: DiffCounts): Record<string, number> {
  return { files, dirs, others, data_blobs: dataBlobs, tree_blobs: treeBlobs, bytes };
}
