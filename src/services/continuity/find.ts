/**
 * Finds box snapshots and takes the newest whole one out.
 *
 * Invariants: nothing here writes into the repository; what is handed over was read to its end and checked by SQLite. A disk that does
 * not answer is no damage: then nothing older is taken instead.
 */
import { open, rm } from 'node:fs/promises';
import { type ByteString, isFault } from '../../base/index.ts';
import { unfitFor } from '../../box/catalog/index.ts';
import { BOX_TAG, findNode, listSnapshots, type Repository, readFile, type Snapshot, type TreeNode } from '../../repository/index.ts';
import { type About, parseAbout } from './about.ts';
import { ABOUT_NAME, BOX_FOLDER, CATALOG_NAME } from './box-source.ts';

export interface BoxSnapshot {
  readonly snapshot: Snapshot;
  readonly about: About;
}

/** A sentence about a box snapshot that cannot be used. */
export type Tell = (sentence: string) => void;

/** An about is a few hundred bytes. */
const LONGEST_ABOUT_BYTES = 64 << 10;

/** Those that were made for this repository, the latest edition first: a box without a clock of its own may have told wrong times. */
export async function boxSnapshots(repository: Repository, signal: AbortSignal, tell: Tell): Promise<BoxSnapshot[]> {
  const found: BoxSnapshot[] = [];
  for (const snapshot of await listSnapshots(repository, { tags: [BOX_TAG] }, ({ message }) => tell(message))) {
    const text = await unlessDamaged(snapshot, tell, () => readAbout(repository, snapshot, signal));
    const about = text === undefined ? undefined : parseAbout(text);
    if (about?.repository === repository.id) found.push({ snapshot, about });
    else if (about) tell(`${named(snapshot)} was made for another repository and copied here`);
    else if (text !== undefined) tell(`${named(snapshot)} is of a kind that this version of the box does not know`);
  }
  // Sorting is stable: among equals the newer comes first.
  return found.reverse().sort((a, b) => b.about.edition - a.about.edition);
}

/** Writes the catalog of the newest box snapshot that is whole to `file`; undefined when there is none. */
export async function takeOut(
  repository: Repository,
  { file, signal, tell }: { file: string; signal: AbortSignal; tell: Tell },
): Promise<BoxSnapshot | undefined> {
  for (const found of await boxSnapshots(repository, signal, tell)) {
    const isWritten = await unlessDamaged(found.snapshot, tell, () => write(repository, found.snapshot, { file, signal }));
    const unfit = isWritten ? unfitFor(file) : undefined;
    if (isWritten && unfit === undefined) return found;
    if (unfit !== undefined) tell(`${named(found.snapshot)} cannot be used: ${unfit}`);
    await rm(file, { force: true });
  }
  return undefined;
}

async function readAbout(repository: Repository, snapshot: Snapshot, signal: AbortSignal): Promise<string> {
  const node = await nodeOf(repository, snapshot, ABOUT_NAME);
  const chunks: Buffer[] = [];
  for await (const chunk of readFile(repository, node, signal, { length: LONGEST_ABOUT_BYTES })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function write(repository: Repository, snapshot: Snapshot, { file, signal }: { file: string; signal: AbortSignal }): Promise<true> {
  const node = await nodeOf(repository, snapshot, CATALOG_NAME);
  await using handle = await open(file, 'w', 0o600);
  for await (const chunk of readFile(repository, node, signal)) await handle.writeFile(chunk);
  return true;
}

async function nodeOf(repository: Repository, snapshot: Snapshot, name: string): Promise<TreeNode> {
  return await findNode(repository, snapshot.tree, `${BOX_FOLDER}/${name}` as ByteString);
}

async function unlessDamaged<T>(snapshot: Snapshot, tell: Tell, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isFault(error, 'repository.damaged', 'repository.blob.missing', 'snapshot.path.unknown')) throw error;
    tell(`${named(snapshot)} cannot be used: ${error.message}`);
    return undefined;
  }
}

function named({ id, time }: Snapshot): string {
  return `the box snapshot ${id.slice(0, 8)} of ${time}`;
}
