/**
 * Who asks: a person by the cookie of a session, a script by an API token, or whoever may open the box's own socket.
 *
 * Owns: reading credentials from a request, the cookie, and the refusal. What a credential is worth is up to box/users.
 * Source: RFC 6265bis, section 4.1.3 (`__Host-`), RFC 6750 (bearer tokens).
 */
import type { Context } from 'koa';
import { Fault } from '../base/index.ts';
import { type Actor, actorOf, can, type Identity, type Origin, type Role, type Users } from '../box/users/index.ts';

/** The least that one must be to ask: nobody in particular, or a role (viewer < operator < admin). */
export type Access = 'anyone' | Role;

export interface Caller {
  readonly by: 'session' | 'token' | 'socket';
  readonly name: string;
  readonly role: Role;
  readonly actor: Actor;
  /** Null for the socket, which is nobody's account. */
  readonly identity: Identity | null;
}

const COOKIE = '__Host-holdfast';
/** A browser takes `Secure` on plain loopback too, and the box talks plainly nowhere else. */
const COOKIE_RULES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The account of the socket: whoever may open it owns the box's files. */
const CONSOLE: Caller = {
  by: 'socket',
  name: 'console',
  role: 'admin',
  actor: { who: null, via: 'socket', address: null },
  identity: null,
};

/** Undefined for nobody; a credential that is over is nobody's. */
export async function callerOf(ctx: Context, users: Users, isSocket: boolean): Promise<Caller | undefined> {
  if (isSocket) return CONSOLE;
  const credential = credentialOf(ctx);
  const identity = credential && (await users.identify(credential));
  if (!identity) return undefined;
  const { kind, name, role } = identity;
  return { by: kind, name, role, actor: actorOf(identity, originOf(ctx).address), identity };
}

/** Throws Faults 'session.absent' and 'role.insufficient'. */
export function requireAccess(caller: Caller | undefined, access: Access): void {
  if (access === 'anyone') return;
  if (!caller) throw new Fault('session.absent', 'Nobody is signed in here, or the session is over. Sign in and try again.');
  if (!can(caller.role, access)) {
    throw new Fault('role.insufficient', `${caller.name} is signed in as ${caller.role}; this needs the role ${access}.`);
  }
}

export function originOf(ctx: Context): Origin {
  return { address: ctx.req.socket.remoteAddress ?? 'the box itself', userAgent: ctx.get('User-Agent') };
}

export function setSession(ctx: Context, token: string): void {
  ctx.append('Set-Cookie', `${COOKIE}=${token}; ${COOKIE_RULES}`);
}

export function dropSession(ctx: Context): void {
  ctx.append('Set-Cookie', `${COOKIE}=; Max-Age=0; ${COOKIE_RULES}`);
  // What browsers keep of the box belongs to who was signed in.
  ctx.set('Clear-Site-Data', '"cache"');
}

/** The token of the session that the request came with. */
export function sessionToken(ctx: Context): string | undefined {
  const pairs = ctx.get('Cookie').split(';');
  const pair = pairs.map((each) => each.trim()).find((each) => each.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1) || undefined;
}

function credentialOf(ctx: Context): { session: string } | { token: string } | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(ctx.get('Authorization'))?.[1];
  if (bearer !== undefined) return { token: bearer };
  const session = sessionToken(ctx);
  return session === undefined ? undefined : { session };
}
