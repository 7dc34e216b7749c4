/**
 * An open repository: its store, its keys, and the index of its blobs once somebody needs it.
 *
 * Owns: making and opening. Does not own: any operation (backup, restore, check are folders of their own).
 */
import { Fault, isFault } from '../base/index.ts';
import { type Config, loadConfig, newConfig, saveConfig } from './config.ts';
import type { Password } from './crypto/password.ts';
import { Sealer, type SealKey } from './crypto/seal.ts';
import { type LoadedIndex, loadTable } from './index/load.ts';
import { findKey, newMasterKey, writeKey } from './keys.ts';
import { PackWindows } from './packs/windows.ts';
import { randomPolynomial } from './polynomial.ts';
import { openStore } from './stores/open.ts';
import { CONFIG_COPY_NAME, CONFIG_NAME, type Store } from './stores/store.ts';

/** What another thread needs to work on the same repository. It holds the keys: hand it over, and keep it nowhere. */
export interface HandedRepository {
  readonly location: string;
  readonly config: Config;
  readonly master: SealKey;
  readonly keyId: string;
}

export class Repository {
  readonly store: Store;
  readonly config: Config;
  readonly master: SealKey;
  readonly sealer: Sealer;
  #keyId: string;
  #treeWindows: PackWindows;
  #index: Promise<LoadedIndex> | undefined;

  constructor(parts: { store: Store; config: Config; master: SealKey; keyId: string }) {
    this.store = parts.store;
    this.config = parts.config;
    this.master = parts.master;
    this.#keyId = parts.keyId;
    this.sealer = new Sealer(parts.master);
    this.#treeWindows = new PackWindows(parts.store);
  }

  /** The repository that another thread has open, with an index of its own. */
  static handed({ location, ...parts }: HandedRepository): Repository {
    return new Repository({ store: openStore(location), ...parts });
  }

  handOver(): HandedRepository {
    return { location: this.store.location, config: this.config, master: this.master, keyId: this.keyId };
  }

  /** Where trees are read: a walk reads many small ones that lie near each other. */
  get treeWindows(): PackWindows {
    return this.#treeWindows;
  }

  get id(): string {
    return this.config.id;
  }

  /** The key file that opened it, or took that one's place. */
  get keyId(): string {
    return this.#keyId;
  }

  /** The key that opened it has been replaced. */
  replaceKey(keyId: string): void {
    this.#keyId = keyId;
  }

  get version(): 1 | 2 {
    return this.config.version;
  }

  get polynomial(): bigint {
    return this.config.polynomial;
  }

  /** The index, read at first use and kept until `forgetIndex`. */
  index(): Promise<LoadedIndex> {
    if (this.#index) return this.#index;
    const loading = loadTable(this);
    this.#index = loading;
    loading.catch(() => {
      if (this.#index === loading) this.forgetIndex(); // the caller hears it; the next caller tries again
    });
    return loading;
  }

  /** Uses an index that was loaded elsewhere until `forgetIndex`. */
  useIndex(index: LoadedIndex): void {
    this.#index = Promise.resolve(index);
  }

  /** The next use reads the index and the packs anew: after a backup, when another program wrote, for a check. */
  forgetIndex(): void {
    this.#index = undefined;
    this.#treeWindows = new PackWindows(this.store);
  }
}

/** What a new repository takes over from another one. */
export interface Inheritance {
  readonly from: Repository;
  /** The master key too, so that packs can be copied as files; else only the chunker's polynomial. */
  readonly shareKey: boolean;
}

/** Makes a repository of format 2, with a polynomial and a master key of its own unless it inherits them. Throws 'repository.exists', or the store's Faults. */
export async function initRepository(store: Store, password: Password, inheritance?: Inheritance): Promise<Repository> {
  if (password.length === 0) throw new Fault('input.invalid', 'A repository needs a password that is not empty.');
  await refuseExisting(store);
  await store.create();
  const master = inheritance?.shareKey ? inheritance.from.master : newMasterKey();
  const key = await writeKey(store, master, { password });
  // The id is its own in any case: two repositories that live apart under one id would confuse restic's cache.
  const config = newConfig(inheritance?.from.polynomial ?? randomPolynomial());
  // The config comes last: what has none is no repository yet, and making it again is safe.
  await saveConfig(store, new Sealer(master), config);
  return new Repository({ store, config, master, keyId: key.id });
}

/** Throws 'repository.absent', 'repository.password.wrong', 'repository.damaged', 'repository.version.unsupported'. */
export async function openRepository(store: Store, password: Password): Promise<Repository> {
  await refuseAbsent(store);
  const { id, master } = await findKey(store, password);
  return new Repository({ store, config: await loadConfig(store, new Sealer(master)), master, keyId: id });
}

/** What a program keeps of an opened repository, to open it again without a password. */
export interface KeptKey {
  readonly master: SealKey;
  readonly keyId: string;
  readonly repositoryId: string;
}

/** Throws 'repository.key.unfit' when the master key is not this repository's, and 'repository.absent', 'repository.damaged', 'repository.version.unsupported'. */
export async function openRepositoryByKey(store: Store, { master, keyId, repositoryId }: KeptKey): Promise<Repository> {
  await refuseAbsent(store);
  const config = await loadConfig(store, new Sealer(master)).catch((error: unknown) => {
    throw isFault(error, 'repository.damaged') ? unfit(store, error) : error;
  });
  if (config.id !== repositoryId) throw unfit(store);
  return new Repository({ store, config, master, keyId });
}

function unfit(store: Store, cause?: Fault): Fault {
  const message = `The kept key does not fit the repository in ${store.location}: another one lies there now, or its config file is damaged. Nothing was changed.`;
  return new Fault('repository.key.unfit', message, { cause });
}

/** Whether a repository lies in the store, without opening it. */
export async function isRepository(store: Store): Promise<boolean> {
  return (await store.stat('config', CONFIG_NAME)) !== undefined;
}

async function refuseAbsent(store: Store): Promise<void> {
  if (await isRepository(store)) return;
  if (await hasAny(store, 'keys')) {
    const copy = await store.stat('config', CONFIG_COPY_NAME);
    const advice = copy ? `Its copy ${CONFIG_COPY_NAME} is there: name it config.` : 'Bring that file back before anything else.';
    throw new Fault('repository.damaged', `${store.location} looks like a repository, but its config file is missing. ${advice}`);
  }
  throw new Fault('repository.absent', `There is no repository in ${store.location}. Check the path, or make one with init.`);
}

/** Throws 'repository.exists'; what an interrupted making left goes. */
export async function refuseExisting(store: Store): Promise<void> {
  const there = (await isRepository(store)) || (await hasAny(store, 'snapshots')) || (await hasAny(store, 'data'));
  if (there) throw new Fault('repository.exists', `There already is a repository in ${store.location}; it was not touched.`);
  // Keys without config, snapshots or data are what an interrupted init leaves.
  const stale: string[] = [];
  for await (const { name } of store.list('keys')) stale.push(name);
  for (const name of stale) await store.remove('keys', name);
}

async function hasAny(store: Store, kind: 'keys' | 'snapshots' | 'data'): Promise<boolean> {
  for await (const _ of store.list(kind)) return true;
  return false;
}
