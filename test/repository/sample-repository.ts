/** Repositories and folders for tests: made in a moment, without the half second that a password takes. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newConfig, saveConfig } from '../../src/repository/config.ts';
import { Sealer, type SealKey } from '../../src/repository/crypto/seal.ts';
import { type BackupOptions, type BackupResult, backup, type CheckResult, check } from '../../src/repository/index.ts';
import { newMasterKey } from '../../src/repository/keys.ts';
import { Repository } from '../../src/repository/repository.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import type { Store } from '../../src/repository/stores/store.ts';
import { folderSource } from '../../src/sources/index.ts';

/** The polynomial of restic's own tests, so that files are cut the same way in every run. */
const POLYNOMIAL = 0x3da3358b4dc173n;
/** One that cuts elsewhere. */
export const OTHER_POLYNOMIAL = 0x3abc9bff07d9e5n;

/** What another repository may have in common with the first one; format 2 unless told. */
export interface SampleParts {
  readonly polynomial?: bigint;
  readonly master?: SealKey;
  readonly version?: 1 | 2;
}

/** A repository that no password opens. */
export async function sampleRepository(place: string | Store, parts: SampleParts = {}): Promise<Repository> {
  const store = typeof place === 'string' ? folderStore(place) : place;
  await store.create();
  const master = parts.master ?? newMasterKey();
  const config = { ...newConfig(parts.polynomial ?? POLYNOMIAL), version: parts.version ?? 2 };
  await saveConfig(store, new Sealer(master), config);
  return new Repository({ store, config, master, keyId: '' });
}

/** As another process would see it: with an index and locks of its own. */
export function reopened({ store, config, master, keyId }: Repository): Repository {
  return new Repository({ store: folderStore(store.location), config, master, keyId });
}

export const never: AbortSignal = new AbortController().signal;

/** Saves what is in a folder, so that nothing around it enters the tree. */
export async function save(repository: Repository, folder: string, options: Partial<BackupOptions> = {}): Promise<BackupResult> {
  return await backup(repository, folderSource(['.'], { cwd: folder }), { signal: never, hostname: 'box', workers: 2, ...options });
}

/** All that a check finds, data included unless not asked for; `noLock` saves a fifth of a second. */
export async function problemsOf(repository: Repository, readData = true): Promise<CheckResult> {
  return await check(reopened(repository), { signal: never, readData, noLock: true, workers: 1 });
}

/** Makes a folder of these files. */
export function plant(folder: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Paths of all files of a repository that are not packs, indexes, snapshots, keys or config: what should not be there. */
export function leftovers({ store }: Repository): string[] {
  return readdirSync(store.location, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(store.location, path.join(entry.parentPath, entry.name)))
    .filter((file) => file.startsWith('locks') || !/(^|\/)([0-9a-f]{64}|config)$/.test(file));
}
