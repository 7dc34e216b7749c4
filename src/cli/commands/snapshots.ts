/** `snapshots`: what was saved when. */
import { groupSnapshots, listSnapshots, type Snapshot } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, groupKeysOf, lastOfEach, snapshotChoice } from '../snapshot-choice.ts';
import { groupText, snapshotJson, snapshotTable } from '../snapshot-table.ts';

export const snapshots: Command = {
  name: 'snapshots',
  summary: 'Lists the snapshots, the oldest first',
  usage: '[ID ...]',
  details: [
    'ID is the beginning of an id, or latest.',
    '',
    'One that is damaged is told of on stderr, the others are listed, and the exit code is 3.',
    '',
    'With --json: an array of snapshots as the repository stores them, each with its id and short_id; with --group-by an array of groups, each with its group_key and snapshots.',
  ].join('\n'),
  options: {
    ...CHOICE_OPTIONS,
    latest: { type: 'string', value: 'N', help: 'only the last N of each machine and paths' },
    'group-by': { type: 'string', short: 'g', value: 'KEYS', help: 'in groups by host, paths, tags; several with commas' },
  },
  repository: 'reads',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  run: (session) =>
    withRepository(session, async (repository) => {
      const { text } = session.arguments;
      const keys = groupKeysOf(text('group-by') ?? '');
      let damaged = 0;
      const all = await listSnapshots(repository, {}, ({ message }) => {
        damaged++;
        session.output.problem({ kind: 'snapshot damaged', message: `${message} It is not listed.` });
      });
      const matching = snapshotChoice(session)(all);
      const shown = text('latest') === undefined ? matching : lastOfEach(matching, countOf(text('latest')!));
      const groups = groupSnapshots(shown, keys);
      if (session.output.isJson) {
        const grouped = groups.map(({ snapshots, ...group_key }) => ({ group_key, snapshots: snapshots.map(snapshotJson) }));
        await session.output.json(keys.length === 0 ? shown.map(snapshotJson) : grouped);
      } else if (keys.length === 0) await session.output.lines(tableOf(shown));
      else for (const group of groups) await session.output.lines([`${groupText(group)}:`, ...tableOf(group.snapshots), '']);
      return damaged > 0 ? EXIT.incomplete : EXIT.done;
    }),
};

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw invalid(`--latest needs a number from 1, not '${text}'.`);
  return count;
}

function tableOf(shown: readonly Snapshot[]): string[] {
  if (shown.length === 0) return ['no snapshots'];
  return [...snapshotTable(shown), counted(shown.length, 'snapshot')];
}
