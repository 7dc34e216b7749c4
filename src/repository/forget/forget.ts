/**
 * Forget: removes snapshots, by name or by a policy. The data they alone needed stays until a prune.
 *
 * Owns: the order of things. Decides everything before it removes anything, so a refusal changes nothing.
 * Invariants: nothing is removed by a policy without rules; a policy takes no group's last snapshot without consent; a snapshot that
 * cannot be read is not counted, and goes only by its id.
 */
import { Fault } from '../../base/index.ts';
import { withLock } from '../locking.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot } from '../snapshots.ts';
import { type GroupKey, groupSnapshots, type SnapshotGroup } from './groups.ts';
import { decide, isEmptyPolicy, type Kept, type Policy } from './policy.ts';

export interface ForgetOptions {
  readonly signal: AbortSignal;
  /** Which snapshots are meant at all, out of those that can be read; all unless given. */
  readonly choose?: ((all: readonly Snapshot[], damagedIds: readonly string[]) => readonly Snapshot[]) | undefined;
  /** Which of those that cannot be read are meant; none unless given, and never with a policy. */
  readonly chooseDamaged?: ((damagedIds: readonly string[], all: readonly Snapshot[]) => readonly string[]) | undefined;
  /** What to keep of them; undefined removes all that are chosen. */
  readonly policy: Policy | undefined;
  /** By machine and paths unless given. */
  readonly groupBy?: readonly GroupKey[] | undefined;
  /** A policy may leave a group without any snapshot. */
  readonly allowRemoveAll?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  /** A snapshot that cannot be read, and is passed over. */
  readonly onDamage?: ((damage: Fault) => void) | undefined;
  readonly onRemoved?: ((snapshot: Snapshot) => void) | undefined;
  /** One that cannot be read is gone, or would be in a dry run. */
  readonly onDamagedRemoved?: ((damage: Fault, id: string) => void) | undefined;
}

export interface ForgottenGroup extends Omit<SnapshotGroup, 'snapshots'> {
  readonly keep: readonly Kept[];
  readonly remove: readonly Snapshot[];
}

export const GROUP_BY_DEFAULT: readonly GroupKey[] = ['host', 'paths'];

/** Throws 'input.invalid', 'snapshot.last', the lock's and the store's Faults, and 'cancelled': what was removed until then is gone. */
export async function forget(repository: Repository, options: ForgetOptions): Promise<readonly ForgottenGroup[]> {
  const { policy, dryRun } = options;
  if (policy && isEmptyPolicy(policy))
    throw new Fault('input.invalid', 'The policy has no rule, so it would keep nothing. Say what to keep, for example the last 7 days.');
  const ifCancelled = 'Forgetting was cancelled. Snapshots that were not removed yet stay; nothing else was changed.';
  const mode = dryRun ? 'read' : 'exclusive';
  return await withLock(repository, { mode, signal: options.signal, ifCancelled }, async (signal) => {
    const damages = new Map<string, Fault>();
    const all = await listSnapshots(repository, {}, (damage, id) => damages.set(id, damage));
    const damagedIds = [...damages.keys()];
    const unreadable = new Set(policy ? [] : options.chooseDamaged?.(damagedIds, all));
    const chosen = options.choose ? options.choose(all, damagedIds) : all;
    for (const [id, damage] of damages) if (!unreadable.has(id)) (options.onDamage ?? raise)(damage);
    const groups = groupSnapshots(chosen, options.groupBy ?? GROUP_BY_DEFAULT).map((group) => decideGroup(group, options));
    if (policy && !options.allowRemoveAll) refuseEmptied(groups);
    for (const id of unreadable) {
      signal.throwIfAborted();
      if (!dryRun) await repository.store.remove('snapshots', id);
      options.onDamagedRemoved?.(damages.get(id)!, id);
    }
    if (dryRun) return groups;
    for (const snapshot of groups.flatMap(({ remove }) => remove)) {
      signal.throwIfAborted();
      await repository.store.remove('snapshots', snapshot.id);
      options.onRemoved?.(snapshot);
    }
    return groups;
  });
}

function raise(damage: Fault): never {
  throw damage;
}

function decideGroup({ snapshots, ...key }: SnapshotGroup, { policy, clock = Date.now }: ForgetOptions): ForgottenGroup {
  if (!policy) return { ...key, keep: [], remove: snapshots };
  return { ...key, ...decide(snapshots, policy, clock()) };
}

function refuseEmptied(groups: readonly ForgottenGroup[]): void {
  const emptied = groups.find(({ keep, remove }) => keep.length === 0 && remove.length > 0);
  if (!emptied) return;
  const { hostname = '', paths } = emptied.remove[0]!;
  throw new Fault(
    'snapshot.last',
    `The policy would remove every snapshot of ${paths.join(', ')}${hostname ? ` of ${hostname}` : ''}. Nothing was removed. If that is meant, allow it expressly.`,
  );
}
