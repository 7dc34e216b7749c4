/**
 * A second repository under the same keys: what a copy on another drive is, which the same password opens.
 *
 * Owns: making it, knowing it again, and that the passwords of the first open it. Does not own: what is copied (copy/).
 * It has an id of its own: two repositories that live apart under one id would confuse restic's cache.
 */
import { Fault, isFault } from '../base/index.ts';
import { loadConfig, newConfig, saveConfig } from './config.ts';
import { readKeyFile } from './keys.ts';
import { Repository, refuseExisting } from './repository.ts';
import { type Store, writeFile } from './stores/store.ts';

/** Throws 'repository.exists', 'repository.damaged' for a key file that cannot be read, and the stores' Faults. */
export async function cloneRepository(store: Store, from: Repository): Promise<Repository> {
  await refuseExisting(store);
  await store.create();
  await shareKeys(from, store);
  const config = { ...newConfig(from.polynomial), version: from.version };
  // The config comes last: what has none is no repository yet, and making it again is safe.
  await saveConfig(store, from.sealer, config);
  return new Repository({ store, config, master: from.master, keyId: from.keyId });
}

/** Opens one that shares the master key. Throws 'repository.foreign' when it does not, 'repository.damaged', and the store's Faults. */
export async function openClone(store: Store, from: Repository): Promise<Repository> {
  try {
    return new Repository({ store, config: await loadConfig(store, from.sealer), master: from.master, keyId: from.keyId });
  } catch (error) {
    if (!isFault(error, 'repository.damaged') || (await sharesKeyFile(store, from))) throw error;
    const message = `${store.location} holds a repository with another key, so the box does not write into it; nothing was changed there.`;
    throw new Fault('repository.foreign', `${message} Choose another folder, or copy into it by hand with holdfast copy.`, {
      cause: error,
    });
  }
}

/**
 * Every password that opens `from` opens what lies in `store` too. Returns the ids of those keys.
 * Of `formerly`, keys that an earlier call shared, those that were removed from `from` since are removed here too; others stay.
 */
export async function shareKeys(from: Repository, store: Store, formerly: readonly string[] = []): Promise<string[]> {
  const shared: string[] = [];
  for await (const { name } of from.store.list('keys')) {
    shared.push(name);
    if (await store.stat('keys', name)) continue;
    await readKeyFile(from.store, name);
    await writeFile(store, 'keys', name, await from.store.read('keys', name));
  }
  // The new ones first: at no moment does nothing open it.
  for (const name of formerly.filter((each) => !shared.includes(each))) await store.remove('keys', name);
  return shared;
}

async function sharesKeyFile(store: Store, from: Repository): Promise<boolean> {
  for await (const { name } of from.store.list('keys')) if (await store.stat('keys', name)) return true;
  return false;
}
