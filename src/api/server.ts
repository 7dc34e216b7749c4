/** Puts the middleware in its one right order: failures outside, then the gate, then routes, then the page. */
import type { RequestListener } from 'node:http';
import Koa from 'koa';
import { callerOf } from './caller.ts';
import type { EventLog } from './event-log.ts';
import { guard, guardSocket, type Origins } from './guard.ts';
import { Metrics } from './metrics.ts';
import { type Page, servePage } from './page.ts';
import { answerProblems } from './problems.ts';
import { createRouter } from './router.ts';
import { routesOf } from './routes.ts';
import type { Services } from './services.ts';

export interface HandlerOptions {
  readonly page: Page;
  readonly origins: Origins;
  /** Of `followBox`; all doors of a box share one. */
  readonly events: EventLog;
  readonly log: (line: string) => void;
  /** Holds every answer against its schema, which costs time. */
  readonly checkAnswers?: boolean | undefined;
  /** For the box's own socket: who may open it is an admin, and no browser comes that way. */
  readonly isSocket?: boolean;
}

export function createHandler(services: Services, options: HandlerOptions): RequestListener {
  const metrics = new Metrics();
  const router = createRouter(routesOf(services, { metrics, events: options.events }), {
    audit: services.users.audit,
    callerOf: (ctx) => callerOf(ctx, services.users, options.isSocket ?? false),
    checkAnswers: options.checkAnswers ?? false,
  });
  const koa = new Koa();
  // Failures are told and logged by answerProblems; what Koa adds is the same failure once more, seen from the socket.
  koa.on('error', () => {});
  koa.use((ctx, next) => metrics.count(ctx, next));
  koa.use(answerProblems(options.log));
  koa.use(options.isSocket ? guardSocket : guard(options.origins));
  koa.use(router.routes());
  koa.use(router.allowedMethods());
  koa.use(servePage(options.page));
  return koa.callback();
}
