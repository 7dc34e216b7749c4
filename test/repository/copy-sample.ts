import path from 'node:path';
import * as assert from 'uvu/assert';
import { toByteString } from '../../src/base/index.ts';
import { loadIndex, type PackedBlob } from '../../src/repository/index/files.ts';
import { type CopyOptions, type CopyResult, copySnapshots, findNode, type Repository, readFile } from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, OTHER_POLYNOMIAL, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { listAll } from './store-contract.ts';

const scratch = temporaryFolder('copy');
export const MIB = 1 << 20;
export const WAYS = ['packs', 'blobs', 'recut'] as const;
let number = 0;

export function place(name: string): string {
  return path.join(scratch, `${name}-${++number}`);
}

/** A target that can be copied to in that way only. */
export async function targetFor(from: Repository, way: (typeof WAYS)[number], version: 1 | 2 = 2): Promise<Repository> {
  return await sampleRepository(place('target'), {
    version,
    ...(way === 'packs' ? { master: from.master } : {}),
    ...(way === 'recut' ? { polynomial: OTHER_POLYNOMIAL } : {}),
  });
}

export const copy = async (from: Repository, to: Repository, options: Partial<CopyOptions> = {}): Promise<CopyResult> =>
  await copySnapshots(reopened(from), reopened(to), { signal: never, workers: 2, ...options });

/** Two snapshots: of some small files, of one in pieces; then with one of them changed and one more. */
export async function sample(version: 1 | 2 = 2): Promise<{ from: Repository; source: string }> {
  const from = await sampleRepository(place('source-repository'), { version });
  const source = plant(place('source'), {
    'small/text': 'a line of text\n'.repeat(2000),
    'small/random': seededBytes(1, 3000),
    'small/empty': '',
    'deep/er/large': seededBytes(2, 4 * MIB),
    'deep/er/exact': seededBytes(3, 512 << 10),
    'deep/same': seededBytes(2, 4 * MIB),
  });
  await save(from, source, { tags: ['first'], time: '2026-01-01T10:00:00.5Z' });
  plant(source, { 'deep/er/large': Buffer.concat([seededBytes(2, 4 * MIB), seededBytes(4, MIB)]), 'small/new': 'new' });
  await save(from, source);
  return { from, source };
}

const samples = new Map<1 | 2, ReturnType<typeof sample>>();

/** The same one for all tests that only copy from it. */
export async function kept(version: 1 | 2 = 2): ReturnType<typeof sample> {
  const made = samples.get(version) ?? sample(version);
  samples.set(version, made);
  return await made;
}

export async function blobsIn(repository: Repository): Promise<PackedBlob[]> {
  const blobs: PackedBlob[] = [];
  for (const file of (await listAll(repository.store, 'index')).keys())
    for (const pack of await loadIndex(repository, file)) blobs.push(...pack.blobs);
  return blobs;
}

export async function holdsNothingTwice(repository: Repository): Promise<void> {
  const keys = (await blobsIn(repository)).map(({ type, id }) => `${type} ${id}`);
  assert.is(new Set(keys).size, keys.length);
}

export async function isWhole(repository: Repository): Promise<void> {
  const { problems, hints } = await problemsOf(repository);
  assert.equal([problems, hints, leftovers(repository)], [[], [], []]);
}

export async function contentOf(repository: Repository, tree: string, file: string): Promise<Buffer> {
  const opened = reopened(repository);
  return Buffer.concat(await Array.fromAsync(readFile(opened, await findNode(opened, tree, toByteString(file)), never)));
}
