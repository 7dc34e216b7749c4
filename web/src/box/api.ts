/** Talks to the box: one function a route. */
import type { FolderChoice, FolderPage, JobView, ProtectedFolder, SnapshotView, Status } from '../../../src/api/contract/index.ts';
import { ask, get, send } from './ask.ts';

export { ApiFailure, failureText } from './ask.ts';

export const api = {
  status: () => get<Status>('/api/status'),
  folders: (path: string | undefined, hidden: boolean) => {
    const query = new URLSearchParams({ ...(path === undefined ? {} : { path }), ...(hidden ? { hidden: '1' } : {}) });
    return get<FolderChoice>(`/api/folders?${query}`);
  },
  protectedFolders: () => get<ProtectedFolder[]>('/api/protected'),
  forgetFolder: (folder: string) => send<ProtectedFolder[]>('DELETE', `/api/protected?${new URLSearchParams({ path: folder })}`, {}),
  startBackup: (folder: string) => send<JobView>('POST', '/api/jobs', { kind: 'backup', folder }),
  damagedSnapshots: () => get<string[]>('/api/damaged-snapshots'),
  snapshots: () => get<SnapshotView[]>('/api/snapshots'),
  /** `at`: the page that holds this entry instead of the one at the offset. */
  folder: (snapshot: string, path: string, offset: number, { at, signal }: { at?: string; signal?: AbortSignal } = {}) =>
    get<FolderPage>(`/api/snapshots/${snapshot}/folder?path=${path}&offset=${offset}${at === undefined ? '' : `&at=${at}`}`, signal),
  /** The first bytes of a file. */
  async head(snapshot: string, path: string, bytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const response = await ask(fileUrl(snapshot, path), { headers: { Range: `bytes=0-${bytes - 1}` }, signal });
    return new Uint8Array(await response.arrayBuffer());
  },
};

export function fileUrl(snapshot: string, path: string): string {
  return `/api/snapshots/${snapshot}/file?path=${path}`;
}

export function downloadUrl(snapshot: string, path: string): string {
  return `${fileUrl(snapshot, path)}&download=1`;
}

export function zipUrl(snapshot: string, path: string): string {
  return `/api/snapshots/${snapshot}/zip?path=${path}`;
}
