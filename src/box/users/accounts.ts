/**
 * `Accounts`: who there is, and what each may do.
 *
 * Owns: names, roles, preferences, the rule of the last admin. Does not own: passwords (account-passwords.ts).
 * Invariant: there is an admin once there is an account; whoever loses a right loses the sessions that had it. Each change is in the audit
 * in the same transaction.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog, Sql } from '../catalog/index.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import { type Clock, timeText } from './clock.ts';
import { accountName, foldedName } from './names.ts';
import { can, type Role } from './roles.ts';
import { newId } from './secrets.ts';

/** How a person wants the page; doors say what is in it. */
export type Preferences = Readonly<Record<string, string | number | boolean | null>>;

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
  readonly preferences: Preferences;
}

/** Of an account as the catalog keeps it. */
export interface AccountRow {
  id: string;
  name: string;
  role: Role;
  password: string;
  created_at: string;
  last_sign_in_at: string | null;
  preferences: string;
}

const MAX_PREFERENCES = 4_096;

export class Accounts {
  readonly #catalog: Catalog;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(catalog: Catalog, audit: Audit, clock: Clock) {
    this.#catalog = catalog;
    this.#audit = audit;
    this.#clock = clock;
  }

  async list(): Promise<Account[]> {
    const rows = await this.#catalog.all<AccountRow>('SELECT * FROM accounts ORDER BY name_key');
    return rows.map(accountOf);
  }

  async count(): Promise<number> {
    return countOf(this.#catalog);
  }

  /** Throws Fault 'account.unknown'. */
  async get(id: string): Promise<Account> {
    return accountOf(await rowOf(this.#catalog, id));
  }

  async byName(name: string): Promise<Account | undefined> {
    const row = await rowByName(this.#catalog, name);
    return row && accountOf(row);
  }

  /** Throws Faults 'account.name', 'account.exists' and 'account.last-admin'. */
  rename(id: string, name: string, by: Actor): Promise<Account> {
    const { shown, key } = accountName(name);
    return this.#catalog.transaction(async (sql) => {
      const row = await rowOf(sql, id);
      await requireFreeName(sql, shown, key, id);
      await sql.run('UPDATE accounts SET name = ?, name_key = ? WHERE id = ?', shown, key, id);
      await this.#audit.add(by, { action: 'user.renamed', about: shown, details: { before: row.name } }, sql);
      return accountOf({ ...row, name: shown });
    });
  }

  /** Ends the account's sessions. Throws Fault 'account.last-admin'. */
  setRole(id: string, role: Role, by: Actor): Promise<Account> {
    return this.#catalog.transaction(async (sql) => {
      const row = await rowOf(sql, id);
      if (row.role === role) return accountOf(row);
      if (!can(role, 'admin')) await requireOtherAdmin(sql, row);
      await sql.run('UPDATE accounts SET role = ? WHERE id = ?', role, id);
      await sql.run('DELETE FROM sessions WHERE account = ?', id);
      await this.#audit.add(by, { action: 'user.role', about: row.name, details: { before: row.role, role } }, sql);
      return accountOf({ ...row, role });
    });
  }

  /** With its sessions and API tokens. Throws Fault 'account.last-admin'. */
  remove(id: string, by: Actor): Promise<void> {
    return this.#catalog.transaction(async (sql) => {
      const row = await rowOf(sql, id);
      await requireOtherAdmin(sql, row);
      await sql.run('DELETE FROM accounts WHERE id = ?', id);
      await this.#audit.add(by, { action: 'user.removed', about: row.name, details: { role: row.role } }, sql);
    });
  }

  /** Replaces them all. Throws Fault 'input.invalid' when they are larger than anybody's can be. */
  async setPreferences(id: string, preferences: Preferences): Promise<void> {
    const text = JSON.stringify(preferences);
    if (text.length > MAX_PREFERENCES) throw new Fault('input.invalid', 'These preferences are too large. Nothing was changed.');
    const { changes } = await this.#catalog.run('UPDATE accounts SET preferences = ? WHERE id = ?', text, id);
    if (changes === 0) throw unknownAccount();
  }

  /** For this room: puts a new account in, with a password that is hashed already. */
  async insert(sql: Sql, account: { name: string; role: Role; password: string }): Promise<Account> {
    const { shown, key } = accountName(account.name);
    await requireFreeName(sql, shown, key);
    const row = { id: newId(), created_at: timeText(this.#clock()), last_sign_in_at: null, preferences: '{}', ...account, name: shown };
    await sql.run(
      'INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[row.id, shown, key, row.role, row.password, row.created_at, row.last_sign_in_at, row.preferences],
    );
    return accountOf(row);
  }

  /** For this room: notes that somebody signed in, and says when. */
  async signedIn(sql: Sql, id: string): Promise<string> {
    const now = timeText(this.#clock());
    await sql.run('UPDATE accounts SET last_sign_in_at = ? WHERE id = ?', now, id);
    return now;
  }
}

export async function countOf(sql: Sql): Promise<number> {
  return (await sql.get<{ count: number }>('SELECT count(*) AS count FROM accounts'))!.count;
}

export async function rowOf(sql: Sql, id: string): Promise<AccountRow> {
  const row = await sql.get<AccountRow>('SELECT * FROM accounts WHERE id = ?', id);
  if (row === undefined) throw unknownAccount();
  return row;
}

/** Any text may be asked for; what is no name is nobody's. */
export function rowByName(sql: Sql, name: string): Promise<AccountRow | undefined> {
  return sql.get<AccountRow>('SELECT * FROM accounts WHERE name_key = ?', keyOf(name));
}

/** As `accountName` folds it, without asking whether it is a name. */
export function keyOf(name: string): string {
  return foldedName(
    name
      .normalize('NFC')
      .trim()
      .replace(/\p{Zs}+/gu, ' '),
  ).toWellFormed();
}

export function accountOf(row: AccountRow): Account {
  const { id, name, role, created_at, last_sign_in_at, preferences } = row;
  return { id, name, role, createdAt: created_at, lastSignInAt: last_sign_in_at, preferences: JSON.parse(preferences) };
}

async function requireFreeName(sql: Sql, shown: string, key: string, except = ''): Promise<void> {
  const taken = await sql.get<AccountRow>('SELECT * FROM accounts WHERE name_key = ? AND id <> ?', key, except);
  if (taken !== undefined)
    throw new Fault('account.exists', `There is an account named ${taken.name} already; ${shown} is the same name. Nothing was changed.`);
}

async function requireOtherAdmin(sql: Sql, row: AccountRow): Promise<void> {
  if (row.role !== 'admin') return;
  const other = await sql.get("SELECT 1 FROM accounts WHERE role = 'admin' AND id <> ? LIMIT 1", row.id);
  if (other === undefined)
    throw new Fault(
      'account.last-admin',
      `${row.name} is the only admin; without one nobody could manage the box. Make somebody else an admin first.`,
    );
}

function unknownAccount(): Fault {
  return new Fault('account.unknown', 'There is no such account; somebody may have removed it.');
}
