/**
 * Makes certificates: the authority of the box, signed by itself, and the server's, signed by the authority.
 *
 * Owns: what stands in them. Does not own: when they are made, and where they are kept.
 * Source: RFC 5280; CA/Browser Forum, Baseline Requirements (398 days at most), which browsers hold servers to.
 */
import 'reflect-metadata';
import { X509Certificate as Parsed, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { NAME_CONSTRAINTS, nameConstraints } from './constraints.ts';
import { type Names, PRIVATE_NETWORKS } from './names.ts';

/** A certificate with its private key, both PEM. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Issued {
  /** What it may vouch for. */
  readonly domains: readonly string[];
}

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3652;
const SERVER_DAYS = 397;
/** Clocks on a LAN differ. */
const BEFORE_MS = DAY_MS;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

x509.cryptoProvider.set(webcrypto as Crypto);

/** An authority that may sign servers of `domains` and of private addresses, and nothing else. */
export async function issueAuthority(boxName: string, domains: readonly string[], now: Date): Promise<Authority> {
  const keys = await newKeys();
  // The tag keeps a second authority of the same box apart: browsers must not take one for the other.
  const tag = randomBytes(2).toString('hex').toUpperCase();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ O: ['Holdfast'] }, { CN: [`Holdfast ${boxName.slice(0, 40)} ${tag}`] }],
    notBefore: new Date(now.getTime() - BEFORE_MS),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(NAME_CONSTRAINTS, true, nameConstraints({ domains, networks: PRIVATE_NETWORKS })),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey), domains };
}

/** A certificate for the names, not longer valid than its authority. */
export async function issueServer(authority: Issued, { dns, addresses }: Names, now: Date): Promise<Issued> {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const end = Math.min(now.getTime() - BEFORE_MS + SERVER_DAYS * DAY_MS, issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    issuer: issuer.subjectName,
    subject: [{ O: ['Holdfast'] }, { CN: ['Holdfast box'] }],
    notBefore: new Date(Math.max(now.getTime() - BEFORE_MS, issuer.notBefore.getTime())),
    notAfter: new Date(end),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...dns.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** The names that a certificate holds, in no order that matters. */
export function namesIn(certificate: string): Names {
  const extension = new x509.X509Certificate(certificate).getExtension(x509.SubjectAlternativeNameExtension);
  const of = (kind: string) => (extension?.names.items ?? []).filter(({ type }) => type === kind).map(({ value }) => value);
  return { dns: of('dns'), addresses: of('ip') };
}

/** Whether one was signed by the key of the other. */
export function isSignedBy({ certificate }: Issued, authority: Issued): boolean {
  return new Parsed(certificate).verify(new Parsed(authority.certificate).publicKey);
}

async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
}

async function exportKey(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key as webcrypto.CryptoKey), 'PRIVATE KEY');
}

async function importKey(pem: string): Promise<CryptoKey> {
  return (await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), ALGORITHM, false, ['sign'])) as CryptoKey;
}

/** 127 random bits: positive, and never twice. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}
