/** Passwords of an open repository: list, add, remove, change. Each password is one key file with the same master key. */
import { Fault, isFault } from '../base/index.ts';
import type { Password } from './crypto/password.ts';
import { type KeyInfo, readKeys, writeKey } from './keys.ts';
import { Lock } from './locks.ts';
import type { Repository } from './repository.ts';

export async function listKeys(repository: Repository): Promise<KeyInfo[]> {
  return await readKeys(repository.store, repository.keyId);
}

/** One more password opens the repository from now on. `username` says whose it is in a list of keys; this account's unless given. */
export async function addKey(repository: Repository, password: Password, username?: string): Promise<KeyInfo> {
  refuseEmpty(password);
  await using _lock = await Lock.take(repository, { exclusive: false });
  return await writeKey(repository.store, repository.master, { password, username });
}

/** Removes a key by the beginning of its id; never the one in use nor the last, so at least one is always left. */
export async function removeKey(repository: Repository, idPrefix: string): Promise<KeyInfo> {
  await using _lock = await Lock.take(repository, { exclusive: true });
  const keys = await listKeys(repository);
  const key = findOne(keys, idPrefix);
  if (key.current || keys.length === 1) {
    throw new Fault(
      'repository.key.last',
      'This key opened the repository just now, or is the last one, so it stays. Open the repository with another password to remove it.',
    );
  }
  await repository.store.remove('keys', key.id);
  return key;
}

/**
 * Replaces the key in use: the new one is durable before the old one goes. The new key's description. When the old one cannot be
 * removed both open, and the same call again removes it.
 */
export async function changePassword(repository: Repository, password: Password): Promise<KeyInfo> {
  refuseEmpty(password);
  await using _lock = await Lock.take(repository, { exclusive: true });
  const key = await writeKey(repository.store, repository.master, { password });
  try {
    await repository.store.remove('keys', repository.keyId);
  } catch (error) {
    throw isFault(error) ? oldKeyStays(error) : error;
  }
  repository.replaceKey(key.id);
  return { ...key, current: true };
}

function oldKeyStays(cause: Fault): Fault {
  const message = `The new password opens the repository, but the old one may still do so too. Change it again. ${cause.message}`;
  return new Fault(cause.code, message, { cause, retryable: cause.retryable });
}

function findOne(keys: readonly KeyInfo[], idPrefix: string): KeyInfo {
  const found = keys.filter(({ id }) => idPrefix !== '' && id.startsWith(idPrefix));
  if (found.length === 1) return found[0]!;
  const why = found.length === 0 ? 'No key has' : 'More than one key has';
  throw new Fault('repository.key.unknown', `${why} an id that begins with '${idPrefix}'. No key was removed.`);
}

function refuseEmpty(password: Password): void {
  if (password.length === 0) throw new Fault('input.invalid', 'A password must not be empty. No key was changed.');
}
