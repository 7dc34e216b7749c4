/**
 * Names of users and groups from their numbers, and back, as the machine's name services (NSS) know them.
 *
 * Invariant: only the reentrant calls are used, with memory of this thread, so workers may ask at the same time.
 * Answers, also "nobody has that number", are kept for a minute: a backup asks for every file, and accounts rarely change.
 * Source: getpwnam(3), getgrnam(3); struct passwd and struct group of glibc (layout in README.md).
 */
import { ERRNO, libc, terminatedText, textAt } from './libc.ts';

export function userName(uid: number): string | undefined {
  return users.nameOf(uid);
}

export function groupName(gid: number): string | undefined {
  return groups.nameOf(gid);
}

export function userId(name: string): number | undefined {
  return users.idOf(name);
}

export function groupId(name: string): number | undefined {
  return groups.idOf(name);
}

type Lookup = (key: number | Buffer, record: Buffer, strings: Buffer, size: number, result: Buffer) => number;

const KEEP_MS = 60_000;
/** A hostile disk may hold a different owner for every file. */
const KEEP_COUNT = 10_000;
/** A group's record lists its members, so it may be large; beyond this size it is taken as broken. */
const STRINGS_MAX = 16 * 1024 * 1024;
const NAME_OFFSET = 0;
/** Both records: pointer to the name, pointer to the password, number. */
const ID_OFFSET = 16;

const record = Buffer.alloc(64);
const result = Buffer.alloc(8);
let strings = Buffer.alloc(4096);

class AccountTable {
  readonly #byId: Lookup;
  readonly #byName: Lookup;
  readonly #names = new Map<number, string | undefined>();
  readonly #ids = new Map<string, number | undefined>();
  #keepUntil = 0;

  constructor(byId: Lookup, byName: Lookup) {
    this.#byId = byId;
    this.#byName = byName;
  }

  nameOf(id: number): string | undefined {
    this.#expire();
    if (this.#names.has(id)) return this.#names.get(id);
    const found = find(this.#byId, id);
    const name = found ? textAt(record.readBigUInt64LE(NAME_OFFSET)) : undefined;
    this.#names.set(id, name);
    return name;
  }

  idOf(name: string): number | undefined {
    this.#expire();
    if (this.#ids.has(name)) return this.#ids.get(name);
    const found = find(this.#byName, terminatedText(name));
    const id = found ? record.readUInt32LE(ID_OFFSET) : undefined;
    this.#ids.set(name, id);
    return id;
  }

  #expire(): void {
    const now = performance.now();
    if (now < this.#keepUntil && this.#names.size < KEEP_COUNT && this.#ids.size < KEEP_COUNT) return;
    this.#names.clear();
    this.#ids.clear();
    this.#keepUntil = now + KEEP_MS;
  }
}

const users = new AccountTable(libc.getpwuid_r, libc.getpwnam_r);
const groups = new AccountTable(libc.getgrgid_r, libc.getgrnam_r);

/**
 * Fills `record`; false when there is no such account, and also when the name services fail:
 * a name is an extra beside the number, and no file is lost for the lack of it.
 */
function find(lookup: Lookup, key: number | Buffer): boolean {
  for (;;) {
    const rc = lookup(key, record, strings, strings.length, result);
    if (rc === ERRNO.ERANGE && strings.length < STRINGS_MAX) strings = Buffer.alloc(strings.length * 2);
    else if (rc !== ERRNO.EINTR) return rc === 0 && result.readBigUInt64LE(0) !== 0n;
  }
}
