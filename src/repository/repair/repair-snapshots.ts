/**
 * Repairs snapshots: of one that lost parts, another one is made that says only what is there.
 *
 * Owns: which snapshots change, and the order of things. New trees are durable and listed before a snapshot names them; the old snapshot
 * goes last, and only when asked for. What is "there" is what the index lists, so the index and the packs are repaired first.
 * Source: restic's manual, "Troubleshooting"; cmd/restic/cmd_repair_snapshots.go.
 */
import { Fault } from '../../base/index.ts';
import { loadPresent } from '../index/present.ts';
import { withFreshIndex } from '../locking.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot, saveSnapshot } from '../snapshots.ts';
import { Additions } from './additions.ts';
import { type LostPart, TreeRepair } from './tree-repair.ts';

export interface RepairSnapshotsOptions {
  readonly signal: AbortSignal;
  /** Which of those that can be read; all unless given. */
  readonly choose?: ((all: readonly Snapshot[]) => readonly Snapshot[]) | undefined;
  /** Removes snapshots once their repaired ones are stored, and those of which nothing can be read. */
  readonly forget?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** A snapshot file that cannot be read; without a listener it is thrown. */
  readonly onDamage?: ((damage: Fault, id: string) => void) | undefined;
  readonly onLost?: ((part: LostPart, snapshot: Snapshot) => void) | undefined;
  /** `after` is undefined in a dry run, and of a snapshot of which nothing can be read. */
  readonly onRepaired?: ((before: Snapshot, after: Snapshot | undefined) => void) | undefined;
}

export interface SnapshotsRepair {
  readonly snapshots: number;
  /** Snapshots that are not as they were made. */
  readonly damaged: number;
  readonly forgotten: number;
  readonly partsLost: number;
  readonly bytesLost: number;
}

/** The tag that restic gives a repaired snapshot, too. */
export const REPAIRED_TAG = 'repaired';

/** Throws 'repository.damaged' when packs are missing or cut off, or an index file is damaged: those are repaired first. */
export async function repairSnapshots(repository: Repository, options: RepairSnapshotsOptions): Promise<SnapshotsRepair> {
  const ifCancelled = 'The repair was cancelled. The snapshots not reached yet stay as they are.';
  const mode = options.dryRun ? 'read' : 'exclusive';
  const need = { mode, signal: options.signal, ifCancelled } as const;
  return await withFreshIndex(repository, need, (signal) => run(repository, { ...options, signal }));
}

interface Verdict {
  readonly snapshot: Snapshot;
  /** Undefined when not even the root can be read. */
  readonly tree: string | undefined;
}

async function run(repository: Repository, options: RepairSnapshotsOptions): Promise<SnapshotsRepair> {
  const { dryRun } = options;
  const all = await listSnapshots(repository, {}, options.onDamage);
  const chosen = options.choose ? options.choose(all) : all;
  const index = await loadPresent(repository);
  if (index.lost.size > 0 && !dryRun) throw notReady(index.lost.size);
  repository.useIndex(index);
  let [partsLost, bytesLost] = [0, 0];
  await using additions = new Additions(repository);
  const repair = new TreeRepair({ repository, table: index.table, additions: dryRun ? undefined : additions, signal: options.signal });
  const damaged: Verdict[] = [];
  for (const snapshot of chosen) {
    const onLost = (part: LostPart) => {
      partsLost++;
      bytesLost += part.bytes ?? 0;
      options.onLost?.(part, snapshot);
    };
    const tree = await repair.root(snapshot.tree, onLost);
    if (tree !== snapshot.tree) damaged.push({ snapshot, tree });
  }
  if (!dryRun) await additions.finish();
  const forgotten = await replace(repository, { all, damaged }, options);
  return { snapshots: chosen.length, damaged: damaged.length, forgotten, partsLost, bytesLost };
}

async function replace(
  repository: Repository,
  { all, damaged }: { all: readonly Snapshot[]; damaged: readonly Verdict[] },
  { signal, dryRun, forget, onRepaired }: RepairSnapshotsOptions,
): Promise<number> {
  let forgotten = 0;
  for (const { snapshot, tree } of damaged) {
    signal.throwIfAborted();
    const { id, original = id, tags = [], ...file } = snapshot;
    // A repair that was run before, and kept the old snapshot, need not be done twice.
    const earlier = all.find((other) => other.tree === tree && other.original === original && other.id !== id);
    const made = { ...file, tree: tree ?? '', original, tags: [...new Set([...tags, REPAIRED_TAG])] };
    const after = dryRun || tree === undefined ? undefined : (earlier ?? (await saveSnapshot(repository, made)));
    if (forget && !dryRun) {
      await repository.store.remove('snapshots', id);
      forgotten++;
    }
    onRepaired?.(snapshot, after);
  }
  return forgotten;
}

function notReady(packs: number): Fault {
  const what = packs === 1 ? 'A pack is missing or cut off' : `${packs} packs are missing or cut off`;
  const first = 'Run repair packs first: it saves what is left of them, and what they held may still be had from elsewhere.';
  return new Fault('repository.damaged', `${what}. ${first} No snapshot was changed.`);
}
