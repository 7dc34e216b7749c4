/**
 * Snapshots: when, from where, by whom, and the root of the tree.
 * Source: restic's design document, "Snapshots"; the summary as restic writes it since 0.17.
 */
import { Fault, isFault } from '../base/index.ts';
import { BOX_TAG, isBoxSnapshot } from './box-snapshots.ts';
import type { Repository } from './repository.ts';
import { isFileId, listThere } from './stores/store.ts';
import { parseTime } from './trees/go-time.ts';
import { loadUnpacked, saveUnpacked } from './unpacked.ts';

export interface SnapshotSummary {
  readonly backup_start: string;
  readonly backup_end: string;
  readonly files_new: number;
  readonly files_changed: number;
  readonly files_unmodified: number;
  readonly dirs_new: number;
  readonly dirs_changed: number;
  readonly dirs_unmodified: number;
  readonly data_blobs: number;
  readonly tree_blobs: number;
  /** Bytes of new blobs before compression, and as stored. */
  readonly data_added: number;
  readonly data_added_packed: number;
  readonly total_files_processed: number;
  readonly total_bytes_processed: number;
}

/** The file's content, in restic's order and names. */
export interface SnapshotFile {
  /** RFC 3339 with the zone of the machine. */
  readonly time: string;
  readonly parent?: string | undefined;
  readonly tree: string;
  readonly paths: readonly string[];
  readonly hostname?: string;
  readonly username?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly excludes?: readonly string[];
  readonly tags?: readonly string[];
  readonly original?: string;
  readonly program_version?: string;
  readonly summary?: SnapshotSummary;
}

export interface Snapshot extends SnapshotFile {
  readonly id: string;
}

export interface SnapshotFilter {
  readonly host?: string | undefined;
  /** Every one of these must be among the snapshot's. */
  readonly tags?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
}

/** Oldest first. None is silently left out: one that is damaged is told to `onDamage`, or else thrown ('repository.damaged'). */
export async function listSnapshots(
  repository: Repository,
  filter: SnapshotFilter = {},
  onDamage?: (damage: Fault, id: string) => void,
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for await (const { name } of listThere(repository.store, 'snapshots')) {
    try {
      const snapshot = await loadSnapshot(repository, name);
      if (matches(snapshot, filter)) snapshots.push(snapshot);
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
      if (!onDamage) throw inTheWay(error, name);
      onDamage(error, name);
    }
  }
  return snapshots.sort(byTime);
}

function inTheWay(damage: Fault, id: string): Fault {
  const wayOut = `Bring the file back from another copy of the repository, or remove it with forget ${id.slice(0, 8)}.`;
  return new Fault('repository.damaged', `${damage.message} ${wayOut}`, { cause: damage });
}

/** For sorting: the oldest first, to the nanosecond; among equals the ids decide. */
export function byTime(a: Snapshot, b: Snapshot): number {
  const milliseconds = Date.parse(a.time) - Date.parse(b.time);
  return milliseconds || Number(parseTime(a.time)! - parseTime(b.time)!) || (a.id < b.id ? -1 : 1);
}

/** By the beginning of an id, or 'latest' among those the filter lets through; damaged ones as in `listSnapshots`. */
export async function findSnapshot(
  repository: Repository,
  name: string,
  { onDamage, ...filter }: SnapshotFilter & { readonly onDamage?: (damage: Fault) => void } = {},
): Promise<Snapshot> {
  if (name === 'latest') {
    const isAskedFor = (filter.tags ?? []).length > 0 || (filter.paths ?? []).length > 0;
    return latestOf(await listSnapshots(repository, filter, onDamage), { isAskedFor });
  }
  const found: string[] = [];
  for await (const file of listThere(repository.store, 'snapshots')) if (name !== '' && file.name.startsWith(name)) found.push(file.name);
  if (found.length === 0) throw new Fault('snapshot.unknown', `No snapshot has an id that begins with '${name}'.`);
  if (found.length > 1)
    throw new Fault('snapshot.ambiguous', `${found.length} snapshots have an id that begins with '${name}'; give more of it.`);
  return await loadSnapshot(repository, found[0]!);
}

/**
 * The last one, oldest first. The memory of a box holds no files of people, so it is passed over unless somebody asked for it by a tag
 * or a path. Throws 'snapshot.unknown'.
 */
export function latestOf(matching: readonly Snapshot[], { isAskedFor }: { readonly isAskedFor: boolean }): Snapshot {
  const latest = matching.findLast((each) => isAskedFor || !isBoxSnapshot(each));
  if (latest) return latest;
  const isOnlyBox = matching.length > 0;
  throw new Fault(
    'snapshot.unknown',
    isOnlyBox
      ? `The repository holds only what the box remembers (tag ${BOX_TAG}), and no snapshot of files yet.`
      : 'The repository holds no snapshot that matches.',
  );
}

export async function loadSnapshot(repository: Repository, id: string): Promise<Snapshot> {
  const file = (await loadUnpacked(repository, 'snapshots', id)) as SnapshotFile;
  const whole = isFileId(String(file.tree)) && parseTime(String(file.time)) !== undefined && Array.isArray(file.paths);
  if (!whole) throw new Fault('repository.damaged', `The file snapshots/${id} is damaged: it names no tree, time or paths.`);
  return { ...file, id };
}

/** Stores the snapshot durably. The fields' order is restic's; undefined ones are left out. */
export async function saveSnapshot(repository: Repository, file: SnapshotFile): Promise<Snapshot> {
  const ordered: SnapshotFile = {
    time: file.time,
    ...(file.parent === undefined ? {} : { parent: file.parent }),
    tree: file.tree,
    paths: file.paths,
    ...(file.hostname ? { hostname: file.hostname } : {}),
    ...(file.username ? { username: file.username } : {}),
    ...(file.uid ? { uid: file.uid } : {}),
    ...(file.gid ? { gid: file.gid } : {}),
    ...(file.excludes?.length ? { excludes: file.excludes } : {}),
    ...(file.tags?.length ? { tags: file.tags } : {}),
    ...(file.original === undefined ? {} : { original: file.original }),
    ...(file.program_version === undefined ? {} : { program_version: file.program_version }),
    ...(file.summary === undefined ? {} : { summary: file.summary }),
  };
  return { ...ordered, id: await saveUnpacked(repository, 'snapshots', JSON.stringify(ordered)) };
}

function matches(snapshot: Snapshot, { host, tags = [], paths = [] }: SnapshotFilter): boolean {
  if (host !== undefined && snapshot.hostname !== host) return false;
  return tags.every((tag) => snapshot.tags?.includes(tag)) && paths.every((path) => snapshot.paths.includes(path));
}
