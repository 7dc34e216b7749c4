/**
 * Backup: from a source to a snapshot.
 *
 * Owns: the order of things. Packs are durable before the index that names them, the index before the snapshot.
 * Invariant: whenever it ends early, what was stored and indexed so far is used by the next backup, and no snapshot names
 * what is not there.
 */
import os from 'node:os';
import { type ByteString, Fault, isFault, type Report } from '../../base/index.ts';
import type { Crew } from '../crew/crew.ts';
import { loadPresent } from '../index/present.ts';
import { withFreshIndex } from '../locking.ts';
import { thisOwner } from '../owner.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';
import { type Snapshot, type SnapshotFile, type SnapshotSummary, saveSnapshot } from '../snapshots.ts';
import { formatTime, parseTime } from '../trees/go-time.ts';
import { Archiver, type BackupProblem } from './archiver.ts';
import { type ChangeRules, findParent } from './parent.ts';
import { FileReads } from './reading.ts';
import type { BackupSource } from './source.ts';
import { Storing } from './storing.ts';
import { Tally } from './tally.ts';

export interface BackupOptions extends ChangeRules {
  readonly signal: AbortSignal;
  /** The machine the source belongs to; this one unless given. */
  readonly hostname?: string | undefined;
  readonly username?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** When the snapshot says it was made, RFC 3339; now unless given. */
  readonly time?: string | undefined;
  /** 'auto' finds the newest of the same host and paths, 'none' reads everything, anything else is the beginning of an id. */
  readonly parent?: string | undefined;
  /** Reads and counts, stores nothing. */
  readonly dryRun?: boolean | undefined;
  /** Reads each new pack again, from the medium where it can, before it counts as stored. */
  readonly readBack?: boolean | undefined;
  /** Threads that read; as many as cores unless given. */
  readonly workers?: number | undefined;
  /** Hears about five times a second; asking for it also counts the source ahead, for the totals. */
  readonly report?: Report | undefined;
  readonly onProblem?: ((problem: BackupProblem) => void) | undefined;
}

export interface BackupResult {
  /** Undefined after a dry run. */
  readonly snapshot: Snapshot | undefined;
  readonly parent: Snapshot | undefined;
  readonly summary: SnapshotSummary;
  /** How many times `onProblem` was told something. */
  readonly problems: number;
}

const PROGRAM = 'holdfast 0.1.0';

/**
 * Saves what the source lists. Memory: the index, a window and a pack's write buffer a thread, a bounded number of files
 * under way. Throws the source's Faults for a root that cannot be listed, the store's, and 'cancelled' or the signal's Fault.
 */
export async function backup(repository: Repository, source: BackupSource, options: BackupOptions): Promise<BackupResult> {
  const start = now();
  if (options.time !== undefined && parseTime(options.time) === undefined)
    throw new Fault('input.invalid', `'${options.time}' is no time. Write it as in ${start}.`);
  const ifCancelled = 'The backup was cancelled. What it stored so far stays and is used by the next one.';
  const need = { mode: 'write', noLock: options.dryRun, signal: options.signal, ifCancelled } as const;
  return await withFreshIndex(repository, need, (signal) => run(repository, source, { ...options, start, signal }));
}

async function run(repository: Repository, source: BackupSource, options: BackupOptions & { start: string }): Promise<BackupResult> {
  const { start } = options;
  const hostname = options.hostname ?? os.hostname();
  const time = options.time ?? start;
  const tally = new Tally();
  const onProblem = (problem: BackupProblem) => {
    tally.problems++;
    options.onProblem?.(problem);
  };
  const index = await loadPresent(repository);
  repository.useIndex(index);
  if (index.lost.size > 0) onProblem({ kind: 'repository-damaged', path: '' as ByteString, message: lostText(index.lost.size) });
  const parent = await findParent(repository, options.parent ?? 'auto', {
    source,
    hostname,
    time,
    onDamage: ({ message }) => onProblem({ kind: 'parent-damaged', path: '' as ByteString, message: `${message} Run check.` }),
  });
  const tree = await saveContent(repository, source, { ...options, tally, onProblem, parentTree: parent?.tree });
  const summary = tally.summary(start, now());
  const about = { time, parent: parent?.id, tree, hostname, excludes: source.excludes, paths: source.paths, summary };
  const snapshot = options.dryRun ? undefined : await saveSnapshot(repository, { ...about, ...madeBy(options) });
  return { snapshot, parent, summary, problems: tally.problems };
}

interface ContentOptions extends BackupOptions {
  readonly tally: Tally;
  readonly onProblem: (problem: BackupProblem) => void;
  readonly parentTree: string | undefined;
}

/** Stores all files and trees durably; the id of the root's tree. */
async function saveContent(repository: Repository, source: BackupSource, options: ContentOptions): Promise<string> {
  const { signal, tally } = options;
  const index = await repository.index();
  await using storing = await Storing.start(repository, { ...options, onPack: (pack) => tally.countPack(pack) });
  const { crew, trees } = storing;
  using _watch = watch(tally, { crew, source, ...options });
  using _stop = crew.stopWith(signal);
  const reads = new FileReads(crew);
  const archiver = new Archiver({ ...options, repository, index, source, reads, trees, rules: options });
  try {
    signal.throwIfAborted();
    const tree = await archiver.save(options.parentTree);
    await storing.finish();
    signal.throwIfAborted();
    return tree;
  } catch (error) {
    // Without its lock it must not write any more: another program may be removing what is in no index.
    if (!isFault(signal.reason, 'repository.lock.lost')) await storing.keepWhatIsWhole();
    throw error;
  }
}

function madeBy({ username, tags }: BackupOptions): Pick<SnapshotFile, 'username' | 'uid' | 'gid' | 'tags' | 'program_version'> {
  const owner = thisOwner();
  return { ...owner, username: username ?? owner.username, tags: tags ?? [], program_version: PROGRAM };
}

/** Reports progress until disposed, and counts the source ahead meanwhile. */
function watch(tally: Tally, options: BackupOptions & { crew: Crew; source: BackupSource }): Disposable {
  const { crew, source, report } = options;
  if (!report) return { [Symbol.dispose]() {} };
  const ended = new AbortController();
  void measure(tally, source, AbortSignal.any([ended.signal, options.signal]));
  const reports = reporting(() => report(tally.progress(crew.bytes)));
  return {
    [Symbol.dispose]() {
      ended.abort();
      reports[Symbol.dispose]();
    },
  };
}

async function measure(tally: Tally, source: BackupSource, signal: AbortSignal): Promise<void> {
  let total: Tally['total'];
  try {
    for await (const counted of source.measure(signal)) total = counted;
  } catch {
    return; // an estimate only: the backup itself meets the same trouble and tells it
  }
  tally.total = total;
}

function lostText(packs: number): string {
  const what = packs === 1 ? 'a pack of the repository is missing or cut off' : `${packs} packs of the repository are missing or cut off`;
  return `${what}: what the source still has of it is stored anew. Afterwards, run repair index.`;
}

function now(): string {
  return formatTime(BigInt(Date.now()) * 1_000_000n);
}
