/** Routes that restore: snapshots, their folders, files, ZIPs. Paths are raw bytes, see path-bytes.ts. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { Fault, toDisplay } from '../../base/index.ts';
import type { OpenFile } from '../../services/restore/index.ts';
import { isKnown, sendJson } from '../json.ts';
import { pathOf, rawParameter } from '../path-bytes.ts';
import { contentTypeOf } from '../preview.table.ts';
import type { Services } from '../services.ts';
import { attachment, clientGone, rangeOf, sendStream } from '../transfer.ts';
import { viewFolder, viewSnapshot } from '../views.ts';

/** Grows when the JSON of a folder changes, so that browsers do not keep the old one. */
const FOLDER_VIEW = 1;
const PAGE_LENGTH = 1_000;

export function snapshotRoutes(router: Router, { restore }: Services): void {
  router.get('/api/snapshots', async (ctx) => {
    const snapshots = await restore.snapshots();
    await sendJson(ctx, snapshots.map(viewSnapshot));
  });

  router.get('/api/damaged-snapshots', async (ctx) => {
    await sendJson(ctx, await restore.damagedSnapshots());
  });

  router.get('/api/snapshots/:id', async (ctx) => {
    await sendJson(ctx, viewSnapshot(await restore.snapshot(idOf(ctx))));
  });

  router.get('/api/snapshots/:id/folder', async (ctx) => {
    const [offset, limit] = [wholeNumber(ctx, 'offset', 0), wholeNumber(ctx, 'limit', PAGE_LENGTH)];
    const folder = await restore.folder(idOf(ctx), pathOf(ctx.querystring));
    if (isKnown(ctx, FOLDER_VIEW, folder.snapshot.id, folder.mark, folder.path, offset, limit)) return;
    await sendJson(ctx, viewFolder(folder, offset, limit));
  });

  router.get('/api/snapshots/:id/file', async (ctx) => {
    await sendFile(ctx, await restore.file(idOf(ctx), pathOf(ctx.querystring)));
  });

  router.get('/api/snapshots/:id/zip', async (ctx) => {
    const { name, content } = await restore.zip(idOf(ctx), pathOf(ctx.querystring), clientGone(ctx));
    ctx.status = 200;
    ctx.set('Content-Type', 'application/zip');
    ctx.set('Content-Disposition', attachment(`${name}.zip`));
    await sendStream(ctx, content);
  });
}

async function sendFile(ctx: Context, file: OpenFile): Promise<void> {
  const name = toDisplay(file.name);
  ctx.set('Accept-Ranges', 'bytes');
  if (rawParameter(ctx.querystring, 'download') === '1') ctx.set('Content-Disposition', attachment(name));
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

/** Whole ids only: a prefix that names one snapshot today may name two tomorrow, and browsers keep links. */
function idOf(ctx: Context & { params: Record<string, string> }): string {
  const id = ctx.params.id!;
  if (!/^[0-9a-f]{64}$/.test(id)) throw new Fault('snapshot.unknown', 'There is no such snapshot.');
  return id;
}

function wholeNumber(ctx: Context, name: string, otherwise: number): number {
  const text = rawParameter(ctx.querystring, name);
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new Fault('input.invalid', `'${name}' must be a whole number.`);
  return Number(text);
}
