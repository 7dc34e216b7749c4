/** `repair index`: makes the index list again what is really in the repository. */
import { type IndexRepair, repairIndex } from '../../repository/index.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { withRepository } from '../repository-access.ts';

export const repairIndexCommand: Command = {
  name: 'repair index',
  summary: 'Rebuilds the index from the packs',
  usage: '',
  details: [
    'Packs that are there and have the size that the index says keep their entries. Packs that no index lists, or whose size differs, are asked what they hold; packs that are missing leave the index. Damaged index files are replaced. A damaged pack that cannot be asked is named and left as it is: `repair packs` saves what can be saved of it.',
    '',
    'The exit code is 3 when something that the index listed is nowhere any more, or a pack is damaged. A backup of files that still exist stores them anew; `repair blobs` takes them from another repository; `repair snapshots` makes snapshots without them.',
    '',
    'With --json: one line a message; message_type is status, error (on stderr), or at the end summary.',
  ].join('\n'),
  options: {
    'read-all-packs': { type: 'boolean', help: 'ask all packs, and do not rely on what index files say' },
    'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be done' },
  },
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const { output, signal, arguments: given } = session;
      const dryRun = given.flag('dry-run');
      using live = output.live();
      const result = await repairIndex(repository, {
        readAllPacks: given.flag('read-all-packs'),
        dryRun,
        signal,
        report: output.isQuiet ? undefined : live.report,
        onProblem: ({ kind, message }) => output.problem({ kind: `${kind} damaged`, message }),
      });
      live.clear();
      if (output.isJson) await output.json({ message_type: 'summary', dry_run: dryRun, ...jsonOf(result) });
      else if (!output.isQuiet) await output.lines(linesOf(result, dryRun));
      return result.blobsLost > 0 || result.packsDamaged > 0 ? EXIT.incomplete : EXIT.done;
    }),
};

function linesOf({ packsRead, packsMissing, packsDamaged, indexFilesDamaged, blobsLost }: IndexRepair, dryRun: boolean): string[] {
  const would = dryRun ? 'would be ' : '';
  const lines = [
    `${counted(packsRead, 'pack')} ${would}listed anew, ${counted(packsMissing, 'missing pack')} and ${counted(indexFilesDamaged, 'damaged index file')} ${would}dropped`,
  ];
  const asIs = packsDamaged === 1 ? 'as it is' : 'as they are';
  if (packsDamaged > 0) lines.push(`${counted(packsDamaged, 'damaged pack')} left ${asIs}: repair packs saves what can be saved`);
  if (blobsLost > 0) lines.push(`${counted(blobsLost, 'blob')} of the missing packs lie nowhere else: check shows what needs them`);
  return lines;
}

function jsonOf({ packsRead, packsMissing, packsDamaged, indexFilesDamaged, blobsLost }: IndexRepair): Record<string, unknown> {
  return {
    packs_read: packsRead,
    packs_missing: packsMissing,
    packs_damaged: packsDamaged,
    index_files_damaged: indexFilesDamaged,
    blobs_lost: blobsLost,
  };
}
