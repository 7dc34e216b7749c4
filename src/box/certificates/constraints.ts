/**
 * The extension that binds an authority to names: whoever trusts it trusts it for these, and a stolen key is worth no more.
 *
 * Written here because the package for certificates has no class for it.
 * Source: RFC 5280, section 4.2.1.10; ITU-T X.690 (DER).
 */
import { isIPv6 } from 'node:net';
import type { Names } from './names.ts';

export const NAME_CONSTRAINTS = '2.5.29.30';

const SEQUENCE = 0x30;
/** [0] of NameConstraints: what is permitted. */
const PERMITTED = 0xa0;
/** Choices of GeneralName. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

export interface Permitted {
  /** Each with everything below it. */
  readonly domains: Names['dns'];
  readonly networks: readonly (readonly [string, number])[];
}

/** The DER of the extension's value. */
export function nameConstraints({ domains, networks }: Permitted): Uint8Array<ArrayBuffer> {
  const dns = domains.map((domain) => der(DNS_NAME, Buffer.from(domain, 'ascii')));
  const addresses = networks.map(([address, prefix]) => der(IP_ADDRESS, Buffer.concat([bytesOf(address), maskOf(address, prefix)])));
  const subtrees = [...dns, ...addresses].map((name) => der(SEQUENCE, name));
  return new Uint8Array(der(SEQUENCE, der(PERMITTED, Buffer.concat(subtrees))));
}

function der(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag, ...lengthOf(content.length)), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** 4 or 16 bytes. `address` has at most one '::' and no IPv4 inside. */
export function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = new Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function maskOf(address: string, prefix: number): Buffer {
  const bytes = Buffer.alloc(isIPv6(address) ? 16 : 4);
  for (let bit = 0; bit < prefix; bit++) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
  return bytes;
}
