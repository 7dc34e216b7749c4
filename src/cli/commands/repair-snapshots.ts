/** `repair snapshots`: makes snapshots without the parts that are lost. */
import type { ByteString } from '../../base/index.ts';
import { REPAIRED_TAG, repairSnapshots, type Snapshot, type SnapshotsRepair } from '../../repository/index.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText } from '../format.ts';
import { withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, snapshotChoice } from '../snapshot-choice.ts';
import { jsonName, shownName } from '../terminal-text.ts';

export const repairSnapshotsCommand: Command = {
  name: 'repair snapshots',
  summary: 'Makes snapshots without the parts that are lost',
  usage: '[ID ...]',
  details: [
    'Of a snapshot that lost something, another one is made: files keep the parts that are there, folders that cannot be read become empty. It has the tag repaired and remembers the first id as its original. The damaged snapshot stays unless --forget is given; one of which nothing at all can be read has no repaired one, and --forget removes it. Every file and folder that lost something is listed, with its bytes.',
    '',
    'This is the last step: a backup of files that still exist and `repair blobs` bring lost parts back, and then no snapshot needs this. Run `repair index` or `repair packs` first.',
    '',
    'The exit code is 3 when something was lost. With --json: one line a message; message_type is lost, repaired, error (on stderr), or at the end summary.',
  ].join('\n'),
  options: {
    forget: { type: 'boolean', help: 'remove the damaged snapshots once repaired ones are stored' },
    'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be done' },
    ...CHOICE_OPTIONS,
  },
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  run: (session) =>
    withRepository(session, async (repository) => {
      const { output, signal, arguments: given } = session;
      const dryRun = given.flag('dry-run');
      const answers: { json: object; text: string }[] = [];
      let unreadable = 0;
      const result = await repairSnapshots(repository, {
        choose: snapshotChoice(session),
        forget: given.flag('forget'),
        dryRun,
        signal,
        onDamage: ({ message }, id) => {
          unreadable++;
          output.problem({ kind: 'snapshot damaged', message: `${message} \`holdfast forget ${id.slice(0, 8)}\` removes it.` });
        },
        onLost: ({ kind, path, bytes, bytesLeft }, { id }) => {
          const item = `/${path}` as ByteString;
          const counts = { bytes_lost: bytes, bytes_left: bytesLeft };
          const json = { message_type: 'lost', snapshot_id: id, kind, ...jsonName('path', item), ...counts };
          answers.push({ json, text: `${id.slice(0, 8)} ${shownName(item)}: ${lostText(bytes, bytesLeft)}` });
        },
        onRepaired: (before, after) => {
          const json = { message_type: 'repaired', old_id: before.id, new_id: after?.id ?? null };
          answers.push({ json, text: repairedText(before, after, dryRun) });
        },
      });
      for (const { json, text } of answers) await (output.isJson ? output.json(json) : output.line(text));
      await tell(session, result, unreadable);
      return result.damaged > 0 || unreadable > 0 ? EXIT.incomplete : EXIT.done;
    }),
};

async function tell({ output, arguments: { flag } }: Session, result: SnapshotsRepair, unreadable: number): Promise<void> {
  const { snapshots, damaged, forgotten, partsLost, bytesLost } = result;
  if (output.isJson) {
    const parts = { parts_lost: partsLost, bytes_lost: bytesLost };
    const counts = { snapshots, damaged_snapshots: damaged, forgotten_snapshots: forgotten, ...parts };
    await output.json({ message_type: 'summary', dry_run: flag('dry-run'), ...counts });
  } else if (damaged === 0 && !output.isQuiet) {
    const others = unreadable === 0 ? '' : ` there; ${counted(unreadable, 'snapshot file')} cannot be read`;
    await output.line(`${counted(snapshots, 'snapshot')} looked at; nothing is lost${others}`);
  } else if (!output.isQuiet) {
    const parts = counted(partsLost, 'file or folder', 'files or folders');
    await output.line(`${damaged} of ${counted(snapshots, 'snapshot')} damaged: ${parts} lost something, files ${sizeText(bytesLost)}`);
  }
}

function lostText(bytes: number | undefined, left: number | undefined): string {
  if (bytes === undefined || left === undefined) return 'the folder cannot be read; all that was in it is lost';
  return `${bytes} of ${bytes + left} bytes lost`;
}

function repairedText(before: Snapshot, after: Snapshot | undefined, dryRun: boolean): string {
  const old = before.id.slice(0, 8);
  if (dryRun) return `${old} would be repaired`;
  return after ? `${old} repaired as ${after.id.slice(0, 8)} (${REPAIRED_TAG})` : `${old} cannot be repaired: nothing in it can be read`;
}
