/** Who may come into a box: `box users …`, `box sessions …`, `box tokens …`. */
import { Fault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { fittedTable, timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, oneBy, tell } from './box-command.ts';
import { shortId } from './job.ts';
import { newSecret, secretOption } from './secrets.ts';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
}

interface SessionView {
  readonly id: string;
  readonly account: string;
  readonly address: string;
  readonly userAgent: string;
  readonly lastUsedAt: string;
}

const ROLES = ['viewer', 'operator', 'admin'];
const ONE = { least: 1, most: 1 };
const ROLE_OPTION = { role: { type: 'string', value: 'ROLE', help: 'viewer, operator or admin' } } as const;

export const USER_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'users',
    summary: 'Lists the accounts',
    async run(box, session) {
      return await tellAccounts(session, await accountsOf(box));
    },
  }),
  boxCommand({
    name: 'users add',
    summary: 'Adds an account; the first one may be made here instead of by the code that claims the box',
    usage: 'NAME --role ROLE',
    options: { ...ROLE_OPTION, ...secretOption('password') },
    positionals: ONE,
    async run(box, session) {
      const [name] = session.arguments.positionals;
      const role = roleOf(session.arguments.text('role'));
      const password = await newSecret(session, 'password', `password for ${printable(name!)}`);
      const account = await box.send<Account>('POST', '/api/accounts', { name, role, password });
      return await tell(session, account, [`${printable(account.name)} may come in as ${account.role}`]);
    },
  }),
  boxCommand({
    name: 'users role',
    summary: 'Changes the role of an account',
    usage: 'NAME ROLE',
    positionals: { least: 2, most: 2 },
    async run(box, session) {
      const [name, role] = session.arguments.positionals;
      const account = await change(box, name!, { role: roleOf(role) });
      return await tell(session, account, [`${printable(account.name)} is ${account.role} now`]);
    },
  }),
  boxCommand({
    name: 'users password',
    summary: 'Sets the password of an account, also one that was forgotten; its sessions end',
    usage: 'NAME',
    options: secretOption('password'),
    positionals: ONE,
    async run(box, session) {
      const { name } = await namedAccount(box, session.arguments.positionals[0]!);
      const password = await newSecret(session, 'password', `new password for ${printable(name)}`);
      return await tell(session, await change(box, name, { password }), [
        `the password of ${printable(name)} is set; sessions with the old one are over`,
      ]);
    },
  }),
  boxCommand({
    name: 'users remove',
    summary: 'Removes an account, with its sessions and API tokens',
    usage: 'NAME',
    positionals: ONE,
    async run(box, session) {
      const { id } = await namedAccount(box, session.arguments.positionals[0]!);
      return await tellAccounts(session, await box.send<Account[]>('DELETE', `/api/accounts/${id}`));
    },
  }),
  boxCommand({
    name: 'sessions',
    summary: 'Lists who is signed in',
    async run(box, session) {
      return await tellSessions(session, await box.get<SessionView[]>('/api/sessions?all=1'));
    },
  }),
  boxCommand({
    name: 'sessions end',
    summary: 'Ends a session',
    usage: 'ID',
    positionals: ONE,
    async run(box, session) {
      const [typed] = session.arguments.positionals;
      const found = oneBy(await box.get<SessionView[]>('/api/sessions?all=1'), typed!);
      if (!found) throw new Fault('session.unknown', `no session has an id that begins with '${printable(typed!)}'.`);
      return await tellSessions(session, await box.send<SessionView[]>('DELETE', `/api/sessions/${found.id}`));
    },
  }),
];

export function roleOf(text: string | undefined): string {
  if (text !== undefined && ROLES.includes(text)) return text;
  throw invalid(
    text === undefined ? 'say what the role is: --role viewer, operator or admin.' : `a role is viewer, operator or admin, not '${text}'.`,
  );
}

function accountsOf(box: Box): Promise<Account[]> {
  return box.get<Account[]>('/api/accounts');
}

/** By name, whose case does not matter. Throws Fault 'account.unknown'. */
async function namedAccount(box: Box, typed: string): Promise<Account> {
  const plain = (name: string) => name.normalize('NFKC').toLowerCase();
  const found = (await accountsOf(box)).find(({ id, name }) => id === typed || plain(name) === plain(typed));
  if (!found) throw new Fault('account.unknown', `there is no account '${printable(typed)}'.`);
  return found;
}

async function change(box: Box, name: string, to: { role?: string; password?: string }): Promise<Account> {
  const { id } = await namedAccount(box, name);
  return await box.send<Account>('PATCH', `/api/accounts/${id}`, to);
}

async function tellAccounts(session: Session, accounts: readonly Account[]): Promise<undefined> {
  const rows = accounts.map(({ name, role, createdAt, lastSignInAt }) => [
    printable(name),
    role,
    timeText(createdAt),
    lastSignInAt === null ? 'never' : timeText(lastSignInAt),
  ]);
  const columns = [{ title: 'Name', cut: 'end' as const }, { title: 'Role' }, { title: 'Made' }, { title: 'Signed in' }];
  const nobody = ['nobody owns this box yet; `holdfast box users add NAME --role admin` makes the first account'];
  return await tell(session, accounts, rows.length === 0 ? nobody : fittedTable(columns, rows, session.output.columns));
}

async function tellSessions(session: Session, sessions: readonly SessionView[]): Promise<undefined> {
  const rows = sessions.map(({ id, account, address, lastUsedAt, userAgent }) => [
    shortId(id),
    printable(account),
    timeText(lastUsedAt),
    printable(address),
    printable(userAgent),
  ]);
  const columns = [{ title: 'ID' }, { title: 'Account' }, { title: 'Last used' }, { title: 'From' }, { title: 'By', cut: 'end' as const }];
  return await tell(session, sessions, rows.length === 0 ? ['nobody is signed in'] : fittedTable(columns, rows, session.output.columns));
}
