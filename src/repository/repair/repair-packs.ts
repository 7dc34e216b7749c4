/**
 * Repairs damaged packs: every blob in them that still proves right is stored anew, then the packs go.
 *
 * Owns: which packs, and the order of things. What is saved is durable and listed before anything of the damaged packs leaves the index,
 * and that before the packs leave the store. Blobs are sought by what the index says of a pack and by what the pack itself says, so one
 * of the two is enough. Memory: the index, and one pack's list of blobs.
 * Source: restic's manual, "Troubleshooting"; internal/repository/repair_pack.go.
 */
import { Fault, type Report } from '../../base/index.ts';
import { check } from '../check/check.ts';
import { Crew } from '../crew/crew.ts';
import { rewriteIndex } from '../index/rewrite.ts';
import { withFreshIndex } from '../locking.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';
import { listThere, type StoredFile } from '../stores/store.ts';
import { Additions } from './additions.ts';
import { indexOf, refuseItself } from './proven.ts';
import { type LostBlob, Salvage } from './salvage.ts';

export interface RepairPacksOptions {
  readonly signal: AbortSignal;
  /** Their ids; those that a check with data finds damaged unless given. */
  readonly packs?: readonly string[] | undefined;
  /** Another repository, from which blobs are taken that are lost here. */
  readonly from?: Repository | undefined;
  /** Packs that the disk does not give in full go, too; they stay unless this is said. */
  readonly giveUpUnreadable?: boolean | undefined;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  /** A pack that is repaired because a check found it damaged. */
  readonly onDamage?: ((message: string) => void) | undefined;
  readonly onLost?: ((blob: LostBlob) => void) | undefined;
  /** A pack that is about to be removed though something in it could not be saved. Whatever this throws, it stays. */
  readonly beforeRemoval?: ((pack: StoredFile) => Promise<void>) | undefined;
}

export interface PacksRepair {
  /** Packs that were removed, and those that stay because the disk does not give everything in them. */
  readonly packs: number;
  readonly packsUnreadable: number;
  /** Blobs that are whole: stored anew, at another place already, or taken from the other repository. */
  readonly blobsSaved: number;
  readonly blobsElsewhere: number;
  readonly blobsFetched: number;
  /** Blobs that the disk does not give; their packs stay. */
  readonly blobsUnreadable: number;
  /** Blobs that are gone, and their bytes before compression. */
  readonly blobsLost: number;
  readonly bytesLost: number;
}

/** Throws 'input.invalid' for a pack that is neither there nor listed, 'repository.damaged' when an index file is. */
export async function repairPacks(repository: Repository, options: RepairPacksOptions): Promise<PacksRepair> {
  refuseItself(repository, options.from);
  const ifCancelled = 'The repair was cancelled. The damaged packs are still there, and nothing was lost; run it again.';
  return await withFreshIndex(repository, { mode: 'exclusive', signal: options.signal, ifCancelled }, async (signal) => {
    const packs = options.packs ?? (await findDamaged(repository, { ...options, signal }));
    return await run(repository, new Set(packs), { ...options, signal });
  });
}

async function findDamaged(repository: Repository, { signal, report, workers, onDamage }: RepairPacksOptions): Promise<string[]> {
  const { problems } = await check(repository, { signal, report, workers, readData: true, noLock: true });
  for (const { pack, message } of problems) if (pack !== undefined) onDamage?.(message);
  return problems.flatMap(({ pack }) => pack ?? []);
}

const NOTHING: PacksRepair = {
  packs: 0,
  packsUnreadable: 0,
  blobsSaved: 0,
  blobsElsewhere: 0,
  blobsFetched: 0,
  blobsUnreadable: 0,
  blobsLost: 0,
  bytesLost: 0,
};

async function run(repository: Repository, bad: ReadonlySet<string>, options: RepairPacksOptions): Promise<PacksRepair> {
  if (bad.size === 0) return NOTHING;
  const { signal, from, report, onLost, beforeRemoval, giveUpUnreadable = false } = options;
  const { packs } = await indexOf(repository);
  const there = new Map<string, StoredFile>();
  for (const id of bad) {
    const file = await repository.store.stat('data', id);
    if (file) there.set(id, file);
    else if (!packs.includes(id)) throw new Fault('input.invalid', `There is no pack ${id}, and no index lists one. Nothing was changed.`);
  }
  const indexFiles: string[] = [];
  for await (const { name } of listThere(repository.store, 'index')) indexFiles.push(name);
  await using additions = new Additions(repository);
  await using crew = await Crew.start(repository, { size: options.workers, onPack: additions.onPack });
  const salvage = new Salvage({ repository, crew, additions, from, bad, there, indexFiles, signal, onLost, giveUpUnreadable });
  using _report = reporting(() => report?.({ phase: 'repacking', filesDone: 0, bytesDone: crew.bytes, errors: 0 }));
  using _stop = crew.stopWith(signal);
  const damage = await salvage.run();
  signal.throwIfAborted();
  const leaving = bad.difference(damage.unreadablePacks);
  for (const id of damage.incompletePacks) if (there.has(id) && leaving.has(id)) await beforeRemoval?.(there.get(id)!);
  await rewriteIndex(repository, { indexFiles, isGone: ({ id }) => leaving.has(id), signal });
  for (const id of leaving) {
    signal.throwIfAborted();
    await repository.store.remove('data', id);
  }
  return { packs: leaving.size, packsUnreadable: damage.unreadablePacks.size, ...damage.counts };
}
