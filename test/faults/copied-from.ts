/**
 * The repository that a copy is made from: made once for each way of copying, and untouched by every try.
 *
 * Owns: what is in it, and the proof that it stays so. It lies beside the template, so no mishap meets its own calls.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as assert from 'uvu/assert';
import { type CopyWay, Repository } from '../../src/repository/index.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { leftovers, OTHER_POLYNOMIAL, sampleRepository, save } from '../repository/sample-repository.ts';

/** Plain data, so that it can be sent to the program that is killed. */
export interface CopiedFrom {
  readonly location: string;
  readonly config: Repository['config'];
  readonly master: Repository['master'];
  readonly way: CopyWay;
  /** Its snapshots, and the folder that each was made of. */
  readonly snapshots: readonly { readonly id: string; readonly folder: string }[];
  /** Every file with the hash of its bytes. */
  readonly bytes: string;
}

const made = new Map<string, Promise<CopiedFrom>>();

/** Where `to` has all but the newest of these folders already, packs of the newest are needed whole. */
export function copiedFrom(to: Repository, way: CopyWay, folders: readonly string[]): Promise<CopiedFrom> {
  const location = path.join(path.dirname(folders[0]!), `copied by ${way}`);
  if (!made.has(location)) made.set(location, make(to, way, { location, folders }));
  return made.get(location)!;
}

async function make(
  to: Repository,
  way: CopyWay,
  { location, folders }: { location: string; folders: readonly string[] },
): Promise<CopiedFrom> {
  const repository = await sampleRepository(location, {
    ...(way === 'packs' ? { master: to.master } : {}),
    ...(way === 'recut' ? { polynomial: OTHER_POLYNOMIAL } : {}),
  });
  const snapshots: CopiedFrom['snapshots'][number][] = [];
  for (const folder of folders) snapshots.push({ id: (await save(repository, folder, { workers: 1 })).snapshot!.id, folder });
  const { config, master } = repository;
  return { location, config, master, way, snapshots, bytes: bytesBelow(location) };
}

export function opened({ location, config, master }: CopiedFrom): Repository {
  return new Repository({ store: folderStore(location), config, master, keyId: '' });
}

/** Byte for byte; only a lock may be left by who was killed, until the next copy. */
export function assertUntouched({ location, bytes }: CopiedFrom): void {
  assert.is(bytesBelow(location), bytes, 'what is copied from has changed');
}

/** A lock that was never whole counts for nobody. */
export function assertUnlocked(from: CopiedFrom): void {
  const locks = leftovers(opened(from)).filter((file) => /^locks.[0-9a-f]{64}$/.test(file));
  assert.equal(locks, []);
}

function bytesBelow(location: string): string {
  const files = readdirSync(location, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join(location, 'locks')));
  return files
    .sort()
    .map((file) => `${path.relative(location, file)} ${hash('sha256', readFileSync(file))}`)
    .join('\n');
}
