/**
 * Turns failures into application/problem+json, and is the only place where a fault code becomes an HTTP status.
 *
 * What is not a Fault is a mistake of ours: it is logged whole and answered without details.
 * Source: RFC 9457.
 */
import type { Context, Next } from 'koa';
import { Fault, type FaultCode, isFault } from '../base/index.ts';
import type { Problem } from './contract/index.ts';

/** Codes that are not here are 500. */
const STATUS: Partial<Record<FaultCode, number>> = {
  'account.exists': 409,
  'account.last-admin': 409,
  'account.name': 422,
  'account.unknown': 404,
  'backup.none': 404,
  'backup.running': 409,
  'backup.source.missing': 404,
  'backup.source.unreadable': 403,
  'catalog.busy': 409,
  'catalog.damaged': 503,
  'claim.closed': 409,
  'claim.refused': 403,
  'folder.kept': 409,
  'folder.unknown': 404,
  'input.invalid': 400,
  'job.ended': 409,
  'job.kind.unknown': 409,
  'job.stopping': 409,
  'job.unknown': 404,
  'keys.damaged': 503,
  'keys.exposed': 503,
  'kit.absent': 409,
  'kit.void': 409,
  'kit.wrong': 422,
  'passphrase.missing': 403,
  'passphrase.short': 422,
  'password.weak': 422,
  'password.wrong': 403,
  'repository.absent': 404,
  'repository.closed': 409,
  'repository.exists': 409,
  'repository.foreign': 409,
  'repository.key.unfit': 409,
  'repository.locked': 423,
  'repository.password.wrong': 403,
  'request.forbidden': 403,
  'request.method': 405,
  'request.too-large': 413,
  'request.type': 415,
  'role.insufficient': 403,
  'route.unknown': 404,
  'session.absent': 401,
  'session.unknown': 404,
  'signin.refused': 401,
  'signin.wait': 429,
  'snapshot.ambiguous': 400,
  'snapshot.path.unknown': 404,
  'snapshot.unknown': 404,
  'store.full': 507,
  'store.readonly': 503,
  'store.unreachable': 503,
  'token.name': 422,
  'token.role': 422,
  'token.unknown': 404,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'This request makes no sense',
  401: 'Who are you?',
  403: 'Not allowed',
  404: 'Not found',
  405: 'This cannot be done here',
  409: 'Not possible right now',
  413: 'Too large',
  415: 'JSON is expected',
  422: 'Not accepted',
  423: 'In use by another program',
  429: 'Too many tries',
  500: 'Something failed',
  503: 'The place of the backups cannot be used',
  507: 'No space left',
};

export function statusOf(code: FaultCode): number {
  return STATUS[code] ?? 500;
}

export function problemOf(fault: Fault): Problem {
  const status = statusOf(fault.code);
  return {
    type: `urn:holdfast:${fault.code}`,
    title: TITLE[status] ?? TITLE[500]!,
    status,
    code: fault.code,
    detail: fault.message,
    ...(Object.keys(fault.details).length > 0 ? { details: { ...fault.details } } : {}),
  };
}

/** Middleware: every failure of what lies inside is answered as a problem. */
export function answerProblems(log: (line: string) => void) {
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.respond === false || ctx.body !== undefined) return;
      if (ctx.status === 404) throw new Fault('route.unknown', `there is nothing at ${ctx.path}`);
      if (ctx.status === 405 || ctx.status === 501) throw new Fault('request.method', `${ctx.method} is not possible at ${ctx.path}`);
    } catch (error) {
      if (ctx.res.headersSent || ctx.res.destroyed) {
        // Too late for an answer: the connection breaks, so nobody takes what was sent for whole.
        ctx.respond = false;
        ctx.res.destroy();
        // Who stops typing or leaves a page gives up what was asked; that is no failure.
        if (!(error instanceof Error && error.name === 'AbortError')) log(`${ctx.method} ${ctx.path}: ${describe(error)}`);
        return;
      }
      answer(ctx, asFault(error, ctx, log));
    }
  };
}

function answer(ctx: Context, fault: Fault): void {
  const problem = problemOf(fault);
  for (const name of ['Content-Length', 'Content-Range', 'Content-Disposition', 'ETag', 'Content-Encoding']) ctx.remove(name);
  ctx.status = problem.status;
  ctx.body = JSON.stringify(problem);
  ctx.set('Content-Type', 'application/problem+json');
  if (typeof fault.details.seconds === 'number') ctx.set('Retry-After', String(Math.ceil(fault.details.seconds)));
  ctx.set('Cache-Control', 'no-store');
}

function asFault(error: unknown, ctx: Context, log: (line: string) => void): Fault {
  if (isFault(error)) {
    if (statusOf(error.code) >= 500) log(`${ctx.method} ${ctx.path}: ${describe(error)}`);
    return error;
  }
  log(`${ctx.method} ${ctx.path}: ${describe(error)}`);
  return new Fault('internal', 'the box made a mistake; its log says more', { cause: error });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  because: ${describe(error.cause)}`;
  return `${isFault(error) ? `${error.code}: ${error.message}` : (error.stack ?? error.message)}${cause}`;
}
