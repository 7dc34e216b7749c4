/**
 * The repository that operations are disturbed on: made once, copied for every try.
 *
 * Owns: what is in it, what each operation does to it, and what must be true whatever happens. Two snapshots of a folder that changes;
 * the older one is to be forgotten, so that a prune has to move and to remove. For a copy it is what is copied into (copied-from.ts).
 */
import { hash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import * as assert from 'uvu/assert';
import { loadIndex } from '../../src/repository/index/files.ts';
import {
  type CopyWay,
  changePassword,
  check,
  copySnapshots,
  forget,
  listSnapshots,
  openRepository,
  prune,
  Repository,
  restore,
} from '../../src/repository/index.ts';
import { writeKey } from '../../src/repository/keys.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { seededRandom } from '../long.ts';
import { never, plant, sampleRepository, save } from '../repository/sample-repository.ts';
import { assertUnlocked, assertUntouched, type CopiedFrom, copiedFrom, opened } from './copied-from.ts';
import { plantWeakKey } from './weak-passwords.ts';

export const RESTIC_PASSWORD = 'correct horse';
const [OLD, NEW] = ['old password', 'new password'];

export interface Trial {
  /** Snapshots that were told before anything is disturbed, oldest first. */
  readonly ids: readonly string[];
  readonly repository: Repository;
  /** What the folder holds next. */
  readonly source: string;
  /** What the newest snapshot holds. */
  readonly before: string;
  /** Given for a copy: what is copied into `repository`. */
  readonly from?: CopiedFrom;
}

/** `bytes` in all; a third of the files differ in each version. */
function version(number: number, bytes: number): Record<string, Uint8Array> {
  const content = (file: number) => seededBytes(file % 3 === 0 ? number * 100 + file : file, Math.ceil(bytes / 9) + file);
  return Object.fromEntries(Array.from({ length: 9 }, (_, file) => [`d${file % 3}/f${file}`, content(file)]));
}

export async function makeTrial(place: string, bytes: number): Promise<Trial> {
  const repository = await sampleRepository(path.join(place, 'repository'));
  const { store, master, config } = repository;
  const folders = [1, 2, 3].map((number) => plant(path.join(place, `version-${number}`), version(number, bytes)));
  const ids: string[] = [];
  for (const folder of folders.slice(0, 2)) ids.push((await save(repository, folder, { workers: 1 })).snapshot!.id);
  await plantWeakKey(store, master, RESTIC_PASSWORD);
  const { id: keyId } = await writeKey(store, master, { password: OLD });
  // A listing of a folder that is empty is no call worth failing; restic makes these on demand, as we do.
  for (const folder of readdirSync(path.join(store.location, 'data')))
    if (readdirSync(path.join(store.location, 'data', folder)).length === 0) rmdirSync(path.join(store.location, 'data', folder));
  return { ids, repository: new Repository({ store, master, config, keyId }), before: folders[1]!, source: folders[2]! };
}

/** The same, elsewhere, for one try. */
export function copyOf({ repository, ...trial }: Trial, place: string): Trial {
  mkdirSync(place, { recursive: true });
  cpSync(repository.store.location, path.join(place, 'repository'), { recursive: true });
  return { ...trial, repository: at(repository, path.join(place, 'repository')) };
}

/** As another process would see it. */
export function at({ config, master, keyId }: Repository, location: string): Repository {
  return new Repository({ store: folderStore(location), config, master, keyId });
}

export interface Operation {
  /** What it gives is what it promises: the id of a snapshot, for a backup. */
  run(trial: Trial): Promise<string | undefined>;
  /** Throws unless it has done all it shall; `promised` is what `run` gave. */
  assertDone(trial: Trial, promised: string | undefined): Promise<void>;
}

const idsOf = async ({ repository }: Trial) => (await listSnapshots(repository)).map(({ id }) => id);
const opens = async ({ repository }: Trial, password: string) =>
  await openRepository(folderStore(repository.store.location), password).then(
    () => true,
    () => false,
  );

/** Every snapshot is brought once, with what it holds, and a blob that is there is not stored again. */
const copying = {
  async run({ repository, from }) {
    await copySnapshots(opened(from!), repository, { signal: never, workers: 1 });
    return undefined;
  },
  async assertDone(trial) {
    const copies = (await listSnapshots(trial.repository)).filter(({ original }) => original !== undefined);
    assert.equal(copies.map(({ original }) => original).sort(), trial.from!.snapshots.map(({ id }) => id).sort());
    for (const { id, original } of copies) {
      const { folder } = trial.from!.snapshots.find((snapshot) => snapshot.id === original)!;
      assert.ok(await isSame(trial, { snapshot: id, folder }));
    }
    assert.equal(await storedTwice(trial.repository), []);
    assertUnlocked(trial.from!);
  },
} satisfies Operation;

/** Each run of the tests disturbs one of the three ways, as the seed says: all three in each would triple what they cost. */
const WAY: CopyWay = (['packs', 'blobs', 'recut'] as const)[seededRandom('way of the copy')(3)]!;

/** What can be disturbed. A new operation is a line here. */
export const OPERATIONS = {
  backup: {
    async run({ repository, source }) {
      return (await save(repository, source, { workers: 1 })).snapshot!.id;
    },
    async assertDone(trial, promised) {
      assert.ok((await idsOf(trial)).includes(promised!));
      assert.ok(await isSame(trial, { snapshot: promised!, folder: trial.source }));
    },
  },
  forget: {
    async run({ repository, ids }) {
      await forget(repository, { signal: never, policy: undefined, choose: (all) => all.filter(({ id }) => id === ids[0]) });
      return undefined;
    },
    async assertDone(trial) {
      assert.equal(await idsOf(trial), [trial.ids[1]]);
    },
  },
  prune: {
    async run({ repository }) {
      await prune(repository, { signal: never, maxUnusedShare: 0 });
      return undefined;
    },
    async assertDone({ repository }) {
      assert.equal(await storedTwice(repository), []);
      const { hints } = await check(repository, { signal: never, noLock: true });
      assert.equal(hints, []);
    },
  },
  'key change': {
    async run({ repository }) {
      await changePassword(repository, NEW);
      return undefined;
    },
    async assertDone(trial) {
      assert.equal([await opens(trial, OLD), await opens(trial, NEW)], [false, true]);
    },
  },
  copy: copying,
} as const satisfies Record<string, Operation>;

/** What the repository must be when the operation begins. */
export async function prepare(name: keyof typeof OPERATIONS, trial: Trial): Promise<Trial> {
  if (name === 'copy') return { ...trial, from: await copiedFrom(trial.repository, WAY, [trial.before, trial.source]) };
  if (name !== 'prune') return trial;
  await trial.repository.store.remove('snapshots', trial.ids[0]!);
  return { ...trial, ids: trial.ids.slice(1) };
}

/** Whatever happened: check is clean, every file is what its name says, a password opens, and the newest snapshot is there. */
export async function assertUnharmed(trial: Trial): Promise<void> {
  const repository = at(trial.repository, trial.repository.store.location);
  assertNamed(repository.store.location);
  const { problems } = await check(repository, { signal: never, noLock: true });
  assert.equal(problems, []);
  assert.ok((await idsOf({ ...trial, repository })).includes(trial.ids.at(-1)!), 'a snapshot is lost');
  assert.ok((await opens(trial, OLD)) || (await opens(trial, NEW)), 'no password opens it');
  if (trial.from) assertUntouched(trial.from);
}

function assertNamed(location: string): void {
  for (const entry of readdirSync(location, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue;
    assert.is(hash('sha256', readFileSync(path.join(entry.parentPath, entry.name))), entry.name);
  }
}

/** Blobs that more than one pack holds, by the index. */
export async function storedTwice({ store, sealer }: Repository): Promise<string[]> {
  const places = new Map<string, string>();
  const twice: string[] = [];
  for await (const { name } of store.list('index'))
    for (const { id: pack, blobs } of await loadIndex({ store, sealer }, name))
      for (const { id, type } of blobs) {
        const before = places.get(`${type} ${id}`);
        if (before !== undefined && before !== pack) twice.push(id);
        places.set(`${type} ${id}`, pack);
      }
  return twice;
}

/** Restores a snapshot and compares; throws what the restore throws. */
export async function isSame(trial: Trial, { snapshot, folder }: { snapshot: string; folder: string }): Promise<boolean> {
  const repository = at(trial.repository, trial.repository.store.location);
  const chosen = (await listSnapshots(repository)).find(({ id }) => id === snapshot)!;
  const target = path.join(path.dirname(repository.store.location), `restored-${snapshot.slice(0, 8)}`);
  const { problems } = await restore(repository, { snapshot: chosen, target, signal: never, noLock: true, workers: 1 });
  return problems === 0 && differences(folder, target).length === 0;
}

/** Names that are missing or hold something else in `found`. */
export function differences(expected: string, found: string): { missing: string[]; other: string[] } & { length: number } {
  const missing: string[] = [];
  const other: string[] = [];
  const names = (folder: string) => {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  };
  const there = new Set(names(found));
  for (const name of names(expected)) {
    if (!there.delete(name)) missing.push(name);
    else if (!readFileSync(path.join(expected, name)).equals(readFileSync(path.join(found, name)))) other.push(name);
  }
  other.push(...there);
  return { missing, other, length: missing.length + other.length };
}
