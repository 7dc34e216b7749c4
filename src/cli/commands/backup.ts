/** `backup`: saves folders and files of this machine in a new snapshot. */
import { readFileSync } from 'node:fs';
import { type BackupResult, backup, type Repository } from '../../repository/index.ts';
import { folderSource, liesIn, parsePatternFile, patternsToKeepOut } from '../../sources/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, OptionTable, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { fileFault } from '../failure.ts';
import { counted, durationText, parseSize, parseTime, sizeText } from '../format.ts';
import { repositoryLocation, tagsOf, withRepository } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

const OPTIONS: OptionTable = {
  exclude: { type: 'string', short: 'e', multiple: true, value: 'PATTERN', help: 'leave out what matches, in the language of .gitignore' },
  iexclude: { type: 'string', multiple: true, value: 'PATTERN', help: 'the same, upper and lower case alike' },
  'exclude-file': { type: 'string', multiple: true, value: 'FILE', help: 'read patterns from a file, one a line' },
  'iexclude-file': { type: 'string', multiple: true, value: 'FILE', help: 'the same, upper and lower case alike' },
  'exclude-caches': { type: 'boolean', help: 'leave out folders that a CACHEDIR.TAG marks as caches' },
  'exclude-if-present': { type: 'string', multiple: true, value: 'NAME', help: 'leave out folders that hold a file of this name' },
  'exclude-larger-than': { type: 'string', value: 'SIZE', help: 'leave out larger files; units k, M, G, T' },
  'one-file-system': { type: 'boolean', short: 'x', help: 'stay on the file systems of the given paths' },
  'files-from': { type: 'string', multiple: true, value: 'FILE', help: 'read further paths from a file, one a line; - for stdin' },
  tag: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'tags of the new snapshot' },
  host: { type: 'string', short: 'H', value: 'NAME', help: 'the name of the machine, this one unless given' },
  time: { type: 'string', value: 'TIME', help: "the snapshot's time, e.g. '2026-11-01 22:08:41'" },
  parent: { type: 'string', value: 'ID', help: 'compare with this snapshot, not the last of the same machine and paths' },
  force: { type: 'boolean', short: 'f', help: 'read every file again' },
  'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be done' },
  'read-back': { type: 'boolean', help: 'read everything new again from the disk before it counts as saved' },
  'with-atime': { type: 'boolean', help: 'also save when files were last read' },
  'ignore-inode': { type: 'boolean', help: 'a changed inode number alone does not mean a changed file' },
  'ignore-ctime': { type: 'boolean', help: 'a changed change time alone does not mean a changed file' },
};

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Saves folders and files in a new snapshot',
  usage: 'PATH ...',
  details: [
    'Files that did not change since the last snapshot of the same machine and paths are not read again. What cannot be read is reported and counted, and the exit code is 3; the snapshot holds the rest.',
    '',
    'With --json: one line a message; message_type is status, error, or at the end summary.',
  ].join('\n'),
  options: OPTIONS,
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const targets = targetsOf(session);
    const source = sourceOf(session, targets); // Before the password is asked: a mistyped path should say so at once.
    return await withRepository(session, async (repository) => {
      refuseItself(targets, session);
      const started = performance.now();
      const result = await runBackup(session, repository, source);
      await tell(session, result, (performance.now() - started) / 1000);
      return result.missing > 0 ? EXIT.incomplete : EXIT.done;
    });
  },
};

function targetsOf({ arguments: { positionals, texts } }: Session): string[] {
  const targets = [...positionals, ...texts('files-from').flatMap(pathsIn)];
  if (targets.length === 0) throw invalid("'backup' needs a path: holdfast backup PATH ...");
  if (targets.includes('')) throw invalid('a path to back up is empty.');
  const lossy = targets.find((target) => target.includes('\ufffd'));
  if (lossy !== undefined) throw invalid(`the path ${lossy} is not UTF-8; back up the folder that holds it.`);
  return targets;
}

function sourceOf(session: Session, targets: readonly string[]) {
  const { flag, text, texts } = session.arguments;
  const larger = text('exclude-larger-than');
  const excludeLargerThan = larger === undefined ? undefined : parseSize(larger);
  if (larger !== undefined && excludeLargerThan === undefined) throw invalid(`'${larger}' is no size; sizes look like 500k, 20M or 1.5G.`);
  return folderSource(targets, {
    excludes: [...texts('exclude'), ...texts('exclude-file').flatMap(patternsIn), ...ownRepositoryIn(targets, session)],
    iexcludes: [...texts('iexclude'), ...texts('iexclude-file').flatMap(patternsIn)],
    excludeCaches: flag('exclude-caches'),
    excludeIfPresent: texts('exclude-if-present'),
    excludeLargerThan,
    oneFileSystem: flag('one-file-system'),
    withAtime: flag('with-atime'),
  });
}

/** The repository grows while it is backed up, and would hold itself again with every run. */
function ownRepositoryIn(targets: readonly string[], session: Session): string[] {
  const location = repositoryLocation(session);
  const patterns = patternsToKeepOut([location], targets);
  if (patterns.length > 0)
    session.output.note(`note: the repository in ${printable(location)} lies inside what is backed up; it is left out`);
  return patterns;
}

function refuseItself(targets: readonly string[], session: Session): void {
  const within = targets.find((target) => liesIn(target, repositoryLocation(session)));
  if (within !== undefined) throw invalid(`${printable(within)} lies in the repository itself; choose another path.`);
}

interface Outcome extends BackupResult {
  /** Problems that leave something out of the snapshot; an unreadable snapshot before it does not. */
  readonly missing: number;
}

async function runBackup(session: Session, repository: Repository, source: ReturnType<typeof sourceOf>): Promise<Outcome> {
  const { flag, text, texts } = session.arguments;
  let missing = 0;
  using live = session.output.live();
  const result = await backup(repository, source, {
    hostname: text('host'),
    tags: tagsOf(texts('tag')),
    time: text('time') === undefined ? undefined : snapshotTime(text('time')!),
    parent: flag('force') ? 'none' : (text('parent') ?? 'auto'),
    dryRun: flag('dry-run'),
    readBack: flag('read-back') && !flag('dry-run'),
    ignoreInode: flag('ignore-inode'),
    ignoreCtime: flag('ignore-ctime') || flag('ignore-inode'),
    signal: session.signal,
    report: session.output.isQuiet ? undefined : live.report,
    onProblem: (problem) => {
      if (problem.kind !== 'parent-damaged' && problem.kind !== 'repository-damaged') missing++;
      session.output.problem(problem);
    },
  });
  return { ...result, missing };
}

async function tell({ output, arguments: { flag } }: Session, outcome: Outcome, seconds: number): Promise<void> {
  const { snapshot, summary, problems, missing } = outcome;
  if (output.isJson) {
    const id = snapshot === undefined ? { dry_run: true } : { snapshot_id: snapshot.id };
    await output.json({ message_type: 'summary', ...summary, total_duration: seconds, problems, ...id });
    return;
  }
  if (missing > 0) output.warn(`${counted(missing, 'problem')}: the snapshot does not hold everything, see above`);
  if (output.isQuiet) return;
  const added = sizeText(summary.data_added);
  await output.lines([
    `files:    ${changes(summary.files_new, summary.files_changed, summary.files_unmodified)}`,
    `folders:  ${changes(summary.dirs_new, summary.dirs_changed, summary.dirs_unmodified)}`,
    flag('dry-run') ? `would add ${added}` : `added:    ${added}, ${sizeText(summary.data_added_packed)} stored`,
    `looked at ${counted(summary.total_files_processed, 'file')}, ${sizeText(summary.total_bytes_processed)} in ${durationText(seconds)}`,
    snapshot === undefined ? 'nothing was saved (--dry-run)' : `saved snapshot ${snapshot.id.slice(0, 8)}`,
  ]);
}

function changes(added: number, changed: number, unmodified: number): string {
  const [first, second, third] = [added, changed, unmodified].map((count) => count.toLocaleString('en'));
  return `${first} new, ${second} changed, ${third} unchanged`;
}

function patternsIn(file: string): string[] {
  return parsePatternFile(textOf(file));
}

function pathsIn(file: string): string[] {
  return textOf(file === '-' ? 0 : file)
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function textOf(file: string | 0): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileFault(error, file === 0 ? 'stdin' : file);
  }
}

/** RFC 3339, on this machine's clock: policies go by the days of the zone that a snapshot was made in. */
function snapshotTime(text: string): string {
  const instant = parseTime(text);
  if (!instant) throw invalid(`'${text}' is no time; times look like '2026-11-01 22:08:41'.`);
  return instant.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toString({ timeZoneName: 'never' }).replace('+00:00', 'Z');
}
