/**
 * The gate that every request passes first: a page elsewhere on the web, or a name that points at loopback, gets nothing.
 *
 * - Host: only the box's own names with the port of the door that was used, so a foreign name that resolves to the box is refused (DNS rebinding).
 * - Origin and Sec-Fetch-Site: only ours. Another port of localhost counts as foreign, and so does http for https.
 * - Changes carry JSON: a form of a foreign page cannot send that without being asked about it first.
 * - Headers: nothing inline, nothing framed, nothing sniffed. What lies below /api is never a document with rights.
 * Source: Fetch Metadata (W3C), Content Security Policy Level 3 (W3C).
 */
import type { TLSSocket } from 'node:tls';
import type { Context, Next } from 'koa';
import { Fault } from '../base/index.ts';

/** Methods that routes change things by; every other one is answered 405, whatever it carries. */
const CHANGING_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');
const DATA_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** For the box's own socket, which no web page can reach: changes are JSON there too. */
export async function guardSocket(ctx: Context, next: Next): Promise<void> {
  refuseOtherThanJson(ctx);
  await next();
}

/** Origins of the box (`https://box.local:8443`; no port where it is the scheme's own); asked for at every request, for names and ports come to be known later. */
export type Origins = () => ReadonlySet<string>;

export function guard(origins: Origins) {
  return async (ctx: Context, next: Next): Promise<void> => {
    for (const [name, value] of Object.entries(HEADERS)) ctx.set(name, value);
    ctx.set('Content-Security-Policy', isData(ctx) ? DATA_POLICY : PAGE_POLICY);
    if (isData(ctx)) ctx.set('Cache-Control', 'no-store');
    refuseForeign(ctx, origins());
    refuseOtherThanJson(ctx);
    await next();
  };
}

function isData(ctx: Context): boolean {
  return ctx.path === '/api' || ctx.path.startsWith('/api/');
}

function refuseForeign(ctx: Context, origins: ReadonlySet<string>): void {
  const own = ownOrigin(ctx);
  if (own === undefined || !origins.has(own)) {
    throw new Fault('request.forbidden', 'the box answers only to its own names and addresses');
  }
  const origin = ctx.req.headers.origin;
  if (origin !== undefined && origin !== own) throw new Fault('request.forbidden', 'another site may not talk to the box');
  const site = ctx.get('Sec-Fetch-Site');
  const isOurs = site === '' || site === 'same-origin' || site === 'none';
  // A link on another site may open the page itself, and nothing more.
  const isVisit =
    !isData(ctx) && SAFE_METHODS.has(ctx.method) && ctx.get('Sec-Fetch-Mode') === 'navigate' && ctx.get('Sec-Fetch-Dest') === 'document';
  if (!isOurs && !isVisit) throw new Fault('request.forbidden', 'another site may not talk to the box');
}

/** The origin that a page at the address of this request has: by the socket, and by what the browser says it looked for. */
function ownOrigin(ctx: Context): string | undefined {
  const host = ctx.req.headers.host?.toLowerCase();
  if (host === undefined) return undefined;
  const isSecure = (ctx.req.socket as TLSSocket).encrypted === true;
  const ending = isSecure ? ':443' : ':80';
  return `${isSecure ? 'https' : 'http'}://${host.endsWith(ending) ? host.slice(0, -ending.length) : host}`;
}

function refuseOtherThanJson(ctx: Context): void {
  if (!CHANGING_METHODS.has(ctx.method)) return;
  const type = ctx.get('Content-Type').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') throw new Fault('request.type', 'changes are sent as application/json');
}
