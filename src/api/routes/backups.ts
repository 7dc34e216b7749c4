/** Routes that protect: the repository, its passphrase, backups. */
import type { Router } from '@koa/router';
import { readField } from '../body.ts';
import type { ProblemList, ProtectedFolder, Run, Status } from '../contract.ts';
import { sendJson } from '../json.ts';
import type { Services } from '../services.ts';
import { startOf } from '../views.ts';

export function backupRoutes(router: Router, { protect }: Services): void {
  router.post('/api/repository', async (ctx) => {
    await protect.create(await readField(ctx, 'passphrase'));
    ctx.status = 201;
    await sendJson(ctx, protect.status satisfies Status);
  });

  router.post('/api/repository/unlock', async (ctx) => {
    await protect.unlock(await readField(ctx, 'passphrase'));
    await sendJson(ctx, protect.status satisfies Status);
  });

  router.get('/api/protected', async (ctx) => {
    await sendJson(ctx, await viewFolders(protect));
  });

  router.delete('/api/protected', async (ctx) => {
    await protect.forget(new URLSearchParams(ctx.querystring).get('path') ?? '');
    await sendJson(ctx, await viewFolders(protect));
  });

  router.post('/api/backups', async (ctx) => {
    const run: Run = await protect.start(await readField(ctx, 'folder'));
    ctx.status = 202;
    await sendJson(ctx, run);
  });

  router.get('/api/backups/:run/problems', async (ctx) => {
    const { current, recent } = protect.status;
    const run = [current, ...recent].find((each) => each?.id === ctx.params.run);
    if (!run) return;
    await sendJson(ctx, { problems: protect.problemsOf(run.id), count: run.problemCount } satisfies ProblemList);
  });

  router.delete('/api/backups/current', async (ctx) => {
    const run: Run = protect.cancel();
    ctx.status = 202;
    await sendJson(ctx, run);
  });
}

async function viewFolders(protect: Services['protect']): Promise<ProtectedFolder[]> {
  const folders = await protect.folders();
  return folders.map((folder) => ({ ...folder, start: startOf(folder.path), leftOut: protect.leftOutOf(folder.path) }));
}
