/**
 * Check: proves that a repository holds what its snapshots promise.
 *
 * Owns: the order of the tests and the list of what is wrong. Never changes anything. Finds problems where other
 * operations would throw: one damaged file does not hide the next. Memory: the index, a bit a blob, one index file.
 * Source: restic's manual, "Checking integrity and consistency".
 */
import type { Report } from '../../base/index.ts';
import { loadConfig } from '../config.ts';
import { Crew } from '../crew/crew.ts';
import { loadIndex } from '../index/files.ts';
import { readKeyFile } from '../keys.ts';
import { withFreshIndex } from '../locking.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';
import { loadSnapshot, type Snapshot } from '../snapshots.ts';
import { listThere } from '../stores/store.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { type CheckProblem, type Found, isDamage } from './problem.ts';
import { chooseSubset, type ReadSubset, restOfSubset } from './subset.ts';
import { checkTrees } from './trees.ts';

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Also reads every byte of every pack, or of some. */
  readonly readData?: boolean | ReadSubset | undefined;
  /** Packs that were read and found whole before, by a check that was cut off: they count as read, and are not read again. */
  readonly proven?: Pick<ReadonlySet<string>, 'has'> | undefined;
  /** A pack was read to its last byte and is whole. */
  readonly onProven?: ((pack: string) => void) | undefined;
  readonly noLock?: boolean | undefined;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  readonly onProblem?: Found | undefined;
}

export interface CheckResult {
  /** Empty when the repository is whole. */
  readonly problems: readonly CheckProblem[];
  /** Harmless left-overs, one sentence each. */
  readonly hints: readonly string[];
  readonly snapshots: number;
  readonly packs: number;
  readonly blobs: number;
  readonly trees: number;
  /** 0 unless data was read. */
  readonly packsRead: number;
  readonly bytesRead: number;
}

/** Throws only what keeps it from going on: a lock, a store that is away, 'cancelled' or the signal's Fault. */
export async function check(repository: Repository, options: CheckOptions): Promise<CheckResult> {
  const ifCancelled = 'The check was cancelled; nothing was changed.';
  const need = { mode: 'check', noLock: options.noLock, signal: options.signal, ifCancelled } as const;
  return await withFreshIndex(repository, need, (signal) => run(repository, { ...options, signal }));
}

async function run(repository: Repository, options: CheckOptions): Promise<CheckResult> {
  const { signal } = options;
  const problems: CheckProblem[] = [];
  const found = (problem: CheckProblem) => {
    problems.push(problem);
    options.onProblem?.(problem);
  };
  await orFound('config', found, () => loadConfig(repository.store, repository.sealer));
  for await (const { name } of repository.store.list('keys')) await orFound('key', found, () => readKeyFile(repository.store, name));
  // Snapshots before the index: one that is written meanwhile may need blobs of a newer index.
  const snapshots: Snapshot[] = [];
  for await (const { name } of listThere(repository.store, 'snapshots'))
    await orFound('snapshot', found, async () => snapshots.push(await loadSnapshot(repository, name)));
  const inventory = await takeInventory(repository, found);
  const { index, orphans } = inventory;
  repository.useIndex(index);
  const trees = await checkTrees(repository, { snapshots, table: index.table, found, signal });
  const toRead = packsToRead(inventory.sizes, options.readData ?? false, options.proven);
  const bytesRead = options.readData
    ? await readPacks(repository, { ...inventory, sizes: toRead }, { ...options, found, errors: () => problems.length })
    : 0;
  return {
    problems,
    hints: hintsOf(orphans, problems),
    snapshots: snapshots.length,
    packs: index.packs.length,
    blobs: index.table.size,
    trees,
    packsRead: toRead.size,
    bytesRead,
  };
}

/** What packs without an index hold is known only when nothing else is missing. */
function hintsOf(orphans: number, problems: readonly CheckProblem[]): string[] {
  if (orphans === 0) return [];
  const found = orphans === 1 ? '1 pack is in no index' : `${orphans} packs are in no index`;
  if (problems.length === 0) return [`${found}: left by an interrupted backup, nothing in them is needed by a snapshot.`];
  return [`${found}; some may hold what is missing. Keep them until the repository is whole again.`];
}

async function orFound(kind: CheckProblem['kind'], found: Found, look: () => Promise<unknown>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!isDamage(error)) throw error;
    found({ kind, message: error.message });
  }
}

function packsToRead(
  sizes: ReadonlyMap<string, number>,
  which: boolean | ReadSubset,
  proven: Pick<ReadonlySet<string>, 'has'> = new Set(),
): ReadonlyMap<string, number> {
  if (!which) return new Map();
  const [done, rest] = [new Map<string, number>(), new Map<string, number>()];
  for (const [id, size] of sizes) (proven.has(id) ? done : rest).set(id, size);
  return which === true ? rest : chooseSubset(rest, restOfSubset(which, { done, rest }));
}

/** Reads every pack of the inventory; it lists those that index and store agree on; the others are problems already. */
async function readPacks(
  repository: Repository,
  inventory: Inventory,
  options: CheckOptions & { found: Found; errors: () => number },
): Promise<number> {
  const { signal, report, found } = options;
  const packsTotal = inventory.sizes.size;
  const bytesTotal = inventory.sizes.values().reduce((sum, size) => sum + size, 0);
  let packsDone = 0;
  await using crew = await Crew.start(repository, { size: options.workers });
  using _report = reporting(() => {
    const progress = { filesDone: packsDone, filesTotal: packsTotal, bytesDone: crew.bytes, bytesTotal };
    report?.({ phase: 'checking', ...progress, errors: options.errors() });
  });
  using _stop = crew.stopWith(signal);
  const under: Set<Promise<void>> = new Set();
  const done = new Set<string>();
  for (const file of inventory.indexFiles) {
    for (const { id, blobs } of await loadIndex(repository, file)) {
      const sizeBytes = inventory.sizes.get(id);
      if (sizeBytes === undefined || done.has(id)) continue;
      done.add(id);
      await crew.room();
      signal.throwIfAborted();
      const inOrder = blobs.toSorted((a, b) => a.offset - b.offset);
      const reading = crew.run('read pack', { id, sizeBytes, blobs: inOrder }).then(({ problems }) => {
        if (problems.length === 0) options.onProven?.(id);
        for (const problem of problems) found({ kind: 'pack', message: `The pack data/${id} is damaged: ${problem}`, pack: id });
        packsDone++;
        under.delete(reading);
      });
      reading.catch(() => {}); // heard below
      under.add(reading);
    }
  }
  await Promise.all(under);
  return crew.bytes;
}
