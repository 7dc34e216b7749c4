/** `init`: makes a repository. */
import type { Inheritance } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { FROM_OPTIONS, makeRepository, openFromRepository, repositoryLocation } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

export const init: Command = {
  name: 'init',
  summary: 'Makes a new repository',
  usage: '',
  details: [
    'The folder is made when it does not exist. Nobody can open the repository without a password of it: keep one where the disk is not.',
    '',
    'A repository that is to hold copies of snapshots of another one should cut files the same way (--copy-chunker-params): what is copied and what is backed up to it then share data. With --share-key packs are copied as they are, too, which takes next to no computing; whoever knows the one key can then read both repositories. Each has passwords of its own.',
  ].join('\n'),
  options: {
    ...FROM_OPTIONS,
    'copy-chunker-params': { type: 'boolean', help: 'cut files as the repository in --from-repo does' },
    'share-key': { type: 'boolean', help: 'the same, and take over its master key, so that packs are copied as files' },
  },
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  async run(session) {
    const { id } = await makeRepository(session, await inheritanceOf(session));
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

async function inheritanceOf(session: Session): Promise<Inheritance | undefined> {
  const { flag, text } = session.arguments;
  const shareKey = flag('share-key');
  if (!shareKey && !flag('copy-chunker-params')) {
    if (text('from-repo') !== undefined) throw invalid('--from-repo needs --copy-chunker-params or --share-key: say what to take over.');
    return undefined;
  }
  repositoryLocation(session); // before a password is asked for
  const from = await openFromRepository(session);
  if (!from) throw invalid('say from which repository: --from-repo PATH or HOLDFAST_FROM_REPOSITORY.');
  return { from, shareKey };
}
