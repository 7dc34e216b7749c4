/**
 * The names and addresses by which people reach the box.
 *
 * Owns: collecting them, and which of them the box's authority may vouch for. Everything else of a certificate is issue.ts's.
 */
import { BlockList, isIP } from 'node:net';
import os from 'node:os';

export interface Names {
  readonly dns: readonly string[];
  readonly addresses: readonly string[];
}

/** Domains that belong to nobody on the internet: whoever trusts the box's authority trusts it for these at most. */
export const PRIVATE_DOMAINS = ['localhost', 'local', 'lan', 'home', 'internal', 'home.arpa'];

/** What the box is called unless somebody names it; no top-level domain. */
const OWN_NAME = 'holdfast';

/** Address and prefix: RFC 1918, 3927, 4193, 4291, 6598, and loopback. */
export const PRIVATE_NETWORKS: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

const privateNetworks = new BlockList();
for (const [address, prefix] of PRIVATE_NETWORKS) privateNetworks.addSubnet(address, prefix, familyOf(address));

/** A name of one label to 63 signs each, as DNS has them; no wildcards. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Of this machine as it is now, and those that somebody chose. What is no name at all is left out. */
export function namesOfMachine(chosen: readonly string[] = [], hostname = os.hostname()): Names {
  const host = hostname.toLowerCase();
  const own = host.split('.')[0]!;
  const wanted = [own, host, `${own}.local`, 'localhost', ...chosen.map((name) => name.trim().toLowerCase())];
  const interfaces = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
  // Link-local IPv6 needs a zone, which no browser takes.
  const addresses = interfaces.map(({ address }) => address).filter((address) => !/^fe[89ab]/i.test(address));
  return {
    dns: unique(wanted.filter((name) => !isIP(name)).flatMap(asHost)),
    addresses: unique(['127.0.0.1', '::1', ...addresses, ...wanted.filter((name) => isIP(name))]).sort(),
  };
}

/** As a browser writes it in an address; empty for what is no name, or stands for an address (12345). */
function asHost(name: string): string[] {
  const host = URL.canParse(`https://${name}`) ? new URL(`https://${name}`).hostname : '';
  return DNS_NAME.test(host) && isIP(host) === 0 ? [host] : [];
}

/**
 * Domains that an authority for these names vouches for: the private ones, and names that no private one covers. A box named `dev` must not
 * have an authority for all of .dev, so a bare name of letters is covered only below .local and the like.
 */
export function domainsFor(dns: readonly string[]): string[] {
  return unique([...PRIVATE_DOMAINS, ...dns.filter((name) => !isWithin(name, PRIVATE_DOMAINS) && !mayBeTopLevel(name))]);
}

/** Those of the names that an authority for `domains` may put into a certificate. */
export function namesWithin({ dns, addresses }: Names, domains: readonly string[]): Names {
  return { dns: dns.filter((name) => isWithin(name, domains)), addresses: addresses.filter(isPrivate) };
}

export function isPrivate(address: string): boolean {
  return privateNetworks.check(address, familyOf(address));
}

/** Top-level domains of the internet are letters only, or begin with xn--. */
function mayBeTopLevel(name: string): boolean {
  return name !== OWN_NAME && (/^[a-z]+$/.test(name) || /^xn--[^.]*$/.test(name));
}

function isWithin(name: string, domains: readonly string[]): boolean {
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
