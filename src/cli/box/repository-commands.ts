/** The backups of the box as a whole, and what belongs under protection: `box init`, `unlock`, `passphrase`, `protect`. */
import { Fault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { fittedTable, timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, tell } from './box-command.ts';
import { folderOf } from './order-commands.ts';
import { newSecret, secretOption, withSecret } from './secrets.ts';

const ONE_FOLDER = { usage: 'FOLDER', positionals: { least: 1, most: 1 } };
const MODES = ['sealed', 'passphrase'];

export const REPOSITORY_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'init',
    summary: 'Makes the repository of the box, with a passphrase',
    details:
      'The passphrase opens the backups on any computer with restic. It is typed twice, or comes from a file. `holdfast box kit make` then makes the recovery kit.',
    options: {
      ...secretOption('passphrase'),
      'unlock-mode': {
        type: 'string',
        value: 'MODE',
        help: 'sealed (the box opens its backups by itself after a power cut; unless given), or passphrase (it waits for somebody)',
      },
    },
    async run(box, session) {
      const unlockMode = session.arguments.text('unlock-mode');
      if (unlockMode !== undefined && !MODES.includes(unlockMode))
        throw invalid(`--unlock-mode is sealed or passphrase, not '${unlockMode}'.`);
      const { repository } = await box.get<{ repository: string }>('/api/status');
      // Said before a person thinks of a passphrase.
      if (repository !== 'absent') throw new Fault('repository.exists', 'The box has its repository already; nothing was changed.');
      const passphrase = await newSecret(session, 'passphrase', 'passphrase for the backups');
      const made = await box.send('POST', '/api/repository', { passphrase, unlockMode });
      return await tell(session, made, [
        'the repository is made; `holdfast box kit make` makes its recovery kit, without which nothing counts as protected',
      ]);
    },
  }),
  boxCommand({
    name: 'unlock',
    summary: 'Opens the backups of the box, by the passphrase or the recovery key',
    options: secretOption('passphrase'),
    async run(box, session) {
      const unlock = (passphrase: string) => box.send('POST', '/api/repository/unlock', { passphrase });
      return await tell(session, await withSecret(session, 'passphrase', 'passphrase of the backups', unlock), ['the backups are open']);
    },
  }),
  boxCommand({
    name: 'passphrase',
    summary: 'Changes the passphrase; the recovery key serves in place of one that was forgotten',
    options: { ...secretOption('passphrase'), ...secretOption('new passphrase') },
    async run(box, session) {
      let fresh: string | undefined;
      const change = async (old: string) => {
        fresh ??= await newSecret(session, 'new passphrase', 'new passphrase');
        return await box.send('PUT', '/api/repository/passphrase', { old, new: fresh });
      };
      const prompt = 'passphrase of the backups, or the recovery key';
      return await tell(session, await withSecret(session, 'passphrase', prompt, change), ['the passphrase is changed']);
    },
  }),
  boxCommand({
    name: 'protect',
    summary: 'Lists the folders under protection',
    details: 'With --json: an array of folders as the API gives them.',
    async run(box, session) {
      return await tellFolders(session, await box.get<Folder[]>('/api/protected'));
    },
  }),
  boxCommand({
    name: 'protect add',
    summary: 'Puts a folder under protection, without backing it up yet',
    ...ONE_FOLDER,
    async run(box, session) {
      return await tellFolders(session, await box.send<Folder[]>('POST', '/api/protected', { folder: folderIn(box, session) }));
    },
  }),
  boxCommand({
    name: 'protect remove',
    summary: 'Takes a folder without a version off the list',
    ...ONE_FOLDER,
    async run(box, session) {
      const query = `path=${encodeURIComponent(folderIn(box, session))}`;
      return await tellFolders(session, await box.send<Folder[]>('DELETE', `/api/protected?${query}`));
    },
  }),
];

interface Folder {
  readonly path: string;
  readonly snapshotCount: number;
  readonly lastTime: string | null;
}

function folderIn(box: Box, session: Session): string {
  return folderOf(box, session.arguments.positionals[0]!);
}

async function tellFolders(session: Session, folders: readonly Folder[]): Promise<undefined> {
  return await tell(session, folders, folders.length === 0 ? ['no folders'] : folderTable(folders, session.output.columns));
}

export function folderTable(folders: readonly Folder[], width: number | undefined): string[] {
  const rows = folders.map(({ path, snapshotCount, lastTime }) => [
    lastTime === null ? 'never' : timeText(lastTime),
    snapshotCount.toLocaleString('en'),
    printable(path),
  ]);
  return fittedTable([{ title: 'Last backup' }, { title: 'Versions', right: true }, { title: 'Folder', cut: 'start' }], rows, width);
}
