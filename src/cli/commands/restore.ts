/** `restore`: brings a snapshot, or a part of it, back into a folder. */
import type { ByteString } from '../../base/index.ts';
import { type Overwrite, type RestoreResult, restore } from '../../repository/index.ts';
import { bytesOf, invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, durationText, sizeText } from '../format.ts';
import { namedSnapshot, SNAPSHOT_FILTERS, withRepository } from '../repository-access.ts';
import { selectionOf } from '../selection.ts';
import { printable, snapshotPath } from '../terminal-text.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Brings a snapshot, or a part of it, back into a folder',
  usage: 'SNAPSHOT[:PATH] --target DIR',
  details: [
    'SNAPSHOT is the beginning of an id, or latest. With :PATH what lies in that folder comes directly into DIR. PATH is written as ls shows it.',
    '',
    'What is there already with the same size and time stays, so a restore that was interrupted can be run again. Anything else that is there stays too and is reported, unless --overwrite says otherwise. What cannot be restored is reported and counted, and the exit code is 3.',
    '',
    'With --json: one line a message; message_type is status, error, or at the end summary.',
  ].join('\n'),
  options: {
    target: { type: 'string', short: 't', value: 'DIR', help: 'where to; made when it does not exist' },
    include: { type: 'string', short: 'i', multiple: true, value: 'PATTERN', help: 'only what matches, in the language of .gitignore' },
    exclude: { type: 'string', short: 'e', multiple: true, value: 'PATTERN', help: 'leave out what matches' },
    overwrite: { type: 'string', value: 'WHEN', help: 'never (default), if-newer, or always' },
    verify: { type: 'boolean', help: 'read everything back and compare it' },
    ...SNAPSHOT_FILTERS,
  },
  repository: 'reads',
  positionals: { least: 1, most: 1 },
  async run(session) {
    const target = session.arguments.text('target');
    if (!target) throw invalid('a restore needs to know where to: --target DIR.');
    const overwrite = overwriteOf(session);
    return await withRepository(session, async (repository) => {
      const { name, path } = wanted(session.arguments.positionals[0]!);
      const snapshot = await namedSnapshot(session, repository, name);
      const started = performance.now();
      using live = session.output.live();
      const result = await restore(repository, {
        snapshot,
        path,
        target,
        overwrite,
        select: selectionOf(session.arguments.texts('include'), session.arguments.texts('exclude')),
        verify: session.arguments.flag('verify'),
        noLock: session.arguments.flag('no-lock'),
        signal: session.signal,
        report: session.output.isQuiet ? undefined : live.report,
        onProblem: (problem) => session.output.problem(problem),
      });
      live.clear();
      await tell(session, { ...result, snapshotId: snapshot.id, target }, (performance.now() - started) / 1000);
      if (isNothing(result) && session.arguments.texts('include').length > 0) {
        session.output.warn('nothing in the snapshot matches --include: nothing was restored');
        return EXIT.incomplete;
      }
      return result.problems > 0 ? EXIT.incomplete : EXIT.done;
    });
  },
};

/** `ID:PATH`: no id holds a colon, so the first one is the border. */
function wanted(typed: string): { name: string; path: ByteString } {
  const border = typed.indexOf(':');
  if (border === -1) return { name: typed, path: '' as ByteString };
  const bytes = bytesOf(typed);
  return { name: typed.slice(0, border), path: snapshotPath(bytes.slice(bytes.indexOf(':') + 1) as ByteString) };
}

function isNothing({ files, dirs, others, problems }: RestoreResult): boolean {
  return files + dirs + others + problems === 0;
}

function overwriteOf({ arguments: { text } }: Session): Overwrite {
  const overwrite = text('overwrite') ?? 'never';
  if (overwrite !== 'never' && overwrite !== 'if-newer' && overwrite !== 'always')
    throw invalid(`--overwrite is never, if-newer or always, not '${overwrite}'.`);
  return overwrite;
}

async function tell({ output }: Session, result: RestoreResult & { snapshotId: string; target: string }, seconds: number): Promise<void> {
  const { files, dirs, others, alreadyThere, bytes, problems, ownersNotSet, verifiedFiles, snapshotId, target } = result;
  if (output.isJson) {
    const verified = verifiedFiles === undefined ? {} : { verified_files: verifiedFiles };
    const restored = {
      files_restored: files,
      dirs_restored: dirs,
      others_restored: others,
      already_there: alreadyThere,
      bytes_restored: bytes,
    };
    const counts = { ...restored, ...verified, owners_not_set: ownersNotSet, problems };
    await output.json({ message_type: 'summary', snapshot_id: snapshotId, target, ...counts, total_duration: seconds });
    return;
  }
  if (problems > 0) output.warn(`${counted(problems, 'problem')}: not everything was restored, see above`);
  if (ownersNotSet > 0) output.note(`${counted(ownersNotSet, 'entry', 'entries')} got you as owner: only root may give others theirs`);
  if (output.isQuiet) return;
  const before = alreadyThere === 0 ? '' : `; ${counted(alreadyThere, 'file or link', 'files and links')} were there already`;
  const verified = verifiedFiles === undefined ? '' : `, ${counted(verifiedFiles, 'file')} read back and found the same`;
  const what = `${counted(files, 'file')}, ${counted(dirs, 'folder')}, ${counted(others, 'link or special file', 'links and special files')}, ${sizeText(bytes)}`;
  await output.line(
    `restored ${what} of snapshot ${snapshotId.slice(0, 8)} to ${printable(target)} in ${durationText(seconds)}${before}${verified}`,
  );
}
