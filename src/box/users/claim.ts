/**
 * `Claim`: how a new box gets its first admin: by a code that only who has the box in front of them can read.
 *
 * Owns: the code, made anew at each start and kept in memory only, and the one time that it is taken.
 * Invariant: there is never a default password, and once there is an account the claim is closed for good.
 */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Fault } from '../../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Accounts, countOf } from './accounts.ts';
import { atTheDoor, type Origin } from './actor.ts';
import { accountName } from './names.ts';
import { requireGoodPassword } from './password-rules.ts';
import type { DoorParts, SignedIn } from './sign-in.ts';

/** Crockford's 32 digits: no letter that is read as another one. Twelve of them are 60 bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 3;
const GROUP_LENGTH = 4;

export class Claim {
  readonly #catalog: Catalog;
  readonly #accounts: Accounts;
  readonly #parts: DoorParts;
  readonly #code = newCode();

  constructor(catalog: Catalog, accounts: Accounts, parts: DoorParts) {
    this.#catalog = catalog;
    this.#accounts = accounts;
    this.#parts = parts;
  }

  /** What the start log, and whatever else only shows at the box itself, tells; undefined once the box is claimed. */
  async code(): Promise<string | undefined> {
    return (await this.#accounts.count()) === 0 ? this.#code : undefined;
  }

  /** Makes the first admin and signs them in. Throws Faults 'claim.closed', 'claim.refused', 'signin.wait', 'account.name' and 'password.weak'. */
  async claim(code: string, admin: { name: string; password: string }, from: Origin): Promise<SignedIn> {
    const { passwords, throttle, audit } = this.#parts;
    if ((await this.code()) === undefined) throw closed();
    requireGoodPassword(admin.password, accountName(admin.name).shown);
    // By address only: 60 bits need no common count, which would let anybody shut the owner out.
    const attempt = await throttle.begin(null, from.address);
    if (!isSameCode(code, this.#code)) {
      await audit.add(atTheDoor(from), { action: 'claim', outcome: 'refused' });
      throw new Fault('claim.refused', 'This is not the code that the box shows. It shows a new one each time it starts.');
    }
    await attempt.succeeded();
    return this.#makeAdmin(admin.name, await passwords.hash(admin.password), from);
  }

  #makeAdmin(name: string, password: string, from: Origin): Promise<SignedIn> {
    const { sessions, audit } = this.#parts;
    return this.#catalog.transaction(async (sql) => {
      if ((await countOf(sql)) > 0) throw closed();
      const account = await this.#accounts.insert(sql, { name, password, role: 'admin' });
      const lastSignInAt = await this.#accounts.signedIn(sql, account.id);
      const opened = await sessions.open(sql, account.id, from);
      await audit.add({ who: account.name, via: 'door', address: from.address }, { action: 'claim', about: account.name }, sql);
      return { account: { ...account, lastSignInAt }, ...opened };
    });
  }
}

function newCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** As Crockford has it: case, dashes and spaces mean nothing, and O, I and L are read as the digits they look like. */
function isSameCode(one: string, other: string): boolean {
  const digest = (code: string) => createHash('sha256').update(plainCode(code)).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function plainCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

function closed(): Fault {
  return new Fault('claim.closed', 'This box has been claimed already. Sign in, or ask who claimed it for an account.');
}
