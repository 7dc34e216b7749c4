/** API tokens, by which programs come into a box: `box tokens`, `tokens add`, `tokens revoke`. */
import { Fault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { fittedTable, timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import { boxCommand, oneBy, tell } from './box-command.ts';
import { shortId } from './job.ts';
import { countOf } from './job-commands.ts';
import { secretOption, withSecret } from './secrets.ts';
import { roleOf } from './user-commands.ts';

interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly account: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
}

export const TOKEN_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'tokens',
    summary: 'Lists the API tokens, by which programs come in',
    async run(box, session) {
      return await tellTokens(session, await box.get<Token[]>('/api/tokens'));
    },
  }),
  boxCommand({
    name: 'tokens add',
    summary: 'Makes an API token and shows it, once; for an account, whose password is asked',
    usage: 'NAME --account ACCOUNT --role ROLE',
    details: 'The token alone goes to stdout, so that it can go into a file. With --json: the token and its secret as the API gives them.',
    options: {
      account: { type: 'string', value: 'ACCOUNT', help: 'whose token it is' },
      role: { type: 'string', value: 'ROLE', help: 'viewer, operator or admin' },
      days: { type: 'string', value: 'N', help: 'how long it holds; for ever unless given' },
      ...secretOption('password'),
    },
    positionals: { least: 1, most: 1 },
    async run(box, session) {
      const { text, positionals } = session.arguments;
      const account = text('account');
      if (!account) throw invalid('say whose token it is: --account ACCOUNT.');
      const days = text('days');
      const wanted = { name: positionals[0], role: roleOf(text('role')), ...(days === undefined ? {} : { days: countOf('days', days) }) };
      const person = await withSecret(session, 'password', `password of ${printable(account)}`, (password) =>
        box.signIn(account, password),
      );
      try {
        const made = await person.send<{ token: Token; secret: string }>('POST', '/api/tokens', wanted);
        await tell(session, made, [made.secret]);
        session.output.note('shown this once; keep it where only its program reads it');
      } finally {
        await person.send('DELETE', '/api/session');
      }
      return undefined;
    },
  }),
  boxCommand({
    name: 'tokens revoke',
    summary: 'Revokes an API token',
    usage: 'ID',
    positionals: { least: 1, most: 1 },
    async run(box, session) {
      const [typed] = session.arguments.positionals;
      const found = oneBy(await box.get<Token[]>('/api/tokens'), typed!);
      if (!found) throw new Fault('token.unknown', `no API token has an id that begins with '${printable(typed!)}'.`);
      return await tellTokens(session, await box.send<Token[]>('DELETE', `/api/tokens/${found.id}`));
    },
  }),
];

async function tellTokens(session: Session, tokens: readonly Token[]): Promise<undefined> {
  const rows = tokens.map(({ id, name, role, account, lastUsedAt, expiresAt }) => [
    shortId(id),
    role,
    lastUsedAt === null ? 'never' : timeText(lastUsedAt),
    expiresAt === null ? 'for ever' : timeText(expiresAt).slice(0, 10),
    printable(account),
    printable(name),
  ]);
  const columns = [{ title: 'ID' }, { title: 'Role' }, { title: 'Last used' }, { title: 'Holds until' }, { title: 'Account' }];
  const shown = fittedTable([...columns, { title: 'Name', cut: 'end' as const }], rows, session.output.columns);
  return await tell(session, tokens, rows.length === 0 ? ['no API tokens'] : shown);
}
