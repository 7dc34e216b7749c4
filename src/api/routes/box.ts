/** Routes about the box itself: its status, its events, its folders. */
import type { Router } from '@koa/router';
import { listFolders } from '../../services/protect/index.ts';
import type { FolderChoice, Status } from '../contract.ts';
import { type StatusEvent, sendEvents } from '../events.ts';
import { sendJson } from '../json.ts';
import type { Services } from '../services.ts';
import { clientGone } from '../transfer.ts';

export function boxRoutes(router: Router, { protect, stopping }: Services): void {
  router.get('/api/status', async (ctx) => {
    await sendJson(ctx, protect.status satisfies Status);
  });

  router.get('/api/events', async (ctx) => {
    const gone = AbortSignal.any([clientGone(ctx), stopping]);
    await sendEvents(ctx, statusEvents(protect, gone), gone);
  });

  router.get('/api/folders', async (ctx) => {
    const folder = new URLSearchParams(ctx.querystring).get('path') ?? undefined;
    const choice: FolderChoice = await listFolders(folder, { hidden: ctx.query.hidden === '1' });
    await sendJson(ctx, choice);
  });
}

/** The id tells both a later status and another start of the box apart. */
async function* statusEvents(protect: Services['protect'], gone: AbortSignal): AsyncGenerator<StatusEvent> {
  for await (const { version, value } of protect.watch(gone))
    yield { id: `${Math.round(performance.timeOrigin)}-${version}`, status: value };
}
