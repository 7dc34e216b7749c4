/** Puts the middleware in its one right order: failures outside, then the gate, then routes, then the page. */
import type { RequestListener } from 'node:http';
import { Router } from '@koa/router';
import Koa from 'koa';
import { guard } from './guard.ts';
import { type Page, servePage } from './page.ts';
import { answerProblems } from './problems.ts';
import { backupRoutes } from './routes/backups.ts';
import { boxRoutes } from './routes/box.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import type { Services } from './services.ts';

export interface HandlerOptions {
  readonly page: Page;
  /** The port people reach the box at. */
  readonly port: () => number;
  readonly log: (line: string) => void;
}

export function createHandler(services: Services, options: HandlerOptions): RequestListener {
  const router = new Router();
  boxRoutes(router, services);
  backupRoutes(router, services);
  snapshotRoutes(router, services);

  const koa = new Koa();
  // Failures are told and logged by answerProblems; what Koa adds is the same failure once more, seen from the socket.
  koa.on('error', () => {});
  koa.use(answerProblems(options.log));
  koa.use(guard(options.port));
  koa.use(router.routes());
  koa.use(router.allowedMethods());
  koa.use(servePage(options.page));
  return koa.callback();
}
