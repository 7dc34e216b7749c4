/**
 * `ApiTokens`: keys for scripts. Each is shown once, when it is made; the catalog holds its hash.
 *
 * Invariant: a token may never do more than its account may at that moment, and goes with its account.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { rowOf } from './accounts.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import { type Clock, timeText } from './clock.ts';
import { visibleName } from './names.ts';
import { can, lowerOf, type Role } from './roles.ts';
import { hashOfToken, isApiToken, newApiToken, newId } from './secrets.ts';

/** The last use is written no more often than this. */
const TOUCH_MS = 60_000;

export interface ApiToken {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly name: string;
  readonly role: Role;
  /** RFC 3339, like the other times. */
  readonly createdAt: string;
  readonly usedAt: string | null;
  /** Null: until it is revoked. */
  readonly expiresAt: string | null;
}

export interface NewApiToken {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: Date | null;
}

interface TokenRow {
  id: string;
  account: string;
  account_name: string;
  account_role: Role;
  name: string;
  role: Role;
  created_at: string;
  used_at: string | null;
  expires_at: string | null;
}

const SELECT = 'SELECT t.*, a.name AS account_name, a.role AS account_role FROM api_tokens t JOIN accounts a ON a.id = t.account';

export class ApiTokens {
  readonly #catalog: Catalog;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(catalog: Catalog, audit: Audit, clock: Clock) {
    this.#catalog = catalog;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** The secret is in no other answer. Throws Faults 'token.name', 'token.role' and 'input.invalid'. */
  async add(wanted: NewApiToken, by: Actor): Promise<{ token: ApiToken; secret: string }> {
    const name = visibleName(wanted.name);
    if (name === undefined) throw new Fault('token.name', 'The name of a token has 1 to 64 visible characters. No token was made.');
    const now = this.#clock();
    const expiry = wanted.expiresAt?.getTime() ?? null;
    if (expiry !== null && !(expiry > now)) throw new Fault('input.invalid', 'A token must expire in the future. No token was made.');
    const secret = newApiToken();
    return this.#catalog.transaction(async (sql) => {
      const account = await rowOf(sql, wanted.accountId);
      if (!can(account.role, wanted.role))
        throw new Fault('token.role', `A token of ${account.name} can do at most what ${account.name} can do. No token was made.`);
      const id = newId();
      await sql.run(
        'INSERT INTO api_tokens VALUES (?, ?, ?, ?, ?, ?, NULL, ?)',
        ...[id, hashOfToken(secret), account.id, name, wanted.role, timeText(now), expiry === null ? null : timeText(expiry)],
      );
      await this.#audit.add(by, { action: 'token.added', about: name, details: { account: account.name, role: wanted.role } }, sql);
      return { token: tokenOf((await sql.get<TokenRow>(`${SELECT} WHERE t.id = ?`, id))!), secret };
    });
  }

  /** Whose token a secret is, and counts as its use. Undefined when there is none, or it has expired. */
  async find(secret: string): Promise<ApiToken | undefined> {
    if (!isApiToken(secret)) return undefined;
    const row = await this.#catalog.get<TokenRow>(`${SELECT} WHERE t.token_hash = ?`, hashOfToken(secret));
    const now = this.#clock();
    if (row === undefined || (row.expires_at !== null && Date.parse(row.expires_at) <= now)) return undefined;
    if (row.used_at !== null && Math.abs(now - Date.parse(row.used_at)) < TOUCH_MS) return tokenOf(row);
    await this.#catalog.run('UPDATE api_tokens SET used_at = ? WHERE id = ?', timeText(now), row.id);
    return tokenOf({ ...row, used_at: timeText(now) });
  }

  /** Also those that have expired, the newest first; of all accounts when none is named. */
  async list(accountId?: string): Promise<ApiToken[]> {
    const rows = await this.#catalog.all<TokenRow>(
      `${SELECT} WHERE ?1 IS NULL OR t.account = ?1 ORDER BY t.created_at DESC, t.id`,
      accountId ?? null,
    );
    return rows.map(tokenOf);
  }

  /** With `of`, only if it is that account's. Throws Fault 'token.unknown'. */
  async revoke(id: string, by: Actor, { of }: { of?: string } = {}): Promise<void> {
    await this.#catalog.transaction(async (sql) => {
      const row = await sql.get<TokenRow>(`${SELECT} WHERE t.id = ? AND (?2 IS NULL OR t.account = ?2)`, id, of ?? null);
      if (row === undefined) throw new Fault('token.unknown', 'There is no such token; it may have been revoked already.');
      await sql.run('DELETE FROM api_tokens WHERE id = ?', id);
      await this.#audit.add(by, { action: 'token.revoked', about: row.name, details: { account: row.account_name } }, sql);
    });
  }
}

function tokenOf(row: TokenRow): ApiToken {
  return {
    id: row.id,
    accountId: row.account,
    accountName: row.account_name,
    name: row.name,
    role: lowerOf(row.role, row.account_role),
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: row.expires_at,
  };
}
