/** `unlock`: removes locks that killed programs left. */
import { removeLocks } from '../../repository/index.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { withRepository } from '../repository-access.ts';

export const unlock: Command = {
  name: 'unlock',
  summary: 'Removes locks that killed programs left behind',
  usage: '',
  details:
    'A lock is left behind when its program on this machine is gone, or when it was not renewed for half an hour. Holdfast passes over such locks by itself; other programs ask for this. With --json: an object with the count, removed.',
  options: { 'remove-all': { type: 'boolean', help: 'remove all locks; only when nothing at all works on the repository' } },
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const removed = await removeLocks(repository, { all: session.arguments.flag('remove-all') });
      if (session.output.isJson) await session.output.json({ removed });
      else if (!session.output.isQuiet) await session.output.line(`removed ${counted(removed, 'lock')}`);
      return EXIT.done;
    }),
};
