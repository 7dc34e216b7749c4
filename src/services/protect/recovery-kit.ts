/**
 * `RecoveryKit`: a second key of the repository, on paper, for the day on which the box or the passphrase is gone.
 *
 * Owns: making it, having some of it typed back, and replacing it. The text is told once, by `make`, and kept nowhere.
 * Invariants: nothing counts as protected before a kit was confirmed; a confirmed kit opens the repository until the next one is confirmed.
 * Stock restic opens the repository with exactly the text that is printed.
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { Fault, isFault } from '../../base/index.ts';
import type { BoxKeys } from '../../box/keys/index.ts';
import { addKey, listKeys, type Repository, removeKey } from '../../repository/index.ts';
import { type KitAbout, type KitPage, pageOf } from './kit-page.ts';
import type { KitRow, KitRows } from './kit-rows.ts';
import { GROUPS, groupsOf, newRecoveryText, readSigns } from './recovery-text.ts';
import type { Vault } from './vault.ts';

export type KitState = 'absent' | 'unconfirmed' | 'confirmed';

export interface KitStatus {
  /** 'confirmed' also while a newer kit waits to be typed back: the older one opens the repository until then. */
  readonly state: KitState;
  readonly confirmed: KitAbout | null;
  readonly pending: (KitAbout & { readonly asked: readonly number[]; readonly triesLeft: number }) | null;
  /** Keys of former kits that still open the repository: the box removes them when no backup runs, after a kit was confirmed. */
  readonly formerKeys: number;
}

export interface KitParts {
  readonly vault: Vault;
  readonly keys: BoxKeys;
  readonly rows: KitRows;
  readonly boxName: () => Promise<string>;
  readonly log: (line: string) => void;
}

/** What `restic key list` shows as the user of such a key. */
const KIT_USER = 'recovery-kit';
const ASKED = 3;
const TRIES = 5;
const PURPOSE = 'groups of the recovery kit';
const NONE: KitStatus = { state: 'absent', confirmed: null, pending: null, formerKeys: 0 };

export class RecoveryKit {
  readonly #parts: KitParts;
  readonly #listeners: (() => void)[] = [];
  #status: KitStatus = NONE;
  #turn: Promise<unknown> = Promise.resolve();

  /** Knows what the catalog says, and compares it with the repository once that is open. */
  static async in(parts: KitParts): Promise<RecoveryKit> {
    const kit = new RecoveryKit(parts);
    await kit.refresh();
    let was = parts.vault.status.repository;
    parts.vault.onChange(() => {
      const { repository } = parts.vault.status;
      if (repository === 'open' && was !== 'open')
        kit.refresh().catch((error: Error) => parts.log(`the recovery kit cannot be looked after: ${error.message}`));
      was = repository;
    });
    return kit;
  }

  private constructor(parts: KitParts) {
    this.#parts = parts;
  }

  get status(): KitStatus {
    return this.#status;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Makes a kit and gives its page, once. Right after the repository was made it needs no passphrase, later it does.
   * Throws 'passphrase.missing', 'repository.password.wrong', 'repository.closed', 'repository.absent'.
   */
  make(passphrase?: string): Promise<KitPage> {
    return this.#inTurn(async () => {
      const { vault, rows, keys, boxName } = this.#parts;
      const { repository } = vault;
      if (passphrase !== undefined) await vault.prove(passphrase);
      else if (!vault.wasJustMade)
        throw new Fault('passphrase.missing', 'A new recovery kit opens all backups, so the box asks for the passphrase first.');
      const text = newRecoveryText();
      const { id: keyId } = await addKey(repository, text, KIT_USER);
      const asked = someGroups();
      const groups = groupsOf(text);
      const answers = keys.seal(PURPOSE, Buffer.from(JSON.stringify(asked.map((index) => groups[index]))));
      const made = {
        keyId,
        repositoryId: repository.id,
        madeAt: new Date().toISOString(),
        confirmedAt: null,
        asked,
        answers,
        triesLeft: TRIES,
      };
      const superseded = await rows.replacePending(made);
      vault.kitWasMade();
      await this.#removeKeys(repository, superseded);
      await this.#look();
      return pageOf({ text, groups, about: aboutOf(made), repository, boxName: await boxName() });
    });
  }

  /**
   * Some of the kit, typed back: the groups that `status.pending.asked` names, in that order. Case, dashes and spaces do not matter.
   * Throws 'kit.absent', 'kit.wrong', 'kit.void' when no try is left, and 'input.invalid'.
   */
  confirm(typed: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const { vault, rows } = this.#parts;
      const { repository } = vault;
      const row = (await rows.of(repository.id)).find(({ confirmedAt }) => confirmedAt === null);
      if (!row) throw new Fault('kit.absent', 'There is no recovery kit that waits to be typed back. Make one first.');
      if (row.triesLeft <= 0 || !row.answers) throw noTryLeft();
      if (typed.length !== row.asked.length) throw new Fault('input.invalid', `Type back ${row.asked.length} groups of the recovery kit.`);
      const answers = this.#answersOf(row.answers);
      // Counted before it is compared: a power cut gives no try back.
      await rows.countTry(row.keyId);
      if (!answers.every((answer, index) => isSame(answer, readSigns(typed[index]!)))) {
        await this.#look();
        throw row.triesLeft > 1 ? wrong(row.triesLeft - 1) : noTryLeft();
      }
      await rows.confirm(row, new Date().toISOString());
      await this.#look();
      await this.#removeFormer(repository);
    });
  }

  /** Looks anew at catalog and repository, and removes former keys that could not be removed before. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#look();
      if (this.#status.confirmed && this.#status.formerKeys > 0) await this.#removeFormer(this.#parts.vault.repository);
    });
  }

  /** Waits for what goes on. */
  async close(): Promise<void> {
    await this.#turn;
  }

  /** A key that somebody removed from the repository opens nothing, whatever the catalog says. */
  async #look(): Promise<void> {
    const { vault, rows } = this.#parts;
    if (vault.status.repository === 'absent') return this.#show(NONE);
    if (vault.status.repository === 'locked') return this.#show(statusOf(await rows.latest(), 0));
    const { repository } = vault;
    const known = await rows.of(repository.id);
    const isThere = await Promise.all(known.map(async ({ keyId }) => (await repository.store.stat('keys', keyId)) !== undefined));
    const former = await formerKeys(repository, known);
    this.#show(
      statusOf(
        known.filter((_, index) => isThere[index]),
        former.length,
      ),
    );
  }

  async #removeFormer(repository: Repository): Promise<void> {
    await this.#removeKeys(repository, await formerKeys(repository, await this.#parts.rows.of(repository.id)));
    await this.#look();
  }

  /** A key that cannot be removed now, for a backup runs or the disk fails, is counted in the status, and `refresh` comes back to it. */
  async #removeKeys(repository: Repository, ids: readonly string[]): Promise<void> {
    const { keyId } = this.#status.pending ?? this.#status.confirmed ?? {};
    try {
      for (const id of ids) {
        // Whoever opened the repository by the former kit goes on by this one.
        if (id === repository.keyId && keyId !== undefined) repository.replaceKey(keyId);
        await removeKey(repository, id);
      }
    } catch (error) {
      if (!isFault(error)) throw error;
    }
  }

  #answersOf(sealed: Uint8Array): string[] {
    try {
      return JSON.parse(this.#parts.keys.open(PURPOSE, sealed).toString('utf8')) as string[];
    } catch (cause) {
      if (!isFault(cause, 'keys.damaged')) throw cause;
      throw new Fault(
        'kit.void',
        'The keys of the box are others than when this recovery kit was made. Nothing is lost: make a new one, with the passphrase.',
        { cause },
      );
    }
  }

  #show(status: KitStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

/** Keys of kits that the catalog does not know (any more). None are told while some key file is damaged: nobody knows whose it is. */
async function formerKeys(repository: Repository, known: readonly KitRow[]): Promise<string[]> {
  try {
    const there = await listKeys(repository);
    return there
      .map(({ id, username }) => (username === KIT_USER ? id : ''))
      .filter((id) => id !== '' && !known.some(({ keyId }) => keyId === id));
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    return [];
  }
}

function statusOf(kits: readonly KitRow[], formerKeys: number): KitStatus {
  const confirmed = kits.find(({ confirmedAt }) => confirmedAt !== null);
  const pending = kits.find(({ confirmedAt }) => confirmedAt === null);
  return {
    state: confirmed ? 'confirmed' : pending ? 'unconfirmed' : 'absent',
    confirmed: confirmed ? aboutOf(confirmed) : null,
    pending: pending ? { ...aboutOf(pending), asked: pending.asked, triesLeft: pending.triesLeft } : null,
    formerKeys,
  };
}

function aboutOf({ keyId, madeAt, confirmedAt }: KitRow): KitAbout {
  return { keyId, fingerprint: keyId.slice(0, 8), madeAt, confirmedAt };
}

/** Places of different groups, in order. */
function someGroups(): number[] {
  const chosen = new Set<number>();
  while (chosen.size < ASKED) chosen.add(randomInt(GROUPS));
  return [...chosen].sort((a, b) => a - b);
}

function isSame(answer: string, typed: string): boolean {
  return answer.length === typed.length && timingSafeEqual(Buffer.from(answer), Buffer.from(typed));
}

function wrong(left: number): Fault {
  return new Fault(
    'kit.wrong',
    `These are not the groups of the recovery kit; tries left: ${left}. Compare them with the page that was printed or saved.`,
  );
}

function noTryLeft(): Fault {
  return new Fault('kit.void', 'This recovery kit was typed back wrongly too often. Nothing is lost: make a new one, with the passphrase.');
}
