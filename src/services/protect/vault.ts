/**
 * `Vault`: the box's own repository, and whether it is open.
 *
 * Owns: absent, locked or open; the passphrase; the sealed key by which the box opens the repository by itself after a power cut.
 * Does not own: what is done with the open repository (protect.ts and others), the recovery kit (recovery-kit.ts).
 * Invariants: no passphrase is kept; in mode 'passphrase' no key lies on the disk; a key that does not fit opens nothing.
 */
import path from 'node:path';
import { Fault, isFault } from '../../base/index.ts';
import type { Settings } from '../../box/catalog/index.ts';
import type { BoxKeys } from '../../box/keys/index.ts';
import {
  addKey,
  changePassword,
  initRepository,
  isRepository,
  listKeys,
  openRepository,
  openRepositoryByKey,
  openStore,
  type Repository,
  removeKey,
} from '../../repository/index.ts';
import { checkPassphrase } from './passphrase.ts';
import { readRecoveryText } from './recovery-text.ts';
import { forgetKey, keepKey, takeKey } from './sealed-key.ts';

export type RepositoryState = 'absent' | 'locked' | 'open';

/** 'sealed': the box opens the repository by itself at its start. 'passphrase': it waits for a person. */
export type UnlockMode = 'sealed' | 'passphrase';

export interface VaultStatus {
  readonly repository: RepositoryState;
  readonly unlockMode: UnlockMode;
  /** Whether the next start will open the repository; false in mode 'sealed' until it was opened once, or when the key could not be kept. */
  readonly opensByItself: boolean;
}

/** How long a change of keys waits for what else uses the repository, before it is refused as in use. */
const TURN_MS = 20_000;

export interface VaultParts {
  /** Lets a use of the repository that must be alone take its turn among the jobs; without it, it begins at once. */
  readonly inTurnWithJobs?: (<T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>) | undefined;
  readonly keys: BoxKeys;
  readonly settings: Settings;
  readonly log: (line: string) => void;
}

const MODE_SETTING = 'vault.unlock-mode';
/** The id of the key file that the passphrase opens: a forgotten passphrase is replaced by help of the recovery key. */
const PASSPHRASE_KEY_SETTING = 'vault.passphrase-key';

export class Vault {
  readonly location: string;
  readonly #parts: VaultParts;
  readonly #listeners: (() => void)[] = [];
  #status: VaultStatus;
  #repository: Repository | undefined;
  #wasJustMade = false;
  #turn: Promise<unknown> = Promise.resolve();

  /** Looks at what lies in the folder of the box's state; opens nothing. */
  static async in(state: string, parts: VaultParts): Promise<Vault> {
    const location = path.resolve(state, 'repository');
    const repository = (await isRepository(openStore(location))) ? 'locked' : 'absent';
    const unlockMode = await parts.settings.get<UnlockMode>(MODE_SETTING, 'sealed');
    return new Vault(location, parts, { repository, unlockMode, opensByItself: false });
  }

  private constructor(location: string, parts: VaultParts, status: VaultStatus) {
    this.location = location;
    this.#parts = parts;
    this.#status = status;
  }

  get status(): VaultStatus {
    return this.#status;
  }

  /** Calls `listener` after every change of the status, for as long as the box runs. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The open repository. Throws 'repository.absent' or 'repository.closed'. */
  get repository(): Repository {
    if (this.#repository) return this.#repository;
    if (this.#status.repository === 'absent') throw absent();
    throw new Fault('repository.closed', 'The backups are locked: give the passphrase first.');
  }

  /** Whether the repository was made since the box started and has no recovery kit yet: whoever made it knows the passphrase. */
  get wasJustMade(): boolean {
    return this.#wasJustMade;
  }

  kitWasMade(): void {
    this.#wasJustMade = false;
  }

  /** Makes the repository. Throws 'passphrase.short', 'input.invalid' and 'repository.exists'. */
  create(passphrase: string): Promise<void> {
    return this.#inTurn(async () => {
      checkPassphrase(passphrase);
      if (this.#status.repository !== 'absent')
        throw new Fault('repository.exists', 'The box has a repository already; unlock it instead.');
      const repository = await initRepository(openStore(this.location), passphrase);
      this.#wasJustMade = true;
      await this.#opened(repository);
      await this.#parts.settings.set(PASSPHRASE_KEY_SETTING, repository.keyId);
    });
  }

  /** Opens the repository by the passphrase or the recovery key. Throws 'repository.absent' and 'repository.password.wrong'. */
  unlock(passphrase: string): Promise<void> {
    return this.#inTurn(async () => {
      const { repository, isRecovery } = await this.#try(passphrase);
      await this.#opened(this.#repository ?? repository);
      if (!isRecovery) await this.#parts.settings.set(PASSPHRASE_KEY_SETTING, repository.keyId);
    });
  }

  /**
   * Opens the repository by the sealed key, if one is kept. A key that does not fit, or cannot be read, is told of in the log and left as
   * it is; the box stays locked.
   */
  openSealed(): Promise<void> {
    return this.#inTurn(async () => {
      const { keys, log } = this.#parts;
      if (this.#status.unlockMode === 'passphrase') return await forgetKey(keys);
      if (this.#status.repository !== 'locked') return;
      try {
        const key = await takeKey(keys);
        if (!key) return;
        this.#repository = await openRepositoryByKey(openStore(this.location), key);
        this.#change({ repository: 'open', opensByItself: true });
      } catch (error) {
        if (!isFault(error)) throw error;
        log(`the backups stay locked until somebody gives the passphrase: ${error.message}`);
      }
    });
  }

  /** The settings are others now, because a lost catalog is back: does what they say. */
  async settingsReturned(): Promise<void> {
    await this.setUnlockMode(await this.#parts.settings.get<UnlockMode>(MODE_SETTING, 'sealed'));
  }

  /** With 'passphrase' the sealed key is gone when this returns. */
  setUnlockMode(unlockMode: UnlockMode): Promise<void> {
    return this.#inTurn(async () => {
      const { keys, settings } = this.#parts;
      // The mode first: a power cut in between is finished by the next start.
      await settings.set(MODE_SETTING, unlockMode);
      this.#change({ unlockMode });
      if (unlockMode === 'passphrase') {
        await forgetKey(keys);
        this.#change({ opensByItself: false });
      } else if (this.#repository) await this.#keep(this.#repository);
    });
  }

  /**
   * Changes the passphrase. `old` may be the recovery key, for a passphrase that was forgotten; the kit stays as it is.
   * Throws 'repository.password.wrong', 'repository.locked' while a backup runs, and what `create` throws.
   */
  changePassphrase(old: string, passphrase: string): Promise<void> {
    return this.#inTurn(async () => {
      checkPassphrase(passphrase);
      const { repository, isRecovery } = await this.#try(old);
      const { id } = await this.#alone(() =>
        isRecovery ? this.#replaceForgotten(repository, passphrase) : changePassword(repository, passphrase),
      );
      await this.#parts.settings.set(PASSPHRASE_KEY_SETTING, id);
      this.#repository?.replaceKey(id);
      await this.#opened(this.#repository ?? repository);
    });
  }

  /** Proves that somebody knows the passphrase or the recovery key. Throws 'repository.absent' and 'repository.password.wrong'. */
  async prove(passphrase: string): Promise<void> {
    await this.#inTurn(() => this.#try(passphrase));
  }

  /** Lets go of the keys. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#repository = undefined;
    });
  }

  async #try(typed: string): Promise<{ repository: Repository; isRecovery: boolean }> {
    if (this.#status.repository === 'absent') throw absent();
    const recovery = readRecoveryText(typed);
    return { repository: await openRepository(openStore(this.location), recovery ?? typed), isRecovery: recovery !== undefined };
  }

  async #opened(repository: Repository): Promise<void> {
    this.#repository = repository;
    this.#change({ repository: 'open' });
    if (this.#status.unlockMode === 'sealed') await this.#keep(repository);
  }

  /** Throws 'repository.locked' when jobs keep it busy. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const { inTurnWithJobs } = this.#parts;
    if (!inTurnWithJobs) return await work();
    const late = AbortSignal.timeout(TURN_MS);
    try {
      return await inTurnWithJobs(late, work);
    } catch (error) {
      if (error !== late.reason) throw error;
      const message = 'A job is working with the backups. Wait for it, or pause it, then try again.';
      throw new Fault('repository.locked', message, { cause: error, retryable: true });
    }
  }

  /** The repository is open all the same when its key cannot be kept: then the status says that the next start will ask. */
  async #keep(repository: Repository): Promise<void> {
    try {
      await keepKey(this.#parts.keys, repository);
      this.#change({ opensByItself: true });
    } catch (error) {
      if (!isFault(error)) throw error;
      this.#parts.log(`the key of the backups could not be kept, so the next start will ask for the passphrase: ${error.message}`);
      this.#change({ opensByItself: false });
    }
  }

  async #replaceForgotten(repository: Repository, passphrase: string): Promise<{ id: string }> {
    const added = await addKey(repository, passphrase);
    const forgotten = await this.#parts.settings.get<string | null>(PASSPHRASE_KEY_SETTING, null);
    const isThere = (await listKeys(repository)).some(({ id }) => id === forgotten);
    if (forgotten !== null && isThere && forgotten !== repository.keyId) await removeKey(repository, forgotten);
    return added;
  }

  #change(change: Partial<VaultStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** One at a time: two requests must not make two repositories, and guessing must not run in parallel. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

function absent(): Fault {
  return new Fault('repository.absent', 'The box has no repository yet.');
}
