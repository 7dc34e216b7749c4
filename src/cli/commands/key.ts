/** `key …`: the passwords of a repository. */
import { addKey, changePassword, type KeyInfo, listKeys, removeKey } from '../../repository/index.ts';
import type { Command, OptionTable } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { table, timeText } from '../format.ts';
import type { Output } from '../output.ts';
import { newPassword } from '../password.ts';
import { withRepository } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

const NEW_PASSWORD: OptionTable = {
  'new-password-file': { type: 'string', value: 'FILE', help: 'file with the new password; else it is asked' },
};

export const KEY_COMMANDS: readonly Command[] = [
  {
    name: 'key list',
    summary: 'Lists the keys; each has a password that opens the repository',
    usage: '',
    options: {},
    repository: 'reads',
    positionals: { least: 0, most: 0 },
    run: (session) =>
      withRepository(session, async (repository) => {
        const keys = await listKeys(repository);
        if (session.output.isJson) await session.output.json(keys.map(jsonOf));
        else await session.output.lines(tableOf(keys));
        return EXIT.done;
      }),
  },
  {
    name: 'key add',
    summary: 'Adds a key: one more password opens the repository',
    usage: '',
    options: NEW_PASSWORD,
    repository: 'writes',
    positionals: { least: 0, most: 0 },
    run: (session) =>
      withRepository(session, async (repository) => {
        await tell(session.output, 'added', await addKey(repository, await newPassword(session)));
        return EXIT.done;
      }),
  },
  {
    name: 'key remove',
    summary: 'Removes a key; the one in use stays',
    usage: 'ID',
    options: {},
    repository: 'writes',
    positionals: { least: 1, most: 1 },
    run: (session) =>
      withRepository(session, async (repository) => {
        await tell(session.output, 'removed', await removeKey(repository, session.arguments.positionals[0]!));
        return EXIT.done;
      }),
  },
  {
    name: 'key passwd',
    summary: 'Changes the password: adds a key and removes the one in use',
    usage: '',
    options: NEW_PASSWORD,
    repository: 'writes',
    positionals: { least: 0, most: 0 },
    run: (session) =>
      withRepository(session, async (repository) => {
        await tell(session.output, 'changed the password to', await changePassword(repository, await newPassword(session)));
        return EXIT.done;
      }),
  },
];

async function tell(output: Output, done: string, key: KeyInfo): Promise<void> {
  if (output.isJson) await output.json(jsonOf(key));
  else await output.line(`${done} key ${key.id.slice(0, 8)}`);
}

/** restic's field names. */
function jsonOf({ id, current, created, username, hostname }: KeyInfo): Record<string, unknown> {
  return { current, id, userName: username, hostName: hostname, created };
}

function tableOf(keys: readonly KeyInfo[]): string[] {
  const rows = keys.map(({ id, current, username, hostname, created }) => [
    `${current ? '*' : ' '}${id.slice(0, 8)}`,
    printable(username),
    printable(hostname),
    timeText(created),
  ]);
  return [...table([{ title: ' ID' }, { title: 'User' }, { title: 'Host' }, { title: 'Made' }], rows), '* is in use'];
}
