/** `tag`: changes the tags of snapshots that exist. */
import { tagSnapshots } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { tagsOf, withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, snapshotChoice } from '../snapshot-choice.ts';

export const tag: Command = {
  name: 'tag',
  summary: 'Changes the tags of snapshots',
  usage: '[ID ...]',
  details: [
    'Snapshots never change; one with other tags takes the place of the old one, has a new id, and remembers the first id as its original.',
    '',
    'With --json: one object a changed snapshot, with old_id, new_id and tags; then a summary.',
  ].join('\n'),
  options: {
    add: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'add these tags' },
    remove: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'remove these tags' },
    set: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: "replace all tags by these; '' leaves none" },
    ...CHOICE_OPTIONS,
  },
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const { text, texts } = session.arguments;
    const isChange = text('add') !== undefined || text('remove') !== undefined;
    if (!isChange && text('set') === undefined) throw invalid('say what to change: --add, --remove or --set.');
    if (isChange && text('set') !== undefined) throw invalid('--set replaces all tags; it cannot stand beside --add or --remove.');
    if (['add', 'remove'].some((name) => texts(name).some((list) => list.split(',').some((each) => each.trim() === ''))))
      throw invalid('a tag to add or remove is empty.');
    return await withRepository(session, async (repository) => {
      const lines: { old_id: string; new_id: string; tags: readonly string[] }[] = [];
      const changed = await tagSnapshots(repository, {
        set: text('set') === undefined ? undefined : tagsOf(texts('set')),
        add: tagsOf(texts('add')),
        remove: tagsOf(texts('remove')),
        choose: snapshotChoice(session),
        signal: session.signal,
        onChanged: (before, after) => lines.push({ old_id: before.id, new_id: after.id, tags: after.tags ?? [] }),
      });
      if (session.output.isJson) {
        for (const line of lines) await session.output.json({ message_type: 'changed', ...line });
        await session.output.json({ message_type: 'summary', changed_snapshots: changed });
      } else if (!session.output.isQuiet) {
        for (const { old_id, new_id } of lines) await session.output.line(`${old_id.slice(0, 8)} is now ${new_id.slice(0, 8)}`);
        await session.output.line(`changed the tags of ${counted(changed, 'snapshot')}`);
      }
      return EXIT.done;
    });
  },
};
