/**
 * `SignIn`: a name and a password become a session, or a refusal that tells nothing.
 *
 * Invariant: an account that is not there costs the same work, gets the same text, and is counted the same as one that is.
 */
import { Fault } from '../../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Account, type AccountRow, accountOf, keyOf, rowByName } from './accounts.ts';
import { atTheDoor, type Origin } from './actor.ts';
import type { Audit } from './audit.ts';
import { type Clock, timeText } from './clock.ts';
import { isFamiliar, makeFamiliar } from './familiar-addresses.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface SignedIn {
  readonly account: Account;
  readonly sessionId: string;
  /** For the browser's cookie, and nowhere else. */
  readonly token: string;
}

/** What the ways in have in common. */
export interface DoorParts {
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly sessions: Sessions;
  readonly audit: Audit;
}

export class SignIn {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #parts: DoorParts;

  constructor(catalog: Catalog, clock: Clock, parts: DoorParts) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#parts = parts;
  }

  /** Throws Faults 'signin.refused', and 'signin.wait' with `seconds`. */
  async signIn({ name, password }: { name: string; password: string }, from: Origin): Promise<SignedIn> {
    const { throttle, passwords } = this.#parts;
    const attempt = await throttle.begin(await this.#countedFor(name, from), from.address);
    const row = await rowByName(this.#catalog, name);
    const isRight = await attempt.unlessItFails(() => passwords.matches(password, row?.password));
    const signedIn = row !== undefined && isRight ? await this.#open(row, password, from) : undefined;
    if (signedIn === undefined) return this.#refuse(row, from);
    await attempt.succeeded();
    return signedIn;
  }

  /**
   * Where somebody has signed in before, their tries are counted apart: else anybody on the network could keep them out by guessing wrong.
   * The same question is asked for a name that is nobody's.
   */
  async #countedFor(name: string, { address }: Origin): Promise<string> {
    const key = keyOf(name);
    return (await isFamiliar(this.#catalog, key, address)) ? `familiar ${address} ${key}` : `account ${key}`;
  }

  /** Undefined when the account was removed, or its password changed, while the hash was computed. */
  async #open(row: AccountRow, password: string, from: Origin): Promise<SignedIn | undefined> {
    const { passwords, sessions, audit } = this.#parts;
    const hash = passwords.isOutdated(row.password) ? await passwords.hash(password) : row.password;
    return this.#catalog.transaction(async (sql) => {
      const now = timeText(this.#clock());
      const set = 'UPDATE accounts SET last_sign_in_at = ?, password = ? WHERE id = ? AND password = ?';
      const { changes } = await sql.run(set, now, hash, row.id, row.password);
      if (changes === 0) return undefined;
      const current = (await sql.get<AccountRow>('SELECT * FROM accounts WHERE id = ?', row.id))!;
      const opened = await sessions.open(sql, row.id, from);
      await makeFamiliar(sql, row.id, { address: from.address, at: now });
      await audit.add({ who: current.name, via: 'session', address: from.address }, { action: 'signin' }, sql);
      return { account: accountOf(current), ...opened };
    });
  }

  /** A name that is nobody's is not written down: it may well be a password in the wrong field. */
  async #refuse(row: AccountRow | undefined, from: Origin): Promise<never> {
    await this.#parts.audit.add(atTheDoor(from), { action: 'signin', about: row?.name ?? null, outcome: 'refused' });
    throw new Fault('signin.refused', 'The name or the password is wrong.');
  }
}
