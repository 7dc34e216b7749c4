/** Routes that look across snapshots: a search by name, the versions of one entry, two snapshots beside each other. */
import * as z from 'zod';
import { CompareCounts, ComparePage, SearchPage, VersionList } from '../contract/index.ts';
import { EntryPath, QueryNumber, QueryText, SnapshotId } from '../contract/words.ts';
import { type Route, route } from '../route.ts';
import { viewComparison, viewHit, viewIndex, viewVersion } from '../search-views.ts';
import type { Services } from '../services.ts';
import { clientGone } from '../transfer.ts';

const PAGE_LENGTH = 50;
const HITS_AT_MOST = 200;
const DIFFERENCES_AT_MOST = 1_000;

const sides = { before: SnapshotId, after: SnapshotId, path: EntryPath };

export function searchRoutes({ restore, names }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/search',
      access: 'operator',
      summary: 'Finds names in all snapshots at once: the name itself first, then names that begin with the text, then the others',
      query: {
        text: QueryText.default(''),
        ending: QueryText.optional(),
        kind: z.enum(['file', 'dir']).optional(),
        after: QueryText.optional(),
        limit: QueryNumber.default(PAGE_LENGTH),
      },
      answer: SearchPage,
      async run({ ctx, query: { limit, ...question } }) {
        const asked = { ...question, limit: Math.min(Math.max(1, limit), HITS_AT_MOST) };
        const { found, total, isMore, next } = await names.search(asked, clientGone(ctx));
        return { hits: found.map(viewHit), total, isMore, next: next ?? null, index: viewIndex(names.status) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/snapshots/:id/versions',
      access: 'operator',
      summary: 'Lists the versions of what lies at a path, in the snapshots of the same machine and folders as this one',
      params: { id: SnapshotId },
      query: { path: EntryPath },
      answer: VersionList,
      async run({ ctx, params, query }) {
        const { id } = await restore.snapshot(params.id);
        const versions = await names.versions(id, query.path, clientGone(ctx));
        return { versions: versions?.map(viewVersion) ?? null, index: viewIndex(names.status) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/compare',
      access: 'operator',
      summary: 'Tells what differs directly in a folder from one snapshot to another, in pages',
      query: { ...sides, past: EntryPath, limit: QueryNumber.default(DIFFERENCES_AT_MOST) },
      answer: ComparePage,
      async run({ ctx, query: { past, limit, ...asked } }) {
        const page = { limit: Math.min(Math.max(1, limit), DIFFERENCES_AT_MOST), signal: clientGone(ctx) };
        return viewComparison(await restore.compare(asked, past === '' ? page : { ...page, past }));
      },
    }),
    route({
      method: 'GET',
      path: '/api/compare/counts',
      access: 'operator',
      summary: 'Counts what differs in a folder and all below it; takes longer the more that is',
      query: sides,
      answer: CompareCounts,
      run: ({ ctx, query }) => restore.countDifferences(query, clientGone(ctx)),
    }),
  ];
}
