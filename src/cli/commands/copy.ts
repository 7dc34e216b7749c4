/** `copy`: brings snapshots of one repository into another. */
import { type CopyProblem, type CopyResult, copySnapshots, type Repository } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, durationText, sizeText } from '../format.ts';
import { FROM_OPTIONS, openFromRepository, withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, snapshotChoice } from '../snapshot-choice.ts';
import { printable } from '../terminal-text.ts';

export const copyCommand: Command = {
  name: 'copy',
  summary: 'Copies snapshots of another repository that this one lacks',
  usage: '[ID ...]',
  details: [
    'From the repository in --from-repo into that in --repo. ID is the beginning of an id there, or latest; without one, all snapshots that the filters let through. Those that were copied before are passed over.',
    '',
    'If the two share their key (init --share-key), packs are copied as they are; if they cut files alike (init --copy-chunker-params), what is compressed stays so; else large files are cut anew, so that later backups share data with the copies. It may be interrupted at any time: the next copy goes on. A snapshot that cannot be read whole is not copied and said; the exit code is then 3.',
    '',
    'With --json: one line a message; message_type is status, error, copied, skipped, or at the end summary.',
  ].join('\n'),
  options: { ...FROM_OPTIONS, ...CHOICE_OPTIONS, 'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be done' } },
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  run: (session) =>
    withRepository(session, async (to) => {
      const from = await openFromRepository(session);
      if (!from) throw invalid('say from which repository: --from-repo PATH or HOLDFAST_FROM_REPOSITORY.');
      const started = performance.now();
      const result = await runCopy(session, from, to);
      await tell(session, result, (performance.now() - started) / 1000);
      return result.problems > 0 ? EXIT.incomplete : EXIT.done;
    }),
};

async function runCopy(session: Session, from: Repository, to: Repository): Promise<CopyResult> {
  const { output, signal } = session;
  using live = output.live();
  const result = await copySnapshots(from, to, {
    choose: snapshotChoice(session),
    dryRun: session.arguments.flag('dry-run'),
    signal,
    report: output.isQuiet ? undefined : live.report,
    onProblem: (problem) => output.problem(wordsOf(problem)),
  });
  live.clear();
  return result;
}

function wordsOf({ snapshot, path, message }: CopyProblem): { kind: string; path?: NonNullable<CopyProblem['path']>; message: string } {
  const kind = snapshot === undefined ? 'snapshot damaged' : `snapshot ${snapshot.id.slice(0, 8)} not copied`;
  return { kind, message, ...(path === undefined ? {} : { path }) };
}

async function tell({ output, arguments: { flag } }: Session, result: CopyResult, seconds: number): Promise<void> {
  const dryRun = flag('dry-run');
  if (output.isJson) return await tellJson(result, { output, dryRun, seconds });
  if (output.isQuiet) return;
  for (const { from, to } of result.there) output.note(`${from.id.slice(0, 8)} was copied before, as ${to.id.slice(0, 8)}`);
  for (const { from, to } of result.copied)
    await output.line(
      `${from.id.slice(0, 8)} of ${printable(from.hostname ?? '')} ${from.time.slice(0, 19).replace('T', ' ')} ${to ? `is copied as ${to.id.slice(0, 8)}` : 'would be copied'}`,
    );
  const { copied, bytes, blobs, packsAsFiles } = result;
  const asFiles = packsAsFiles > 0 ? `, ${counted(packsAsFiles, 'pack')} as they were` : '';
  const stored = `${counted(blobs, 'blob')}, ${sizeText(bytes)}`;
  await output.line(
    dryRun
      ? `would copy ${counted(copied.length, 'snapshot')}: ${stored} at most`
      : `copied ${counted(copied.length, 'snapshot')}: ${stored} stored${asFiles}, in ${durationText(seconds)}`,
  );
}

async function tellJson(
  { way, copied, there, problems, packsAsFiles, blobs, bytes }: CopyResult,
  { output, dryRun, seconds }: { output: Session['output']; dryRun: boolean; seconds: number },
): Promise<void> {
  for (const { from, to } of there) await output.json({ message_type: 'skipped', source_id: from.id, snapshot_id: to.id });
  for (const { from, to } of copied)
    await output.json({ message_type: 'copied', source_id: from.id, ...(to ? { snapshot_id: to.id } : {}) });
  await output.json({
    message_type: 'summary',
    dry_run: dryRun,
    way,
    snapshots_copied: copied.length,
    snapshots_skipped: there.length,
    problems,
    packs_as_files: packsAsFiles,
    blobs_added: blobs,
    bytes_added: bytes,
    total_duration: seconds,
  });
}
