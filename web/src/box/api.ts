/** Talks to the box: one function a route. Failures come as ApiFailure, whose code the page translates. */
import type {
  FaultCode,
  FolderChoice,
  FolderPage,
  Problem,
  ProblemList,
  ProtectedFolder,
  Run,
  SnapshotView,
  Status,
} from '../../../src/api/contract/index.ts';
import { hasText, t } from '../text/text.ts';

export class ApiFailure extends Error {
  readonly code: FaultCode | 'network';

  constructor(code: FaultCode | 'network', detail: string) {
    super(detail);
    this.code = code;
  }
}

/** The sentence to show for any failure. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiFailure)) throw error;
  const key = `fault.${error.code}`;
  return hasText(key) ? (t as (key: string) => string)(key) : error.message;
}

export const api = {
  status: () => get<Status>('/api/status'),
  folders: (path: string | undefined, hidden: boolean) => {
    const query = new URLSearchParams({ ...(path === undefined ? {} : { path }), ...(hidden ? { hidden: '1' } : {}) });
    return get<FolderChoice>(`/api/folders?${query}`);
  },
  createRepository: (passphrase: string) => send<Status>('POST', '/api/repository', { passphrase }),
  unlock: (passphrase: string) => send<Status>('POST', '/api/repository/unlock', { passphrase }),
  protectedFolders: () => get<ProtectedFolder[]>('/api/protected'),
  forgetFolder: (folder: string) => send<ProtectedFolder[]>('DELETE', `/api/protected?${new URLSearchParams({ path: folder })}`, {}),
  startBackup: (folder: string) => send<Run>('POST', '/api/backups', { folder }),
  cancelBackup: () => send<Run>('DELETE', '/api/backups/current', {}),
  problems: (run: string) => get<ProblemList>(`/api/backups/${run}/problems`),
  damagedSnapshots: () => get<string[]>('/api/damaged-snapshots'),
  snapshots: () => get<SnapshotView[]>('/api/snapshots'),
  folder: (snapshot: string, path: string, offset: number, signal?: AbortSignal) =>
    get<FolderPage>(`/api/snapshots/${snapshot}/folder?path=${path}&offset=${offset}`, signal),
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

async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(url, signal ? { signal } : {})).json()) as T;
}

async function send<T>(method: 'POST' | 'DELETE', url: string, body: unknown): Promise<T> {
  const request = { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await ask(url, request)).json()) as T;
}

async function ask(url: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiFailure('network', t('fault.network'));
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  throw new ApiFailure(problem?.code ?? 'internal', problem?.detail ?? t('fault.internal'));
}
