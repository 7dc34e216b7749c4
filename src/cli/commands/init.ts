/** `init`: makes a repository. */
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { makeRepository, repositoryLocation } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

export const init: Command = {
  name: 'init',
  summary: 'Makes a new repository',
  usage: '',
  details:
    'The folder is made when it does not exist. Nobody can open the repository without a password of it: keep one where the disk is not.',
  options: {},
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  async run(session) {
    const { id } = await makeRepository(session);
    const location = repositoryLocation(session);
    if (session.output.isJson) {
      await session.output.json({ message_type: 'initialized', id, repository: location });
      return EXIT.done;
    }
    await session.output.line(`made repository ${id.slice(0, 10)} in ${printable(location)}`);
    session.output.note('Without its password nobody can read what is saved there, also not you: keep it in a safe place.');
    return EXIT.done;
  },
};
