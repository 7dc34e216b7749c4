/**
 * `Box`: a box that runs, as the command line asks it. The same API that the page uses (/api/openapi.json tells it all).
 *
 * Owns: turning answers into values, and problems (RFC 9457) into Faults with the box's own code. Each command declares what it shows.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Fault, type FaultCode, type FaultDetails, isFault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { Session } from '../command.ts';
import { type Place, placeOf } from './place.ts';
import { ask, bodyOf, bytesOf, type Way } from './request.ts';

export interface Box {
  /** Whether it runs on this machine, and paths mean the same here and there. */
  readonly isSocket: boolean;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** The bytes of an answer as they come, and its head. */
  open(path: string, headers?: Record<string, string>): Promise<{ response: IncomingMessage; bytes: AsyncGenerator<Buffer> }>;
  /** The same box as a person with an account. Throws Faults 'signin.refused', 'signin.wait'. */
  signIn(name: string, password: string): Promise<Box>;
}

/** The box that the command line names. Throws Fault 'box.untrusted' when its authority is another one. */
export async function boxOf(session: Session): Promise<Box> {
  return talkingBy(await wayTo(placeOf(session), session.signal), session.signal);
}

async function wayTo(place: Place, signal: AbortSignal): Promise<Way> {
  if (place.kind === 'socket') return place;
  const { url, token, trust } = place;
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const authority = trust.fingerprint === undefined ? trust.authority : await authorityOf(url, trust.fingerprint, signal);
  return { kind: 'url', url, authority, isProved: true, headers };
}

/** A certificate is public, and its fingerprint proves it, so that anybody may have brought it. */
async function authorityOf(url: URL, fingerprint: string, signal: AbortSignal): Promise<string> {
  const way: Way = { kind: 'url', url, isProved: false, headers: {} };
  const pem = (await answered(await ask(way, { method: 'GET', path: '/api/certificate/ca.crt' }, signal), signal)).toString();
  const found = createHash('sha256').update(certificateIn(pem, url).raw).digest('hex');
  if (found === fingerprint) return pem;
  const pairs = found.toUpperCase().match(/../g)!.join(':');
  throw new Fault('box.untrusted', `the authority of who answers at ${url.origin} is another one; its fingerprint is ${pairs}.`);
}

function certificateIn(pem: string, url: URL): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw strange(url.origin, cause);
  }
}

function talkingBy(way: Way, signal: AbortSignal): Box {
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    // Changes carry JSON, also those that say nothing.
    const given = method === 'GET' ? undefined : (body ?? {});
    const text = (await answered(await ask(way, { method, path, body: given }, signal), signal)).toString();
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw strange(way.kind === 'socket' ? way.state : way.url.origin, cause);
    }
  };
  return {
    isSocket: way.kind === 'socket',
    get: (path) => json('GET', path),
    send: json,
    async open(path, headers = {}) {
      const response = await ask(way, { method: 'GET', path, headers }, signal);
      if (response.statusCode !== 200) await answered(response, signal);
      return { response, bytes: bytesOf(response, signal) };
    },
    async signIn(name, password) {
      const door = way.kind === 'socket' ? await doorOf(await json('GET', '/api/certificate'), way, signal) : way;
      const response = await ask(door, { method: 'POST', path: '/api/session', body: { name, password }, headers: {} }, signal);
      await answered(response, signal);
      const cookie = response.headers['set-cookie']?.[0]?.split(';')[0];
      if (cookie === undefined) throw strange(door.url.origin);
      return talkingBy({ ...door, headers: { Cookie: cookie } }, signal);
    },
  };
}

/** The socket is nobody's account; by it the box tells where people come in, and what proves it there. */
async function doorOf({ secureUrl }: { secureUrl: string | null }, way: Way, signal: AbortSignal): Promise<Way & { kind: 'url' }> {
  if (secureUrl === null) throw invalid('this box has no https, where people sign in; name its page by --url http://localhost:PORT.');
  const authority = (await answered(await ask(way, { method: 'GET', path: '/api/certificate/ca.crt' }, signal), signal)).toString();
  const door = (url: URL) => ({ kind: 'url' as const, url, authority, isProved: true, headers: {} });
  const [named, own] = [door(new URL(secureUrl)), door(new URL(`https://localhost:${new URL(secureUrl).port}`))];
  try {
    await answered(await ask(named, { method: 'GET', path: '/api/door' }, signal), signal);
    return named;
  } catch (error) {
    // The name of the LAN need not be known on the machine itself.
    if (!isFault(error, 'box.absent')) throw error;
    return own;
  }
}

/** The body of a good answer; throws the problem of another one. */
async function answered(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const body = await bodyOf(response, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return body;
  if (response.headers['content-type']?.startsWith('application/problem+json')) throw faultIn(body);
  throw strange(`status ${status}`);
}

interface Problem {
  readonly code: FaultCode;
  readonly detail: string;
  readonly details?: FaultDetails;
}

function faultIn(body: Buffer): Fault {
  const { code, detail, details = {} } = JSON.parse(body.toString()) as Problem;
  return new Fault(code, detail, { details });
}

function strange(where: string, cause?: unknown): Fault {
  return new Fault('box.strange', `what answers (${where}) does not talk as a box does; is it one, and of this version?`, { cause });
}
