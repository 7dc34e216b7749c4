/**
 * Server-sent events: the status of the box, as it changes.
 *
 * Every connection is told the current status first, so a page that comes back (Last-Event-ID or not) has missed nothing that
 * still holds. A slow reader gets the newest status, not a queue of old ones.
 * Source: HTML standard, "Server-sent events".
 */
import { once } from 'node:events';
import type { Context } from 'koa';
import type { Status } from './contract/index.ts';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;

export interface StatusEvent {
  readonly id: string;
  readonly status: Status;
}

/** Writes events until the client leaves or `signal` fires. */
export async function sendEvents(ctx: Context, events: AsyncIterable<StatusEvent>, gone: AbortSignal): Promise<void> {
  ctx.respond = false;
  ctx.req.setTimeout(0);
  const { res } = ctx;
  res.writeHead(200, {
    ...ctx.response.headers,
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  if (ctx.method === 'HEAD') {
    res.end();
    return;
  }
  res.write(`retry: ${RECONNECT_MS}\n\n`);
  const heartbeat = setInterval(() => res.write(': the box is here\n\n'), HEARTBEAT_MS);
  try {
    for await (const { id, status } of events) {
      const isFlowing = res.write(`id: ${id}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`);
      if (!isFlowing) await once(res, 'drain', { signal: gone });
    }
  } catch (error) {
    if (!gone.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    res.end();
  }
}
