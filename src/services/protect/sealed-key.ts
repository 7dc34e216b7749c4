/** The repository's master key, sealed by the box: what lets it open the repository by itself. Owns the form in which it is kept. */
import { Fault } from '../../base/index.ts';
import type { BoxKeys } from '../../box/keys/index.ts';
import type { KeptKey, Repository } from '../../repository/index.ts';

interface SealedForm {
  readonly version: 1;
  readonly repositoryId: string;
  readonly keyId: string;
  /** Base64. */
  readonly encrypt: string;
  readonly macK: string;
  readonly macR: string;
}

const NAME = 'repository';

export async function keepKey(keys: BoxKeys, { id, keyId, master }: Repository): Promise<void> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const parts = { encrypt: text(master.encrypt), macK: text(master.macK), macR: text(master.macR) };
  await keys.keep(NAME, Buffer.from(JSON.stringify({ version: 1, repositoryId: id, keyId, ...parts } satisfies SealedForm)));
}

/** Undefined when none is kept. Throws 'keys.damaged' and 'keys.exposed'. */
export async function takeKey(keys: BoxKeys): Promise<KeptKey | undefined> {
  const bytes = await keys.take(NAME);
  if (!bytes) return undefined;
  const { version, repositoryId, keyId, encrypt, macK, macR } = JSON.parse(bytes.toString('utf8')) as SealedForm;
  if (version !== 1)
    throw new Fault('keys.damaged', 'The kept key of the repository is of a later version of the box. Nothing was changed.');
  const key = (text: string) => Buffer.from(text, 'base64');
  return { repositoryId, keyId, master: { encrypt: key(encrypt), macK: key(macK), macR: key(macR) } };
}

export async function forgetKey(keys: BoxKeys): Promise<void> {
  await keys.forget(NAME);
}
