/** How jobs, folders, snapshots and their entries look in JSON. */
import { type ByteString, childPath, toByteString, toDisplay } from '../base/index.ts';
import type { Job } from '../box/jobs/index.ts';
import type { Protect, RepositoryState } from '../services/protect/index.ts';
import type { Folder, Snapshot, TreeNode } from '../services/restore/index.ts';
import type { EntryView, FolderPage, JobView, ProtectedFolder, SnapshotView } from './contract/index.ts';
import { encodePath } from './path-bytes.ts';
import { previewOf } from './preview.table.ts';

/** On one page of a folder. */
export const ENTRIES_AT_MOST = 2_000;

export function viewSnapshot(snapshot: Snapshot): SnapshotView {
  const [onlyPath, ...others] = snapshot.paths;
  return {
    id: snapshot.id,
    shortId: snapshot.id.slice(0, 8),
    time: snapshot.time,
    hostname: snapshot.hostname ?? '',
    paths: snapshot.paths,
    start: onlyPath !== undefined && others.length === 0 ? startOf(onlyPath) : '',
    files: snapshot.summary?.total_files_processed ?? null,
    bytes: snapshot.summary?.total_bytes_processed ?? null,
  };
}

/** Where a protected folder lies in the snapshots of it. */
export function startOf(folder: string): string {
  return encodePath(toByteString(folder.replace(/^\/+/, '')));
}

export function viewFolder(folder: Folder, offset: number, limit: number): FolderPage {
  const shown = folder.page(offset, Math.min(limit, ENTRIES_AT_MOST));
  return {
    snapshot: viewSnapshot(folder.snapshot),
    path: encodePath(folder.path),
    trail: trailOf(folder.path),
    entries: shown.map((node) => viewEntry(folder.path, node)),
    offset,
    total: folder.total,
  };
}

export function trailOf(path: ByteString): FolderPage['trail'] {
  const names = path === '' ? [] : path.split('/');
  const steps = names.map((name, index) => ({
    name: toDisplay(name as ByteString),
    path: encodePath(names.slice(0, index + 1).join('/') as ByteString),
  }));
  return [{ name: '/', path: '' }, ...steps];
}

function viewEntry(folder: ByteString, node: TreeNode): EntryView {
  const name = toDisplay(node.name);
  return {
    name,
    path: encodePath(childPath(folder, node.name)),
    type: node.type,
    sizeBytes: node.sizeBytes,
    modified: timeText(Number(node.mtimeNs / 1_000_000n)),
    preview: node.type === 'file' ? previewOf(name) : null,
    linkTarget: node.linkTarget === undefined ? null : toDisplay(node.linkTarget),
  };
}

/** Times beyond what JavaScript's dates hold become the nearest one they do. */
export function timeText(ms: number): string {
  const latestMs = 8.64e15;
  return new Date(Math.min(Math.max(ms, -latestMs), latestMs)).toISOString();
}

export function viewJob(job: Job): JobView {
  return job;
}

/** While the repository is not open, only the chosen folders are known. */
export async function viewProtected(protect: Protect, repository: RepositoryState): Promise<ProtectedFolder[]> {
  const unknown = { snapshotCount: 0, lastSnapshotId: null, lastTime: null };
  const folders = repository === 'open' ? await protect.folders() : (await protect.chosenFolders()).map((path) => ({ path, ...unknown }));
  return folders.map((folder) => ({ ...folder, start: startOf(folder.path), leftOut: protect.leftOutOf(folder.path) }));
}
