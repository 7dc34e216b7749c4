/**
 * `Sessions`: who is signed in, in which browser, since when.
 *
 * Owns: opening, finding, listing, ending. The catalog holds hashes of tokens only.
 * Invariant: a session ends 30 minutes after its last use and 12 hours after it was opened, whatever its cookie says.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog, Sql } from '../catalog/index.ts';
import type { Actor, Origin } from './actor.ts';
import type { Audit } from './audit.ts';
import { type Clock, timeText } from './clock.ts';
import type { Role } from './roles.ts';
import { hashOfToken, isSessionToken, newId, newSessionToken } from './secrets.ts';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 12 * 3_600_000;
/** The last use is written no more often than this. */
const TOUCH_MS = 60_000;
/** What was opened later than now by more than this is of a clock that was wrong, and its age cannot be told. */
const CLOCK_SLACK_MS = 60_000;
const MAX_USER_AGENT = 200;

export interface Session {
  /** Names it in the list; of no use to sign in. */
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  /** RFC 3339, like the other times. */
  readonly createdAt: string;
  readonly usedAt: string;
  /** When it ends if it is not used again. */
  readonly expiresAt: string;
  readonly address: string;
  readonly userAgent: string;
}

interface SessionRow {
  id: string;
  account: string;
  name: string;
  role: Role;
  created_at: string;
  used_at: string;
  address: string;
  user_agent: string;
}

const SELECT = 'SELECT s.*, a.name, a.role FROM sessions s JOIN accounts a ON a.id = s.account';

export class Sessions {
  readonly #catalog: Catalog;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(catalog: Catalog, audit: Audit, clock: Clock) {
    this.#catalog = catalog;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** For this room: inside the transaction that found out who it is. The token is for the browser, and nowhere else. */
  async open(sql: Sql, accountId: string, from: Origin): Promise<{ token: string; sessionId: string }> {
    const token = newSessionToken();
    const id = newId();
    const now = timeText(this.#clock());
    const userAgent = from.userAgent.replace(/\p{C}/gu, ' ').slice(0, MAX_USER_AGENT).toWellFormed();
    await sql.run(
      'INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      hashOfToken(token),
      accountId,
      now,
      now,
      from.address,
      userAgent,
    );
    return { token, sessionId: id };
  }

  /** Whose session a token is, and counts as its use. Undefined when there is none, or it is over. */
  async find(token: string): Promise<{ session: Session; role: Role } | undefined> {
    if (!isSessionToken(token)) return undefined;
    const row = await this.#catalog.get<SessionRow>(`${SELECT} WHERE s.token_hash = ?`, hashOfToken(token));
    const now = this.#clock();
    if (row === undefined || isOver(row, now)) return undefined;
    if (Math.abs(now - Date.parse(row.used_at)) < TOUCH_MS) return { session: sessionOf(row), role: row.role };
    const used = { ...row, used_at: timeText(now) };
    await this.#catalog.run('UPDATE sessions SET used_at = ? WHERE id = ?', used.used_at, used.id);
    return { session: sessionOf(used), role: row.role };
  }

  /** Those that are not over, the last used first; of all accounts when none is named. */
  async list(accountId?: string): Promise<Session[]> {
    const rows = await this.#catalog.all<SessionRow>(
      `${SELECT} WHERE ?1 IS NULL OR s.account = ?1 ORDER BY s.used_at DESC`,
      accountId ?? null,
    );
    const now = this.#clock();
    return rows.filter((row) => !isOver(row, now)).map(sessionOf);
  }

  /** Ends one; with `of`, only if it is that account's. Throws Fault 'session.unknown'. */
  async revoke(id: string, by: Actor, { of }: { of?: string } = {}): Promise<void> {
    await this.#catalog.transaction(async (sql) => {
      const row = await sql.get<SessionRow>(`${SELECT} WHERE s.id = ? AND (?2 IS NULL OR s.account = ?2)`, id, of ?? null);
      if (row === undefined) throw new Fault('session.unknown', 'This session has ended already.');
      await sql.run('DELETE FROM sessions WHERE id = ?', id);
      await this.#audit.add(by, { action: 'session.ended', about: row.name, details: { address: row.address } }, sql);
    });
  }

  /** Ends all of an account but one. Returns how many. */
  async revokeOthers(accountId: string, keep: string, by: Actor): Promise<number> {
    return this.#catalog.transaction(async (sql) => {
      const { changes } = await sql.run('DELETE FROM sessions WHERE account = ? AND id <> ?', accountId, keep);
      if (changes > 0) await this.#audit.add(by, { action: 'session.others-ended', about: by.who, details: { sessions: changes } }, sql);
      return changes;
    });
  }

  /** Ends the session of a token; nothing happens when there is none. */
  async signOut(token: string, by: Actor): Promise<void> {
    await this.#catalog.transaction(async (sql) => {
      const { changes } = await sql.run('DELETE FROM sessions WHERE token_hash = ?', hashOfToken(token));
      if (changes > 0) await this.#audit.add(by, { action: 'signout', about: by.who }, sql);
    });
  }

  /** Removes those that are over. */
  async sweep(): Promise<void> {
    const now = this.#clock();
    await this.#catalog.run(
      'DELETE FROM sessions WHERE used_at < ? OR created_at < ? OR created_at > ?',
      ...[timeText(now - IDLE_MS), timeText(now - LONGEST_MS), timeText(now + CLOCK_SLACK_MS)],
    );
  }
}

function isOver(row: SessionRow, now: number): boolean {
  const [created, used] = [Date.parse(row.created_at), Date.parse(row.used_at)];
  return now - used >= IDLE_MS || now - created >= LONGEST_MS || created > now + CLOCK_SLACK_MS;
}

function sessionOf(row: SessionRow): Session {
  const end = Math.min(Date.parse(row.used_at) + IDLE_MS, Date.parse(row.created_at) + LONGEST_MS);
  return {
    id: row.id,
    accountId: row.account,
    accountName: row.name,
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: timeText(end),
    address: row.address,
    userAgent: row.user_agent,
  };
}
