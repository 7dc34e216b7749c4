/**
 * The thread that brings the index of names up to date with the repository, once, and ends.
 *
 * It says how far it is a few times a second. A file that turns out to be damaged on the way is begun anew, once.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Fault, isFault } from '../../base/index.ts';
import { discardNames, NameWriter, saysDamaged } from '../../box/names/index.ts';
import { isBoxSnapshot, Repository, snapshotListOf } from '../../repository/index.ts';
import { type IndexedSoFar, indexSnapshots } from './index-snapshots.ts';
import type { FromIndexing, IndexingOrder } from './name-messages.ts';

const SAY_EVERY_MS = 250;

const port = parentPort!;
const order = workerData as IndexingOrder;
const stop = new Uint8Array(order.stop);
let saidMs = 0;

say(await run());
port.close();

async function run(): Promise<FromIndexing> {
  try {
    const soFar = await build(order.verify).catch((error: unknown) => {
      if (!saysDamaged(error)) throw error;
      discardNames(order.file);
      return build(false);
    });
    return { kind: 'finished', soFar };
  } catch (error) {
    if (isFault(error, 'cancelled')) return { kind: 'stopped' };
    if (isFault(error)) return { kind: 'failed', code: error.code, detail: error.message };
    throw error;
  }
}

async function build(verify: boolean): Promise<IndexedSoFar> {
  const repository = Repository.handed(order.repository);
  const { snapshots: all, damaged } = await snapshotListOf(repository).read();
  // The names of the box's own memory are for nobody to find.
  const snapshots = all.filter((each) => !isBoxSnapshot(each));
  const there = new Set([...snapshots, ...damaged].map(({ id }) => id));
  const writer = NameWriter.open(order.file, { repository: repository.id, verify, goOn });
  try {
    const ofPeople = snapshots.filter((each) => !isBoxSnapshot(each));
    return await indexSnapshots(repository, writer, { snapshots: ofPeople, isThere: (id) => there.has(id), goOn, onProgress });
  } finally {
    writer.close();
  }
}

function goOn(): void {
  if (Atomics.load(stop, 0) !== 0) throw new Fault('cancelled', 'The index of names is finished later.');
}

function onProgress(soFar: IndexedSoFar): void {
  if (performance.now() - saidMs < SAY_EVERY_MS) return;
  saidMs = performance.now();
  say({ kind: 'progress', soFar });
}

function say(message: FromIndexing): void {
  port.postMessage(message);
}
