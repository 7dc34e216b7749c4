/**
 * Restore: from a snapshot to a folder.
 *
 * Owns: the order of things, and what ends the work early. Folders are made before what they hold and get their times after it.
 * What cannot be restored is told and counted, and everything else is restored; only a full disk, a store that is away or the
 * signal ends a restore.
 */
import { type ByteString, Fault, isFault, type Report } from '../../base/index.ts';
import { Crew } from '../crew/crew.ts';
import { withLock } from '../locking.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';
import { EntryRestorer, type Overwrite } from './entries.ts';
import { type RestoreProblem, RestoreTally } from './restore-tally.ts';
import { type SelectedNode, type Selection, walkSelection } from './selection.ts';
import { RestoreTarget } from './target.ts';
import { type VerifyParts, verifyFiles } from './verify.ts';

export interface RestoreOptions extends Selection {
  /** The folder to restore into; made when it is not there. */
  readonly target: string;
  /** What happens to entries that are there already; 'never' unless given. */
  readonly overwrite?: Overwrite | undefined;
  /** Reads everything back and compares. */
  readonly verify?: boolean | undefined;
  /** Whether pages of zeros become holes; true unless given. */
  readonly sparse?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly noLock?: boolean | undefined;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  readonly onProblem?: ((problem: RestoreProblem) => void) | undefined;
}

export interface RestoreResult {
  readonly files: number;
  readonly dirs: number;
  /** Links and special files. */
  readonly others: number;
  /** Entries other than folders that were there already: files with the same size and time, links with the same target, the same devices. */
  readonly alreadyThere: number;
  readonly bytes: number;
  /** How many times `onProblem` was told something. */
  readonly problems: number;
  /** Owners that could not be set, as this user may not: expected without root's rights. */
  readonly ownersNotSet: number;
  /** Files read back and found the same; absent unless asked for. */
  readonly verifiedFiles?: number | undefined;
}

/** Throws 'restore.target.full', 'restore.target.unwritable' for the target itself, 'snapshot.path.unknown', and the signal's reason. */
export async function restore(repository: Repository, options: RestoreOptions): Promise<RestoreResult> {
  return await withLock(repository, { mode: 'read', noLock: options.noLock, signal: options.signal }, async (signal) => {
    try {
      return await run(repository, { ...options, signal });
    } catch (error) {
      if (!signal.aborted || isFault(signal.reason)) throw signal.aborted ? signal.reason : error;
      throw new Fault('cancelled', 'The restore was cancelled. What is in the target is whole; the rest is missing.', {
        cause: signal.reason,
      });
    }
  });
}

async function run(repository: Repository, options: RestoreOptions): Promise<RestoreResult> {
  const { signal } = options;
  const tally = new RestoreTally();
  const failed = new Set<ByteString>();
  const tell = (problem: RestoreProblem) => {
    tally.problems++;
    if (problem.kind !== 'metadata' && problem.kind !== 'incomplete') failed.add(problem.path);
    options.onProblem?.(problem);
  };
  const isSparse = options.sparse ?? true;
  const overwrite = options.overwrite ?? 'never';
  using target = RestoreTarget.open(options.target, {
    overwrite: overwrite !== 'never',
    sparse: isSparse,
    onShortfall: (path, kind, error) => tell({ kind: 'metadata', path, message: `its ${kind} could not be set: ${error.message}` }),
  });
  // The crew ends before the files it writes to are closed: a descriptor's number may be another file's the next moment.
  await using entries = new EntryRestorer({ repository, target, overwrite, tally, tell });
  await using crew = await Crew.start(repository, { size: options.workers });
  using _stop = crew.stopWith(signal);
  if (options.report) void count(tally, walkSelection(repository, options), signal);
  {
    using _phase = reporting(() => options.report?.(tally.progress('restoring', crew.bytes)));
    await entries.restoreAll(walkSelection(repository, options), { crew, isSparse, signal });
  }
  if (options.verify) await verify(repository, { options, target, tally, tell, failed });
  const { files, dirs, others, alreadyThere, bytes, problems, verifiedFiles } = tally;
  const ownersNotSet = process.geteuid?.() === 0 ? 0 : target.shortfalls.owner;
  return { files, dirs, others, alreadyThere, bytes, problems, ownersNotSet, ...(options.verify ? { verifiedFiles } : {}) };
}

interface Verification extends Pick<VerifyParts, 'target' | 'tally' | 'tell' | 'failed'> {
  readonly options: RestoreOptions;
}

/** A crew of its own, so that its count of bytes begins at nothing. */
async function verify(repository: Repository, { options, ...parts }: Verification): Promise<void> {
  const { signal } = options;
  await using crew = await Crew.start(repository, { size: options.workers });
  using _stop = crew.stopWith(signal);
  using _phase = reporting(() => options.report?.(parts.tally.progress('verifying', crew.bytes)));
  await verifyFiles(walkSelection(repository, options), { repository, crew, signal, ...parts });
}

/** Counts ahead, for the totals. */
async function count(tally: RestoreTally, selected: AsyncIterable<SelectedNode>, signal: AbortSignal): Promise<void> {
  let [files, bytes] = [0, 0];
  try {
    for await (const { node, kind } of selected) {
      if (signal.aborted) return;
      if (kind !== 'entry' || node.type !== 'file') continue;
      files++;
      bytes += node.sizeBytes;
    }
  } catch {
    return; // an estimate only: the restore itself meets the same trouble and tells it
  }
  tally.total = { files, bytes };
}
