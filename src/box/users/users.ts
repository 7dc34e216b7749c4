/**
 * `Users`: everything about who may come in, over one catalog. Doors ask here; `can` says whether a role is enough.
 *
 * Owns: how the parts of this room hang together, and whose a credential is.
 */
import type { Catalog } from '../catalog/index.ts';
import { AccountPasswords, type NewAccount, type PasswordChange } from './account-passwords.ts';
import { type Account, Accounts } from './accounts.ts';
import { type Actor, BOX, type Origin } from './actor.ts';
import { ApiTokens } from './api-tokens.ts';
import { Audit } from './audit.ts';
import { Claim } from './claim.ts';
import type { Clock } from './clock.ts';
import { sweepFamiliar } from './familiar-addresses.ts';
import { type PasswordOptions, Passwords } from './passwords.ts';
import type { Role } from './roles.ts';
import { Sessions } from './sessions.ts';
import { type SignedIn, SignIn } from './sign-in.ts';
import { Throttle } from './throttle.ts';

/** A session's token comes in a cookie, an API token in a header; neither is taken in the place of the other. */
export type Credential = { readonly session: string } | { readonly token: string };

export interface Identity {
  readonly kind: 'session' | 'token';
  /** Of the session or the API token. */
  readonly id: string;
  readonly accountId: string;
  /** The account's. */
  readonly name: string;
  readonly role: Role;
}

export interface UsersOptions {
  readonly clock?: Clock;
  readonly passwords?: PasswordOptions;
}

export class Users {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly audit: Audit;
  readonly claim: Claim;
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #throttle: Throttle;
  readonly #passwords: AccountPasswords;
  readonly #signIn: SignIn;

  /**
   * Sessions of a catalog that was brought back from its copy end: some may have been ended after the copy was made. The audit tells of
   * the gap.
   */
  static async over(catalog: Catalog, options: UsersOptions = {}): Promise<Users> {
    const users = new Users(catalog, options);
    if (catalog.origin === 'copy')
      await catalog.transaction(async (sql) => {
        await sql.run('DELETE FROM sessions');
        await users.audit.add(BOX, { action: 'catalog.from-copy' }, sql);
      });
    await users.sweep();
    return users;
  }

  private constructor(catalog: Catalog, { clock = Date.now, passwords: options = {} }: UsersOptions) {
    const passwords = new Passwords(options);
    this.#catalog = catalog;
    this.#clock = clock;
    this.#throttle = new Throttle(catalog, clock);
    this.audit = new Audit(catalog, clock);
    this.accounts = new Accounts(catalog, this.audit, clock);
    this.sessions = new Sessions(catalog, this.audit, clock);
    this.tokens = new ApiTokens(catalog, this.audit, clock);
    const parts = { passwords, throttle: this.#throttle, sessions: this.sessions, audit: this.audit };
    this.claim = new Claim(catalog, this.accounts, parts);
    this.#signIn = new SignIn(catalog, clock, parts);
    this.#passwords = new AccountPasswords(catalog, { ...parts, accounts: this.accounts });
  }

  /** Throws Faults 'account.name', 'account.exists' and 'password.weak'. */
  add(account: NewAccount, by: Actor): Promise<Account> {
    return this.#passwords.add(account, by);
  }

  /** By the owner, who knows the old one; ends all sessions but `keep`. Throws Faults 'password.wrong', 'password.weak', 'signin.wait'. */
  changePassword(accountId: string, change: PasswordChange, by: Actor): Promise<void> {
    return this.#passwords.change(accountId, change, by);
  }

  /** By an admin; ends all sessions of the account. Throws Fault 'password.weak'. */
  resetPassword(accountId: string, password: string, by: Actor): Promise<void> {
    return this.#passwords.reset(accountId, password, by);
  }

  /** Throws Faults 'signin.refused', and 'signin.wait' with `seconds`. */
  signIn(words: { name: string; password: string }, from: Origin): Promise<SignedIn> {
    return this.#signIn.signIn(words, from);
  }

  /** Whose a credential is; one look into an index. Undefined when it is nobody's, or over. */
  async identify(credential: Credential): Promise<Identity | undefined> {
    if ('token' in credential) {
      const token = await this.tokens.find(credential.token);
      return token && { kind: 'token', id: token.id, accountId: token.accountId, name: token.accountName, role: token.role };
    }
    const found = await this.sessions.find(credential.session);
    if (found === undefined) return undefined;
    const { session, role } = found;
    return { kind: 'session', id: session.id, accountId: session.accountId, name: session.accountName, role };
  }

  /** Removes what is over; for once an hour or so. Nothing depends on it but the size of the catalog. */
  async sweep(): Promise<void> {
    await this.sessions.sweep();
    await this.#throttle.sweep();
    await sweepFamiliar(this.#catalog, this.#clock());
  }
}

/** Who acts, for the audit. */
export function actorOf(identity: Identity, address: string | null): Actor {
  return { who: identity.name, via: identity.kind, address };
}
