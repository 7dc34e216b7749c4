/** Routes that restore: snapshots, their folders, files, ZIPs. Paths are raw bytes, see path-bytes.ts. */
import type { Context } from 'koa';
import * as z from 'zod';
import { type ByteString, childPath, toDisplay } from '../../base/index.ts';
import type { Folder, OpenFile } from '../../services/restore/index.ts';
import { FolderPage, SnapshotView } from '../contract/index.ts';
import { EntryPath, QueryFlag, QueryNumber, SnapshotId } from '../contract/words.ts';
import { isKnown } from '../json.ts';
import { contentTypeOf } from '../preview.table.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { attachment, clientGone, rangeOf, sendStream } from '../transfer.ts';
import { ENTRIES_AT_MOST, viewFolder, viewSnapshot } from '../views.ts';

/** Grows when the JSON of a folder changes, so that browsers do not keep the old one. */
const FOLDER_VIEW = 1;
const PAGE_LENGTH = 1_000;

/** Whole ids only: a prefix that names one snapshot today may name two tomorrow, and browsers keep links. */
const params = { id: SnapshotId };

export function snapshotRoutes({ restore }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/snapshots',
      access: 'viewer',
      summary: 'Lists the snapshots that can be read, newest first',
      answer: z.array(SnapshotView),
      run: async () => (await restore.snapshots()).map(viewSnapshot),
    }),
    route({
      method: 'GET',
      path: '/api/damaged-snapshots',
      access: 'viewer',
      summary: 'Says a sentence for each snapshot that cannot be read',
      answer: z.array(z.string()),
      run: () => restore.damagedSnapshots(),
    }),
    route({
      method: 'GET',
      path: '/api/snapshots/:id',
      access: 'viewer',
      summary: 'Shows a snapshot',
      params,
      answer: SnapshotView,
      run: async (call) => viewSnapshot(await restore.snapshot(call.params.id)),
    }),
    route({
      method: 'GET',
      path: '/api/snapshots/:id/folder',
      access: 'operator',
      summary: 'Lists a folder of a snapshot, in pages; `at` asks for the page that holds this entry, instead of the one at `offset`',
      params,
      query: { path: EntryPath, offset: QueryNumber.default(0), limit: QueryNumber.default(PAGE_LENGTH), at: EntryPath },
      answer: FolderPage,
      async run({ ctx, params: { id }, query: { path, limit, at, ...asked } }) {
        const folder = await restore.folder(id, path);
        const offset = at === '' ? asked.offset : offsetOfPage(folder, at, Math.min(Math.max(1, limit), ENTRIES_AT_MOST));
        if (isKnown(ctx, FOLDER_VIEW, folder.snapshot.id, folder.mark, folder.path, offset, limit)) return undefined;
        return viewFolder(folder, offset, limit);
      },
    }),
    route({
      method: 'GET',
      path: '/api/snapshots/:id/file',
      access: 'operator',
      summary: 'Gives the bytes of a file; ranges are served',
      params,
      query: { path: EntryPath, download: QueryFlag },
      answer: 'application/octet-stream',
      async run({ ctx, params: { id }, query }) {
        await sendFile(ctx, await restore.file(id, query.path), query.download);
        return undefined;
      },
    }),
    route({
      method: 'GET',
      path: '/api/snapshots/:id/zip',
      access: 'operator',
      summary: 'Gives a folder as a ZIP, streamed',
      params,
      query: { path: EntryPath },
      answer: 'application/zip',
      async run({ ctx, params: { id }, query }) {
        const { name, content } = await restore.zip(id, query.path, clientGone(ctx));
        ctx.status = 200;
        ctx.set('Content-Type', 'application/zip');
        ctx.set('Content-Disposition', attachment(`${name}.zip`));
        await sendStream(ctx, content);
        return undefined;
      },
    }),
  ];
}

/** The first page when the entry is not there. */
function offsetOfPage(folder: Folder, at: ByteString, limit: number): number {
  const name = at.slice(at.lastIndexOf('/') + 1) as ByteString;
  const index = childPath(folder.path, name) === at ? folder.indexOf(name) : -1;
  return Math.floor(Math.max(0, index) / limit) * limit;
}

async function sendFile(ctx: Context, file: OpenFile, isDownload: boolean): Promise<void> {
  const name = toDisplay(file.name);
  ctx.set('Accept-Ranges', 'bytes');
  if (isDownload) ctx.set('Content-Disposition', attachment(name));
  if (isKnown(ctx, file.mark)) return;
  ctx.set('Content-Type', contentTypeOf(name));
  const isStale = ctx.get('If-Range') !== '' && ctx.get('If-Range') !== ctx.response.get('ETag');
  const range = isStale ? 'all' : rangeOf(ctx.get('Range'), file.sizeBytes);
  if (range === 'none') {
    ctx.body = '';
    ctx.status = 416;
    ctx.set('Content-Range', `bytes */${file.sizeBytes}`);
    return;
  }
  if (range !== 'all') {
    ctx.status = 206;
    ctx.set('Content-Range', `bytes ${range.offset}-${range.offset + range.length - 1}/${file.sizeBytes}`);
  }
  ctx.set('Content-Length', String(range === 'all' ? file.sizeBytes : range.length));
  await sendStream(ctx, file.read(range === 'all' ? undefined : range, clientGone(ctx)));
}
