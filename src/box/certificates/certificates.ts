/**
 * `Certificates`: by which the box answers https, and which devices are asked to trust.
 *
 * Owns: the authority (made once, for ten years) and the server's certificate (renewed by itself, 30 days before its end and when the
 * names change). Both lie sealed among the box's keys.
 * Invariant: the authority is never replaced silently while it is valid: every device that trusts it would have to be asked again.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { isFault } from '../../base/index.ts';
import type { BoxKeys } from '../keys/index.ts';
import { type Authority, type Issued, isSignedBy, issueAuthority, issueServer, namesIn } from './issue.ts';
import { domainsFor, type Names, namesWithin } from './names.ts';

export interface CertificateParts {
  readonly keys: BoxKeys;
  readonly boxName: string;
  /** The names and addresses as they are now. */
  readonly names: () => Names | Promise<Names>;
  readonly log: (line: string) => void;
  readonly clock?: () => Date;
}

export type ServerTls = TlsOptions & SecureContextOptions;

const AUTHORITY = 'tls-authority';
const SERVER = 'tls-server';
const BEFORE_END_MS = 30 * 86_400_000;
const LOOK_MS = 60_000;
/** What browsers and programs of the last ten years speak; forward secrecy and authenticated encryption only. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
].join(':');

export class Certificates {
  readonly #parts: CertificateParts;
  readonly #listeners: ((tls: ServerTls) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #authority: Authority;
  #server: Issued;
  #names: Names;
  #looking: Promise<unknown> = Promise.resolve();

  /** Takes what is kept, and makes what is missing, of another authority or at its end. */
  static async in(parts: CertificateParts): Promise<Certificates> {
    const now = (parts.clock ?? (() => new Date()))();
    const names = await parts.names();
    const authority = await keptOrNewAuthority(parts, names, now);
    const server = await keptOrNewServer(parts, { authority, names, now });
    return new Certificates(parts, { authority, server, names });
  }

  private constructor(parts: CertificateParts, { authority, server, names }: { authority: Authority; server: Issued; names: Names }) {
    this.#parts = parts;
    this.#authority = authority;
    this.#server = server;
    this.#names = names;
    this.#timer = setInterval(() => this.#lookAgain(), LOOK_MS);
    this.#timer.unref();
  }

  /** For https.createServer and setSecureContext. */
  tlsOptions(): ServerTls {
    const { certificate: cert, key } = this.#server;
    return { cert, key, minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true, ALPNProtocols: ['http/1.1'] };
  }

  /** The names and addresses by which the box is reached, also those that the certificate must leave out. */
  get names(): Names {
    return this.#names;
  }

  /** Names and addresses that the authority may not vouch for: browsers warn there. `renewAuthority` takes in names, addresses of the internet stay out. */
  get leftOut(): readonly string[] {
    const { dns, addresses } = namesWithin(this.#names, this.#authority.domains);
    return [...this.#names.dns, ...this.#names.addresses].filter((name) => !dns.includes(name) && !addresses.includes(name));
  }

  /** What devices are asked to trust. */
  get caPem(): string {
    return this.#authority.certificate;
  }

  get caDer(): Buffer {
    return new X509Certificate(this.#authority.certificate).raw;
  }

  /** SHA-256 in pairs with colons, as browsers show it. */
  get caFingerprint(): string {
    return createHash('sha256')
      .update(this.caDer)
      .digest('hex')
      .toUpperCase()
      .replace(/..(?!$)/g, '$&:');
  }

  /** Calls `listener` with what `tlsOptions` gives, each time that changed. */
  onRenewed(listener: (tls: ServerTls) => void): void {
    this.#listeners.push(listener);
  }

  /** Looks at clock and names, and renews what is due; the box does so every minute. */
  async look(): Promise<void> {
    const mine = this.#looking.then(() => this.#look());
    this.#looking = mine.catch(() => undefined);
    await mine;
  }

  /** A new authority for the names as they are now. Every device has to be asked anew to trust it. */
  async renewAuthority(): Promise<void> {
    const mine = this.#looking.then(async () => {
      const { keys, boxName } = this.#parts;
      this.#names = await this.#parts.names();
      this.#authority = await makeAuthority({ keys, boxName }, this.#names, this.#now());
      await this.#renewServer();
    });
    this.#looking = mine.catch(() => undefined);
    await mine;
  }

  /** Ends the looking. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #now(): Date {
    return (this.#parts.clock ?? (() => new Date()))();
  }

  async #look(): Promise<void> {
    this.#names = await this.#parts.names();
    const now = this.#now();
    if (isAtItsEnd(this.#authority, now)) this.#authority = await makeAuthority(this.#parts, this.#names, now);
    if (isDue(this.#server, { authority: this.#authority, names: this.#names, now })) await this.#renewServer();
  }

  async #renewServer(): Promise<void> {
    this.#server = await makeServer(this.#parts, { authority: this.#authority, names: this.#names, now: this.#now() });
    for (const listener of this.#listeners) listener(this.tlsOptions());
  }

  #lookAgain(): void {
    this.look().catch((error: Error) => this.#parts.log(`the certificate of the box cannot be renewed: ${error.message}`));
  }
}

interface Standing {
  readonly authority: Authority;
  readonly names: Names;
  readonly now: Date;
}

async function keptOrNewAuthority(parts: CertificateParts, names: Names, now: Date): Promise<Authority> {
  const kept = await take<Authority>(parts, AUTHORITY);
  return kept && !isAtItsEnd(kept, now) ? kept : await makeAuthority(parts, names, now);
}

async function keptOrNewServer(parts: CertificateParts, standing: Standing): Promise<Issued> {
  const kept = await take<Issued>(parts, SERVER);
  return kept && !isDue(kept, standing) ? kept : await makeServer(parts, standing);
}

/** A damaged file is replaced: certificates hold nothing that cannot be made again, and a box without https cannot be asked what is wrong. */
async function take<T>({ keys, log }: CertificateParts, name: string): Promise<T | undefined> {
  try {
    const bytes = await keys.take(name);
    return bytes && (JSON.parse(bytes.toString('utf8')) as T);
  } catch (error) {
    if (!isFault(error, 'keys.damaged')) throw error;
    log(`${error.message} A new certificate takes its place; devices that trusted the old authority have to be asked again.`);
    return undefined;
  }
}

async function makeAuthority(parts: Pick<CertificateParts, 'keys' | 'boxName'>, { dns }: Names, now: Date): Promise<Authority> {
  const authority = await issueAuthority(parts.boxName, domainsFor(dns), now);
  await parts.keys.keep(AUTHORITY, Buffer.from(JSON.stringify(authority)));
  return authority;
}

async function makeServer({ keys }: CertificateParts, { authority, names, now }: Standing): Promise<Issued> {
  const server = await issueServer(authority, namesWithin(names, authority.domains), now);
  await keys.keep(SERVER, Buffer.from(JSON.stringify(server)));
  return server;
}

/** Only the end counts: a clock that is behind, as on a board without a battery at its start, must not cost the authority. */
function isAtItsEnd({ certificate }: Issued, now: Date): boolean {
  return new X509Certificate(certificate).validToDate.getTime() - BEFORE_END_MS < now.getTime();
}

function isDue(server: Issued, { authority, names, now }: Standing): boolean {
  const { validFromDate } = new X509Certificate(server.certificate);
  const isEarly = validFromDate > now && new X509Certificate(authority.certificate).validFromDate <= now;
  return isEarly || isAtItsEnd(server, now) || !isSignedBy(server, authority) || !holds(server, namesWithin(names, authority.domains));
}

/** Whether the certificate holds exactly these names. */
function holds({ certificate }: Issued, names: Names): boolean {
  const inIt = namesIn(certificate);
  const isSame = (one: readonly string[], other: readonly string[]) => new Set(one).symmetricDifference(new Set(other)).size === 0;
  return isSame(inIt.dns, names.dns) && isSame(inIt.addresses, names.addresses);
}
