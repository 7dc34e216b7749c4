/** `repair packs`: saves what is whole of damaged packs, and removes them. */
import { type PacksRepair, type Repository, repairPacks, type StoredFile } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText } from '../format.ts';
import { copyPack } from '../pack-copy.ts';
import { FROM_OPTIONS, openFromRepository, withRepository } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

export const repairPacksCommand: Command = {
  name: 'repair packs',
  summary: 'Saves what is whole of damaged packs',
  usage: '[PACK ...]',
  details: [
    'Every blob of the packs that still proves right (authentication code and SHA-256) is stored anew; then the packs leave the index and are removed. Blobs are found by the index or by the pack itself, so either may be damaged. Without PACK, all data is read first, and the packs that are found damaged or missing are repaired.',
    '',
    'Of a pack in which something is lost, a copy is kept as pack-ID in the current folder (or --copy-to), because someone may yet read more out of it: make sure there is room. Packs that were saved as a whole are not copied. A pack that the disk does not give in full stays, as it may be read another time, unless --give-up-unreadable is given.',
    '',
    'With --from-repo, lost blobs are taken from that repository where it holds them. The exit code is 3 when something is lost: a backup of files that still exist stores it anew, and `repair snapshots` makes snapshots without it.',
    '',
    'With --json: one line a message; message_type is status, error (on stderr), lost, or at the end summary.',
  ].join('\n'),
  options: {
    ...FROM_OPTIONS,
    'copy-to': { type: 'string', value: 'FOLDER', help: 'keep the copies there; the current folder unless given' },
    'give-up-unreadable': { type: 'boolean', help: 'also remove packs that the disk does not give in full; they stay otherwise' },
    'no-copy': { type: 'boolean', help: 'keep no copies' },
  },
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const packs = packsOf(session);
    const from = await openFromRepository(session);
    return await withRepository(session, async (repository) => {
      const { output, signal } = session;
      using live = output.live();
      const lost: object[] = [];
      const result = await repairPacks(repository, {
        packs,
        from,
        signal,
        giveUpUnreadable: session.arguments.flag('give-up-unreadable'),
        report: output.isQuiet ? undefined : live.report,
        onDamage: (message) => output.problem({ kind: 'pack damaged', message }),
        onLost: ({ id, type, pack, bytes }) => {
          if (output.isJson) lost.push({ message_type: 'lost', blob: id, type, pack, bytes });
          else output.warn(`lost: the ${type} blob ${id} of ${bytes} bytes, in pack ${pack}`);
        },
        beforeRemoval: (pack) => keepCopy(session, repository, pack),
      });
      live.clear();
      for (const each of lost) await output.json(each);
      if (output.isJson) await output.json({ message_type: 'summary', ...jsonOf(result) });
      else if (!output.isQuiet) await output.lines(linesOf(result));
      return result.blobsLost > 0 || result.packsUnreadable > 0 ? EXIT.incomplete : EXIT.done;
    });
  },
};

async function keepCopy({ output, arguments: { flag, text } }: Session, { store }: Repository, pack: StoredFile): Promise<void> {
  if (flag('no-copy')) return;
  const copy = await copyPack(store, pack, text('copy-to') ?? '.');
  output.note(`note: kept a copy of the pack in ${printable(copy)}`);
}

/** Ids, also as messages print them: `data/ID`. */
function packsOf({ arguments: { positionals } }: Session): string[] | undefined {
  if (positionals.length === 0) return undefined;
  return positionals.map((word) => {
    const id = word.slice(word.lastIndexOf('/') + 1).toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(id)) throw invalid(`'${word}' is no pack; packs are named by 64 hexadecimal digits, as check shows them.`);
    return id;
  });
}

function linesOf(result: PacksRepair): string[] {
  const { packs, packsUnreadable, blobsSaved, blobsElsewhere, blobsFetched, blobsLost, bytesLost } = result;
  if (packs + packsUnreadable === 0) return ['no damaged packs found; nothing was changed'];
  const fetched = blobsFetched > 0 ? `, ${counted(blobsFetched, 'blob')} taken from the other repository` : '';
  const elsewhere = blobsElsewhere > 0 ? `, ${counted(blobsElsewhere, 'blob')} whole elsewhere` : '';
  const stays = `${counted(packsUnreadable, 'pack')} cannot be read from the disk in full and stays: try again, or say --give-up-unreadable`;
  return [
    `${counted(packs, 'damaged pack')} removed: ${counted(blobsSaved, 'blob')} saved${elsewhere}${fetched}`,
    ...(packsUnreadable > 0 ? [stays] : []),
    blobsLost === 0 ? 'nothing is lost' : `${counted(blobsLost, 'blob')} with ${sizeText(bytesLost)} lost: check shows what needs them`,
  ];
}

function jsonOf(result: PacksRepair): Record<string, unknown> {
  const { packs, packsUnreadable, blobsSaved, blobsElsewhere, blobsFetched, blobsUnreadable, blobsLost, bytesLost } = result;
  return {
    packs_removed: packs,
    packs_unreadable: packsUnreadable,
    blobs_saved: blobsSaved,
    blobs_elsewhere: blobsElsewhere,
    blobs_fetched: blobsFetched,
    blobs_unreadable: blobsUnreadable,
    blobs_lost: blobsLost,
    bytes_lost: bytesLost,
  };
}
