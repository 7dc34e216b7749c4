/**
 * The files of the page, read and compressed once at the start, and answered from memory.
 *
 * A request path is only ever a key of a table, so nothing outside the web folder can be reached.
 * Files whose name carries a content hash are kept by browsers for a year; the rest is asked for again each time.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Context, Next } from 'koa';
import { Fault } from '../base/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const ALREADY_COMPRESSED = new Set(['.png', '.woff2']);
const HASHED_NAME = /-[\w-]{8}\.\w+$/;

type Coding = 'br' | 'zstd' | 'gzip';
const CODINGS: readonly Coding[] = ['br', 'zstd', 'gzip'];

export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly isHashed: boolean;
  readonly plain: Buffer;
  readonly coded: ReadonlyMap<Coding, Buffer>;
}

/** By path of the URL; '/' is index.html. */
export type Page = ReadonlyMap<string, PageFile>;

/** Throws Fault 'page.missing' when the page was not built. */
export async function loadPage(folder: string): Promise<Page> {
  const page = new Map<string, PageFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const url = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    page.set(url === '/index.html' ? '/' : url, await loadFile(file));
  }
  if (!page.has('/')) throw new Fault('page.missing', `the page is not built: ${folder} holds no index.html (npm run web builds it)`);
  return page;
}

/** Middleware: answers what the page holds, passes everything else on. */
export function servePage(page: Page) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const file = page.get(ctx.path);
    if (file === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.set('Cache-Control', file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    ctx.set('ETag', file.etag);
    ctx.vary('Accept-Encoding');
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.set('Content-Type', file.type);
    const coding = CODINGS.find((each) => file.coded.has(each) && accepts(ctx, each));
    if (coding) ctx.set('Content-Encoding', coding);
    ctx.body = coding ? file.coded.get(coding)! : file.plain;
  };
}

/** Whether the client takes this coding; refusals by q=0 are honoured, wildcards are not taken up. */
export function accepts(ctx: Context, coding: string): boolean {
  const offers = ctx.get('Accept-Encoding').toLowerCase().split(',');
  return offers.some((offer) => offer.split(';')[0]!.trim() === coding && !/;\s*q=0(\.0*)?\s*$/.test(offer));
}

async function loadFile(file: string): Promise<PageFile> {
  const plain = await readFile(file);
  const extension = path.extname(file);
  const coded = new Map<Coding, Buffer>();
  if (!ALREADY_COMPRESSED.has(extension)) {
    const { BROTLI_PARAM_SIZE_HINT, ZSTD_c_compressionLevel } = zlib.constants;
    coded.set('br', await promisify(zlib.brotliCompress)(plain, { params: { [BROTLI_PARAM_SIZE_HINT]: plain.length } }));
    // Without the size zstd makes room for any, which costs more than all compression at this start.
    const exactly = { pledgedSrcSize: plain.length, params: { [ZSTD_c_compressionLevel]: 19 } };
    coded.set('zstd', await promisify(zlib.zstdCompress)(plain, exactly));
    coded.set('gzip', await promisify(zlib.gzip)(plain, { level: 9 }));
  }
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type: TYPES[extension] ?? 'application/octet-stream', etag, isHashed: HASHED_NAME.test(file), plain, coded };
}
