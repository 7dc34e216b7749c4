/** `repair blobs`: takes what is lost from another repository that holds it. */

import type { ByteString } from '../../base/index.ts';
import { repairBlobs } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText } from '../format.ts';
import { FROM_OPTIONS, openFromRepository, withRepository } from '../repository-access.ts';
import { jsonName, shownName } from '../terminal-text.ts';

export const repairBlobsCommand: Command = {
  name: 'repair blobs',
  summary: 'Takes lost data from another repository',
  usage: '--from-repo PATH',
  details: [
    'Looks at what all snapshots need, and stores anew what is missing and the other repository holds: a copy of this one, or one that backs up the same files. The other one may have another password and another key; content is known by its SHA-256.',
    '',
    'Data that is damaged inside a pack is found by `repair packs`, which takes --from-repo too. After both, `repair index` drops packs that are gone. The exit code is 3 when the other repository does not hold everything either.',
    '',
    'With --json: one line a message; message_type is status, error (on stderr), lost, or at the end summary.',
  ].join('\n'),
  options: FROM_OPTIONS,
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  async run(session) {
    const from = await openFromRepository(session);
    if (!from) throw invalid('say from which repository: --from-repo PATH or HOLDFAST_FROM_REPOSITORY.');
    return await withRepository(session, async (repository) => {
      const { output, signal } = session;
      using live = output.live();
      const lost: object[] = [];
      let isIncomplete = false;
      const result = await repairBlobs(repository, {
        from,
        signal,
        report: output.isQuiet ? undefined : live.report,
        onDamage: ({ message }) => {
          isIncomplete = true;
          output.problem({ kind: 'snapshot damaged', message });
        },
        onLost: ({ id, type }, { snapshot, path }) => {
          const item = `/${path}` as ByteString;
          if (output.isJson) lost.push({ message_type: 'lost', blob: id, type, snapshot_id: snapshot.id, ...jsonName('path', item) });
          else output.warn(`lost: ${shownName(item)} in snapshot ${snapshot.id.slice(0, 8)} needs the ${type} blob ${id}`);
        },
      });
      live.clear();
      for (const each of lost) await output.json(each);
      const { blobsFetched, bytesFetched, blobsLost } = result;
      if (output.isJson)
        await output.json({ message_type: 'summary', blobs_fetched: blobsFetched, bytes_fetched: bytesFetched, blobs_lost: blobsLost });
      else if (!output.isQuiet)
        await output.lines([
          `${counted(blobsFetched, 'blob')} with ${sizeText(bytesFetched)} taken from the other repository`,
          blobsLost === 0
            ? 'nothing that snapshots need is missing'
            : `${counted(blobsLost, 'blob')} that snapshots need not found there either`,
        ]);
      return blobsLost > 0 || isIncomplete ? EXIT.incomplete : EXIT.done;
    });
  },
};
