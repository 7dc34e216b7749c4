/** Talks to the box about what was saved: searches, versions, comparisons, restores. Paths are percent-encoded bytes already. */
import type {
  CompareCounts,
  ComparePage,
  JobOrder,
  JobView,
  SearchPage,
  SnapshotView,
  VersionList,
} from '../../../src/api/contract/index.ts';
import { get, queryOf, send } from './ask.ts';

export type RestoreOrder = Omit<Extract<JobOrder, { kind: 'restore' }>, 'kind'>;

interface Sides {
  readonly before: string;
  readonly after: string;
  readonly path: string;
}

export const restoreApi = {
  search: (question: { text: string; kind: string | null; after: string | null }, signal: AbortSignal) =>
    get<SearchPage>(`/api/search${queryOf(question)}`, signal),
  snapshot: (id: string, signal: AbortSignal) => get<SnapshotView>(`/api/snapshots/${id}`, signal),
  versions: (snapshot: string, path: string, signal: AbortSignal) =>
    get<VersionList>(`/api/snapshots/${snapshot}/versions?path=${path}`, signal),
  compare: (sides: Sides, past: string | null, signal: AbortSignal) =>
    get<ComparePage>(`/api/compare?${queryOfSides(sides)}${past === null ? '' : `&past=${past}`}`, signal),
  compareCounts: (sides: Sides, signal: AbortSignal) => get<CompareCounts>(`/api/compare/counts?${queryOfSides(sides)}`, signal),
  restore: (order: RestoreOrder) => send<JobView>('POST', '/api/jobs', { kind: 'restore', ...order }),
};

function queryOfSides({ before, after, path }: Sides): string {
  return `before=${before}&after=${after}&path=${path}`;
}
