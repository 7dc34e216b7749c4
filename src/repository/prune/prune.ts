/**
 * Prune: removes from the store what no snapshot needs.
 *
 * Owns: the order of things. New packs are durable before an index file names them; packs leave the index before they leave the store.
 * So it may be cut off at any moment: what is needed stays, and the next prune removes what this one left.
 * On a full disk it goes in rounds: what could be moved frees the room for the next.
 * Source: restic's design document and manual, "Removing backup snapshots".
 */
import { type Fault, isFault, type Report } from '../../base/index.ts';
import { loadIndex, type PackContents } from '../index/files.ts';
import { rewriteIndex } from '../index/rewrite.ts';
import { IndexWriter } from '../index/writer.ts';
import { withFreshIndex } from '../locking.ts';
import { BlobSet, type Reachable, reachableBlobs } from '../reachable.ts';
import { repack } from '../repack/repack.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots } from '../snapshots.ts';
import { type Plan, type PlanRules, planPrune } from './plan.ts';
import { type PackSurvey, type Survey, survey } from './survey.ts';

export interface PruneOptions {
  readonly signal: AbortSignal;
  /** Share of what is kept that may be unused, 0 to 1; Infinity moves nothing. 0.05 unless given. */
  readonly maxUnusedShare?: number | undefined;
  /** The same in bytes. */
  readonly maxUnusedBytes?: number | undefined;
  readonly maxRepackBytes?: number | undefined;
  readonly repackSmall?: boolean | undefined;
  readonly repackUncompressed?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** Ids of snapshots that a dry run takes for forgotten. */
  readonly asIfForgotten?: ReadonlySet<string> | undefined;
  readonly report?: Report | undefined;
}

export interface PruneResult {
  readonly snapshots: number;
  /** Packs that are removed because nothing in them is needed, and what is listed in no index. */
  readonly packsRemoved: number;
  readonly packsUnlisted: number;
  /** Packs whose needed blobs moved into new packs. */
  readonly packsRepacked: number;
  readonly packsKept: number;
  readonly bytesRepacked: number;
  /** What the store holds less afterwards. In a dry run what it would; new packs' headers are not counted there. */
  readonly bytesFreed: number;
  /** Bytes of blobs that nothing needs and that stay. */
  readonly bytesUnused: number;
}

/** Throws 'repository.blob.missing', 'repository.damaged' before anything is changed; 'store.full' when no room could be made. */
export async function prune(repository: Repository, options: PruneOptions): Promise<PruneResult> {
  const ifCancelled = 'The prune was cancelled. Nothing that a snapshot needs was touched; the next one goes on.';
  const mode = options.dryRun ? 'read' : 'exclusive';
  return await withFreshIndex(repository, { mode, signal: options.signal, ifCancelled }, (signal) =>
    inRounds(repository, { ...options, signal }),
  );
}

async function inRounds(repository: Repository, options: PruneOptions): Promise<PruneResult> {
  let sum: PruneResult | undefined;
  for (;;) {
    const { result, full } = await round(repository, options);
    sum = sum ? add(sum, result) : result;
    if (!full) return sum;
    if (result.bytesFreed <= 0) throw full;
  }
}

function add(before: PruneResult, now: PruneResult): PruneResult {
  return {
    ...now,
    packsRemoved: before.packsRemoved + now.packsRemoved,
    packsUnlisted: before.packsUnlisted + now.packsUnlisted,
    packsRepacked: before.packsRepacked + now.packsRepacked,
    bytesRepacked: before.bytesRepacked + now.bytesRepacked,
    bytesFreed: before.bytesFreed + now.bytesFreed,
  };
}

/** `full` is what the store said when it had no room for all that was to be moved. */
async function round(repository: Repository, options: PruneOptions): Promise<{ result: PruneResult; full?: Fault }> {
  const { signal, dryRun, asIfForgotten } = options;
  repository.forgetIndex(); // the round before changed it
  const all = await listSnapshots(repository);
  const snapshots = dryRun ? all.filter(({ id }) => !asIfForgotten?.has(id)) : all;
  const needed = await reachableBlobs(repository, snapshots, signal);
  const surveyed = await survey(repository, needed, signal);
  const plan = planPrune(surveyed, rulesOf(options));
  if (dryRun) return { result: forecast(surveyed, plan, snapshots.length) };
  let bytesFreed = await repository.store.sweep();
  for (const { id, sizeBytes } of surveyed.unlisted) {
    signal.throwIfAborted();
    await repository.store.remove('data', id);
    bytesFreed += sizeBytes;
  }
  const moved = await moveBlobs(repository, { surveyed, plan, needed, options });
  const leaving = [...plan.remove, ...moved.emptied];
  const gone = new Set([...leaving.map(({ id }) => id), ...surveyed.gone]);
  signal.throwIfAborted();
  await rewriteIndex(repository, { indexFiles: surveyed.indexFiles, isGone: ({ id }) => gone.has(id), signal });
  for (const { id, sizeBytes } of leaving) {
    signal.throwIfAborted();
    await repository.store.remove('data', id);
    bytesFreed += sizeBytes;
  }
  const expected = forecast(surveyed, { ...plan, repack: moved.emptied }, snapshots.length);
  return { result: { ...expected, bytesFreed: bytesFreed - moved.bytesWritten }, ...(moved.full ? { full: moved.full } : {}) };
}

const UNUSED_SHARE = 0.05;

function rulesOf({ maxUnusedShare, maxUnusedBytes, maxRepackBytes, repackSmall, repackUncompressed }: PruneOptions): PlanRules {
  const share = maxUnusedShare ?? UNUSED_SHARE;
  return {
    mostUnused: (used) => maxUnusedBytes ?? (share >= 1 ? Number.POSITIVE_INFINITY : (used * share) / (1 - share)),
    mostRepackBytes: maxRepackBytes ?? Number.POSITIVE_INFINITY,
    repackSmall: repackSmall ?? false,
    repackRaw: repackUncompressed ?? false,
  };
}

function forecast({ packs, unlisted }: Survey, { keep, remove, repack }: Plan, snapshots: number): PruneResult {
  const total = <T>(all: readonly T[], of: (each: T) => number) => all.reduce((sum, each) => sum + of(each), 0);
  const bytesRepacked = total(repack, ({ usedBytes }) => usedBytes);
  return {
    snapshots,
    packsRemoved: remove.length,
    packsUnlisted: unlisted.length,
    packsRepacked: repack.length,
    packsKept: packs.length - remove.length - repack.length,
    bytesRepacked,
    bytesFreed: total([...remove, ...repack, ...unlisted], ({ sizeBytes }) => sizeBytes) - bytesRepacked,
    bytesUnused: total(keep, ({ unusedBytes }) => unusedBytes),
  };
}

interface Moved {
  /** Packs of which every needed blob is durable elsewhere, and listed. */
  readonly emptied: readonly PackSurvey[];
  readonly bytesWritten: number;
  readonly full: Fault | undefined;
}

interface Work {
  readonly surveyed: Survey;
  readonly plan: Plan;
  readonly needed: Reachable;
  readonly options: PruneOptions;
}

async function moveBlobs(repository: Repository, { surveyed, plan, needed, options }: Work): Promise<Moved> {
  if (plan.repack.length === 0) return { emptied: [], bytesWritten: 0, full: undefined };
  const { table } = await repository.index();
  const index = new IndexWriter(repository);
  const stored = new BlobSet(table);
  const written = new Map<string, number>();
  const onPack = (pack: PackContents) => {
    written.set(
      pack.id,
      pack.blobs.reduce((sum, { length }) => sum + length, 0),
    );
    for (const { id, type } of pack.blobs) stored.add(Buffer.from(id, 'hex'), type);
    index.add(pack);
  };
  const leaving = new Map(plan.repack.map((pack) => [pack.id, pack]));
  const packs = contentsToMove(repository, { surveyed, leaving, needed });
  const bytesTotal = plan.repack.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const { signal, report, repackUncompressed: compress = false } = options;
  const full = await unlessFull(() =>
    repack(repository, packs, { signal, report, compress, onPack, bytesTotal, packsTotal: leaving.size }),
  );
  const unlisted = await unlessFull(() => index.finish());
  // New packs that did not get into an index only take room that is needed now.
  for (const id of index.unlisted) {
    await repository.store.remove('data', id);
    written.delete(id);
  }
  const bytesWritten = written.values().reduce((sum, bytes) => sum + bytes, 0);
  if (unlisted) return { emptied: [], bytesWritten, full: unlisted };
  return { emptied: full ? await emptiedPacks(repository, { surveyed, leaving, needed, stored }) : plan.repack, bytesWritten, full };
}

/** What the store said when it had no room. */
async function unlessFull(work: () => Promise<unknown>): Promise<Fault | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isFault(error, 'store.full')) throw error;
    return error;
  }
}

interface Moving {
  readonly surveyed: Survey;
  readonly leaving: ReadonlyMap<string, PackSurvey>;
  readonly needed: Reachable;
}

/** What of each pack moves: what the survey counted as used there, by going through the packs in the same order. */
async function* contentsToMove(repository: Repository, { surveyed, leaving, needed }: Moving): AsyncGenerator<PackContents> {
  const counted = new BlobSet((await repository.index()).table);
  const seen = new Set(surveyed.gone);
  for await (const { id, blobs } of packsOf(repository, surveyed.indexFiles)) {
    if (seen.has(id)) continue;
    seen.add(id);
    const used = blobs.filter((blob) => {
      const blobId = Buffer.from(blob.id, 'hex');
      return needed.blobs.has(blobId, blob.type) && counted.add(blobId, blob.type) === true;
    });
    if (leaving.has(id)) yield { id, blobs: used.toSorted((a, b) => a.offset - b.offset) };
  }
}

async function* packsOf(repository: Repository, indexFiles: readonly string[]): AsyncGenerator<PackContents> {
  for (const file of indexFiles) yield* await loadIndex(repository, file);
}

/** After a move that had to stop: the packs that hold nothing any more that is needed and not stored elsewhere. */
async function emptiedPacks(
  repository: Repository,
  { surveyed, leaving, needed, stored }: Moving & { stored: BlobSet },
): Promise<PackSurvey[]> {
  const emptied = new Map<string, PackSurvey>();
  for await (const pack of packsOf(repository, surveyed.indexFiles)) {
    const surveyedPack = leaving.get(pack.id);
    const isEmptied = pack.blobs.every(({ id: hex, type }) => {
      const id = Buffer.from(hex, 'hex');
      return !needed.blobs.has(id, type) || stored.has(id, type);
    });
    if (surveyedPack && isEmptied) emptied.set(pack.id, surveyedPack);
  }
  return [...emptied.values()];
}
