/**
 * Server-sent events: what happens in the box, with ids by which a client that comes back is told what it missed.
 *
 * A slow reader gets the newest of each thing, not a queue of old ones. The stream ends when who follows may not come in any more.
 * Source: HTML standard, "Server-sent events".
 */
import { once } from 'node:events';
import type { Context } from 'koa';
import type { BoxEvent } from './event-log.ts';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;

/** Writes events until the client leaves, `gone` fires, or `isLetIn`, asked now and then, says no. */
export async function sendEvents(
  ctx: Context,
  events: AsyncIterable<BoxEvent>,
  { gone, isLetIn }: { gone: AbortController; isLetIn: () => Promise<boolean> },
): Promise<void> {
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
  const { signal } = gone;
  const heartbeat = setInterval(async () => {
    if (await isLetIn().catch(() => false)) res.write(': the box is here\n\n');
    else gone.abort();
  }, HEARTBEAT_MS);
  try {
    for await (const { id, name, data } of events) {
      const isFlowing = res.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      if (!isFlowing) await once(res, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    res.end();
  }
}

/** The id of the last event that a client saw. */
export function lastSeen(ctx: Context): number | undefined {
  const text = ctx.get('Last-Event-ID');
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
