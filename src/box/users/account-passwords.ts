/**
 * `AccountPasswords`: what an account is made with, and how its password changes.
 *
 * Invariant: a hash is computed outside of any transaction, so that nobody waits for it who wants something else of the catalog.
 * Every change of a password ends the account's sessions, but for the one that its owner sits at.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Account, type AccountRow, type Accounts, rowOf } from './accounts.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import { accountName } from './names.ts';
import { requireGoodPassword } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { Role } from './roles.ts';
import type { Throttle } from './throttle.ts';

export interface NewAccount {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
}

export interface PasswordChange {
  readonly old: string;
  readonly password: string;
  /** The session that makes the change; the others end. */
  readonly keep?: string;
}

export class AccountPasswords {
  readonly #catalog: Catalog;
  readonly #accounts: Accounts;
  readonly #passwords: Passwords;
  readonly #throttle: Throttle;
  readonly #audit: Audit;

  constructor(catalog: Catalog, rooms: { accounts: Accounts; passwords: Passwords; throttle: Throttle; audit: Audit }) {
    this.#catalog = catalog;
    this.#accounts = rooms.accounts;
    this.#passwords = rooms.passwords;
    this.#throttle = rooms.throttle;
    this.#audit = rooms.audit;
  }

  /** Throws Faults 'account.name', 'account.exists' and 'password.weak'. */
  async add(account: NewAccount, by: Actor): Promise<Account> {
    requireGoodPassword(account.password, accountName(account.name).shown);
    const password = await this.#passwords.hash(account.password);
    return this.#catalog.transaction(async (sql) => {
      const added = await this.#accounts.insert(sql, { ...account, password });
      await this.#audit.add(by, { action: 'user.added', about: added.name, details: { role: added.role } }, sql);
      return added;
    });
  }

  /** By the owner of the account. Throws Faults 'password.wrong', 'password.weak' and 'signin.wait'. */
  async change(id: string, { old, password, keep = '' }: PasswordChange, by: Actor): Promise<void> {
    const row = await rowOf(this.#catalog, id);
    requireGoodPassword(password, row.name);
    // Counted apart from signing in: who holds somebody's session must not be able to shut them out.
    const attempt = await this.#throttle.begin(`password of ${id}`, null);
    const isRight = await attempt.unlessItFails(() => this.#passwords.matches(old, row.password));
    if (!isRight) {
      await this.#audit.add(by, { action: 'user.password', about: row.name, outcome: 'refused' });
      throw new Fault('password.wrong', 'The old password is wrong. Nothing was changed.');
    }
    await attempt.succeeded();
    await this.#replace(row, password, { by, keep, action: 'user.password' });
  }

  /** By an admin. Throws Fault 'password.weak'. */
  async reset(id: string, password: string, by: Actor): Promise<void> {
    const row = await rowOf(this.#catalog, id);
    requireGoodPassword(password, row.name);
    await this.#replace(row, password, { by, keep: '', action: 'user.password.reset' });
  }

  async #replace(row: AccountRow, password: string, { by, keep, action }: { by: Actor; keep: string; action: string }): Promise<void> {
    const hash = await this.#passwords.hash(password);
    await this.#catalog.transaction(async (sql) => {
      const { changes } = await sql.run('UPDATE accounts SET password = ? WHERE id = ? AND password = ?', hash, row.id, row.password);
      if (changes === 0) throw new Fault('password.wrong', 'This password was changed by somebody else just now. Nothing was changed.');
      await sql.run('DELETE FROM sessions WHERE account = ? AND id <> ?', row.id, keep);
      await sql.run('DELETE FROM familiar_addresses WHERE account = ?', row.id);
      await this.#audit.add(by, { action, about: row.name }, sql);
    });
  }
}
