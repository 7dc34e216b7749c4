/** Answers JSON: compressed when it is worth it, with a mark by which clients ask whether it still holds. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Context } from 'koa';
import { accepts } from './page.ts';

const WORTH_COMPRESSING_BYTES = 2_048;

export async function sendJson(ctx: Context, value: unknown): Promise<void> {
  const plain = Buffer.from(JSON.stringify(value));
  if (isUnchanged(ctx, plain)) return;
  ctx.set('Content-Type', 'application/json');
  ctx.vary('Accept-Encoding');
  const isLarge = plain.length >= WORTH_COMPRESSING_BYTES;
  if (isLarge && accepts(ctx, 'zstd')) {
    ctx.set('Content-Encoding', 'zstd');
    ctx.body = await promisify(zlib.zstdCompress)(plain);
  } else if (isLarge && accepts(ctx, 'gzip')) {
    ctx.set('Content-Encoding', 'gzip');
    ctx.body = await promisify(zlib.gzip)(plain);
  } else {
    ctx.body = plain;
  }
}

/** Marks what a GET answers, so that a script may ask whether it still holds; browsers are told elsewhere what they may keep. Then 304 is set. */
function isUnchanged(ctx: Context, plain: Buffer): boolean {
  if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.status !== 200) return false;
  if (!ctx.response.get('ETag')) ctx.set('ETag', `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`);
  if (!ctx.fresh) return false;
  ctx.status = 304;
  return true;
}

/**
 * Marks the answer as content of a snapshot, which never changes: browsers may keep it, and ask whether it still holds.
 * True when the client has it already; then 304 is set and nothing more is to be sent.
 */
export function isKnown(ctx: Context, ...about: readonly unknown[]): boolean {
  ctx.set('Cache-Control', 'private, no-cache');
  ctx.set('ETag', `"${createHash('sha256').update(JSON.stringify(about)).digest('base64url').slice(0, 22)}"`);
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  return ctx.status === 304;
}
