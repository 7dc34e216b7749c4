/**
 * The model and the world it speaks of: which snapshots there must be and what each of them holds, beside a real repository in a folder.
 *
 * Owns: what must hold after every step. Does not own: the steps (a file each in this folder).
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as assert from 'uvu/assert';
import { type CopyWay, check, listKeys, listSnapshots, type Repository, type Snapshot } from '../../../src/repository/index.ts';
import { never, reopened, sampleRepository } from '../sample-repository.ts';
import { type FolderState, stateInSnapshot } from './folder-state.ts';

export interface ModelSnapshot {
  readonly id: string;
  readonly time: string;
  readonly hostname: string;
  readonly tags: readonly string[];
  /** The first id it ever had; undefined while it has that one. */
  readonly original: string | undefined;
  readonly content: FolderState;
}

export interface Model {
  /** In the order in which they came. */
  snapshots: readonly ModelSnapshot[];
  keys: readonly { readonly id: string; readonly password: string }[];
  /** Milliseconds since 1970: nothing but the steps moves this clock. */
  now: number;
}

export interface World {
  repository: Repository;
  readonly source: string;
  /** What was copied into, by the way of copying. */
  readonly copies: Map<CopyWay, Repository>;
  /** A path that is not there yet. */
  newPlace(): string;
}

/** What a step may do to the snapshots: take these away, and bring these. */
export interface Change {
  readonly gone: readonly ModelSnapshot[];
  readonly come: readonly Omit<ModelSnapshot, 'id'>[];
}

export const NO_CHANGE: Change = { gone: [], come: [] };

const START = Date.parse('2025-10-20T10:00:00Z');

export async function newWorld(scratch: string): Promise<{ model: Model; real: World }> {
  mkdirSync(scratch, { recursive: true });
  const source = path.join(scratch, 'source');
  mkdirSync(source);
  let places = 0;
  const real = {
    repository: await sampleRepository(path.join(scratch, 'repository')),
    source,
    copies: new Map<CopyWay, Repository>(),
    newPlace: () => path.join(scratch, `place ${++places}`),
  };
  return { model: { snapshots: [], keys: [], now: START }, real };
}

/**
 * Compares the world with the model, after a change that was made `whole`, or broke off: then any part of it may have been made.
 * The model then knows which part.
 */
export async function settle(model: Model, real: World, { gone, come }: Change, whole = true): Promise<void> {
  const repository = reopened(real.repository);
  const listed = await listSnapshots(repository);
  const known = new Map(model.snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const expected = [...come];
  const arrived: ModelSnapshot[] = [];
  for (const snapshot of listed.filter(({ id }) => !known.has(id))) {
    const place = expected.findIndex((one) => aboutOf(one) === aboutOf(snapshot));
    if (place < 0) assert.unreachable(`nobody made the snapshot ${aboutOf(snapshot)}`);
    arrived.push({ ...expected.splice(place, 1)[0]!, id: snapshot.id });
  }
  const there = new Set(listed.map(({ id }) => id));
  const left = gone.filter(({ id }) => there.has(id));
  if (whole) assert.equal([left.map(aboutOf), expected.map(aboutOf)], [[], []], 'what should have gone, what should have come');
  const stays = model.snapshots.filter((snapshot) => !gone.includes(snapshot) || left.includes(snapshot));
  model.snapshots = [...stays, ...arrived];
  await isWhole(model, repository, listed);
}

/** Everything the model promises is there, as it was, and the check agrees. */
async function isWhole(model: Model, repository: Repository, listed: readonly Snapshot[]): Promise<void> {
  const trees = new Map(listed.map(({ id, tree }) => [id, tree]));
  const lost = model.snapshots.filter(({ id }) => !trees.has(id));
  assert.equal(lost.map(aboutOf), [], 'snapshots that are lost');
  const { problems } = await check(repository, { signal: never, noLock: true });
  assert.equal(problems, []);
  for (const { id, content } of model.snapshots) assert.equal([...(await stateInSnapshot(repository, trees.get(id)!))], [...content], id);
  const keys = (await listKeys(repository)).map(({ id }) => id).sort();
  assert.equal(keys, model.keys.map(({ id }) => id).sort());
}

function aboutOf({ time, hostname, tags = [], original }: Omit<ModelSnapshot, 'id' | 'content'> | Snapshot): string {
  return `${hostname} ${time} [${tags.join(', ')}] ${original ?? ''}`;
}
