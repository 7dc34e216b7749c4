/**
 * Sends streams to the client so that a failure is seen as one: the connection breaks, it never ends early in good order.
 *
 * Source: RFC 9110 sections 13 (conditions) and 14 (ranges), RFC 6266 and RFC 8187 (names of downloads).
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Fires when the client leaves before the answer is complete. */
export function clientGone(ctx: Context): AbortSignal {
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort(new DOMException('the client left', 'AbortError')));
  return gone.signal;
}

/**
 * Sends with the headers set on `ctx`. What fails before the first bytes is thrown while it can still be answered;
 * what fails later is thrown with the connection broken.
 */
export async function sendStream(ctx: Context, source: AsyncGenerator<Buffer>): Promise<void> {
  const first = ctx.method === 'HEAD' ? undefined : await source.next();
  ctx.respond = false;
  // A source that ends before its announced length is a failure too.
  ctx.res.strictContentLength = true;
  ctx.res.writeHead(ctx.status, ctx.response.headers);
  if (first === undefined) {
    ctx.res.end();
    return;
  }
  try {
    await pipeline(Readable.from(resumed(first, source), { objectMode: false }), ctx.res);
  } catch (error) {
    if (!isDeparture(error)) throw error;
  }
}

async function* resumed(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** Whether an error says no more than that the client went away, which is no failure of ours. */
function isDeparture(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(code)) || (error instanceof Error && error.name === 'AbortError')
  );
}

/** 'all' without a range or with one that is not understood, 'none' when no byte of the range exists. */
export function rangeOf(header: string, sizeBytes: number): ByteRange | 'all' | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return 'all';
  const [from, to] = [match[1]!, match[2]!];
  const offset = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'all';
  return offset > last ? 'none' : { offset, length: last - offset + 1 };
}

/** A Content-Disposition that saves under `name`, with a plain form for old clients. */
export function attachment(name: string): string {
  const safe = name.replace(/[\x00-\x1f\x7f/\\]/g, '_');
  const plain = safe.replace(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(safe.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
