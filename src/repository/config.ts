/**
 * The repository's config: format version, identity, chunker polynomial. Sealed plain JSON, the same in every format version.
 * Source: restic's design document, "Repository Format".
 */
import { randomBytes } from 'node:crypto';
import { Fault } from '../base/index.ts';
import type { Sealer } from './crypto/seal.ts';
import { formatPolynomial, parsePolynomial } from './polynomial.ts';
import { CONFIG_NAME, type Store, writeFile } from './stores/store.ts';

export interface Config {
  readonly version: 1 | 2;
  /** 64 hex digits; tells repositories apart, also byte copies that must not live apart. */
  readonly id: string;
  readonly polynomial: bigint;
}

export function newConfig(polynomial: bigint): Config {
  return { version: 2, id: randomBytes(32).toString('hex'), polynomial };
}

export async function saveConfig(store: Store, sealer: Sealer, config: Config): Promise<void> {
  const json = JSON.stringify({ version: config.version, id: config.id, chunker_polynomial: formatPolynomial(config.polynomial) });
  await writeFile(store, 'config', CONFIG_NAME, sealer.seal(Buffer.from(json, 'utf8')));
}

/** Throws 'repository.damaged', or 'repository.version.unsupported' for a format of a later day. */
export async function loadConfig(store: Store, sealer: Sealer): Promise<Config> {
  const content = sealer.tryOpen(await store.read('config', CONFIG_NAME));
  if (!content) {
    throw new Fault(
      'repository.damaged',
      `The repository's config in ${store.location} is damaged: its authentication code does not match.`,
    );
  }
  const { version, id, chunker_polynomial } = parse(content) ?? {};
  if (version !== 1 && version !== 2) {
    const known =
      typeof version === 'number' && version > 2 ? 'newer than this Holdfast can read; nothing was changed. Update Holdfast' : 'unknown';
    throw new Fault('repository.version.unsupported', `The repository has format version ${String(version)}, which is ${known}.`);
  }
  if (typeof id !== 'string') throw new Fault('repository.damaged', "The repository's config holds no repository id.");
  return { version, id, polynomial: parsePolynomial(chunker_polynomial) };
}

function parse(content: Buffer): Record<string, unknown> | null {
  try {
    return JSON.parse(content.toString('utf8')) as Record<string, unknown> | null;
  } catch (error) {
    throw new Fault('repository.damaged', "The repository's config cannot be decoded.", { cause: error });
  }
}
