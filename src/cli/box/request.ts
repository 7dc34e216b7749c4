/**
 * One HTTP request to a box, by its socket or by https, and what it means when nobody answers.
 *
 * Owns: the connection and its failures as Faults. What answers mean is up to box.ts. Nothing is sent before the certificate is proved.
 */
import { type IncomingMessage, request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { Fault } from '../../base/index.ts';

/** Where and as whom. */
export type Way =
  | { readonly kind: 'socket'; readonly state: string; readonly socket: string }
  | {
      readonly kind: 'url';
      readonly url: URL;
      /** PEM; the system's own authorities without one. */
      readonly authority?: string | undefined;
      /** False takes any certificate: only for asking what is public. */
      readonly isProved: boolean;
      readonly headers: Readonly<Record<string, string>>;
    };

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const CONNECT_MS = 15_000;

/** The head of the answer; its body is still to be read. Throws Faults 'box.absent', 'box.refused', 'box.untrusted', 'box.gone'. */
export function ask(way: Way, { method, path, body, headers }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const json = text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  const shared = { method, path, agent: false as const, headers: { ...json, ...headers, ...(way.kind === 'url' ? way.headers : {}) } };
  return new Promise((resolve, reject) => {
    const request =
      way.kind === 'socket'
        ? requestPlainly({ ...shared, socketPath: way.socket })
        : (way.url.protocol === 'https:' ? requestSecurely : requestPlainly)({
            ...shared,
            host: way.url.hostname.replace(/^\[|\]$/g, ''),
            port: way.url.port || undefined,
            ca: way.authority,
            rejectUnauthorized: way.isProved,
          });
    let isConnected = false;
    const late = setTimeout(() => request.destroy(Object.assign(new Error('nobody answers'), { code: 'ETIMEDOUT' })), CONNECT_MS);
    const abort = () => request.destroy(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const settle = () => clearTimeout(late);
    request.on('socket', (socket) =>
      socket.on(way.kind === 'url' && way.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        settle();
      }),
    );
    request.on('response', (response) => {
      response.on('close', () => signal.removeEventListener('abort', abort));
      resolve(response);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(signal.aborted ? signal.reason : failureOf(way, error, isConnected));
    });
    if (signal.aborted) abort();
    request.end(text);
  });
}

/** The whole body. Throws Fault 'box.gone' when it ends too early. */
export async function bodyOf(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(response, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* bytesOf(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* response as AsyncIterable<Buffer>;
  } catch (cause) {
    signal.throwIfAborted();
    throw new Fault('box.gone', 'the box ended the connection in the middle of its answer.', { cause, retryable: true });
  }
}

function failureOf(way: Way, error: NodeJS.ErrnoException, isConnected: boolean): Error {
  const code = error.code ?? '';
  const where = way.kind === 'socket' ? way.state : way.url.origin;
  const fault = (kind: ConstructorParameters<typeof Fault>[0], message: string) => new Fault(kind, message, { cause: error });
  if (isConnected) return fault('box.gone', 'the box ended the connection before it answered; what was asked may be done or not.');
  if (way.kind === 'socket') {
    if (code === 'EACCES' || code === 'EPERM') return fault('box.refused', `this user may not talk to the box with its state in ${where}.`);
    if (code === 'EINVAL') return fault('box.absent', `the path of the folder ${where} is too long for a socket in it.`);
    return fault('box.absent', `no box runs with its state in ${where}. \`holdfast appliance\` starts one.`);
  }
  if (isUntrusted(code)) return fault('box.untrusted', `who answers at ${where} cannot be proved to be the box: ${reasonOf(error)}.`);
  return fault('box.absent', `no box answers at ${where}: ${reasonOf(error)}.`);
}

function isUntrusted(code: string): boolean {
  return /CERT|UNABLE_TO|SELF_SIGNED|ALTNAME|^ERR_(TLS|SSL)|EPROTO/.test(code);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name is not known',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'nothing comes back',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an authority that is not trusted here (--ca-file or --fingerprint names it)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of an authority that is not trusted here (--ca-file or --fingerprint names it)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names than this one',
  CERT_HAS_EXPIRED: 'its certificate is over, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this machine is wrong',
};

/** Where several addresses were tried, the first failure. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  return REASONS[first?.code ?? error.code ?? ''] ?? first.message;
}
