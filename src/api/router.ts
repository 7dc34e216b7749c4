/** Puts routes on Koa: reads and checks what was sent, runs the route, sends what it answers. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import * as z from 'zod';
import { Fault } from '../base/index.ts';
import type { Audit } from '../box/users/index.ts';
import { audited } from './audited.ts';
import { readJson } from './body.ts';
import { type Caller, requireAccess } from './caller.ts';
import { sendJson } from './json.ts';
import { rawParameters } from './path-bytes.ts';
import type { Route } from './route.ts';

export interface RouterOptions {
  readonly audit: Audit;
  readonly callerOf: (ctx: Context) => Promise<Caller | undefined>;
  /** Holds every answer against its schema; for tests, since it costs time on large ones. */
  readonly checkAnswers: boolean;
}

export function createRouter(routes: readonly Route[], options: RouterOptions): Router {
  const router = new Router();
  for (const route of routes) router.register(route.path, [route.method], (ctx) => serve(route, ctx, options));
  return router;
}

async function serve(route: Route, ctx: Context & { params: Record<string, string> }, options: RouterOptions): Promise<void> {
  const caller = await options.callerOf(ctx);
  const inAudit = audited(route, caller, options.audit);
  await inAudit.refusal(() => requireAccess(caller, route.access));
  const params = z.strictObject(route.params).safeParse(ctx.params);
  // An address whose parts cannot be names nothing.
  if (!params.success) throw new Fault('route.unknown', `there is nothing at ${ctx.path}`);
  const query = checked(z.strictObject(route.query), rawParameters(ctx.querystring), 'the address');
  const body = route.body === undefined ? undefined : checked(route.body, await readJson(ctx), 'the body');
  if (typeof route.answer !== 'string') ctx.status = route.status ?? 200;
  const answer = await inAudit.change({ params: params.data, query, body, caller, ctx }, (call) => route.run(call));
  if (answer === undefined) {
    if (ctx.respond !== false && ctx.body === undefined && ctx.status !== 304) ctx.status = 404;
    return;
  }
  if (options.checkAnswers && typeof route.answer !== 'string') keep(route, answer);
  await sendJson(ctx, answer);
}

/** Throws Fault 'input.invalid' with a sentence that names what is wrong. */
function checked(schema: z.ZodType, value: unknown, where: string): never {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data as never;
  const [issue] = error.issues;
  const field = issue!.path.length > 0 ? `'${issue!.path.join('.')}' in ` : '';
  throw new Fault('input.invalid', `${field}${where}: ${issue!.message}`, { cause: error });
}

function keep(route: Route, answer: unknown): void {
  const { error } = (route.answer as z.ZodType).safeParse(answer);
  if (error) throw new TypeError(`${route.method} ${route.path} answers what its schema does not allow: ${error.message}`);
}
