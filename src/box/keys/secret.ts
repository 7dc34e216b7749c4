/**
 * The file with the box's secret: 256 random bits, and which machine they belong to.
 *
 * Owns: its format, making it once, and telling a damaged file from one of another machine. Never overwrites a file that is there.
 * The sealing key is HKDF-SHA-256 over secret and machine, so the file alone opens nothing.
 * Source: RFC 5869.
 */
import { hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, isFault, removeDurably, writeDurably } from '../../base/index.ts';
import { findMachine, identityOf, type Machine, type MachineKind } from './machine.ts';

interface SecretFile {
  readonly version: 1;
  /** Base64. */
  readonly secret: string;
  /** Of `secret`: tells a file that was damaged. */
  readonly checksum: string;
  readonly machine: MachineKind;
  /** Derived from secret and machine: tells a machine that is another one, and says nothing about either. */
  readonly machineCheck: string;
}

const SECRET_BYTES = 32;
const OPEN_TO_OTHERS = 0o077;

/** Makes the secret of this machine and the sealing key that follows from it. */
export async function makeSecret(file: string, root: string): Promise<Buffer> {
  const machine = findMachine(root);
  const secret = randomBytes(SECRET_BYTES);
  const content: SecretFile = {
    version: 1,
    secret: secret.toString('base64'),
    checksum: checksumOf(secret),
    machine: machine.kind,
    machineCheck: derive(secret, machine, 'machine check').toString('base64'),
  };
  await writeDurably(file, `${JSON.stringify(content, undefined, 2)}\n`);
  await refuseOpenPlace(file);
  return derive(secret, machine, 'sealing key');
}

/** The sealing key. Throws 'keys.exposed', 'keys.damaged' and 'keys.foreign'. */
export async function readSecret(file: string, root: string): Promise<Buffer> {
  await refuseExposed(file);
  const { secret, kind, check } = parse(file, await readFile(file, 'utf8'));
  const identity = identityOf(kind, root);
  if (identity === undefined) throw foreign(file, `this machine does not show the number (${kind}) that they were made with`);
  const machine = { kind, identity };
  const own = derive(secret, machine, 'machine check');
  if (check.length !== own.length || !timingSafeEqual(check, own)) throw foreign(file, 'they were made on another machine');
  return derive(secret, machine, 'sealing key');
}

/** What others may read is no secret any more, so it must not be used as one unnoticed. Throws 'keys.exposed'. */
export async function refuseExposed(place: string): Promise<void> {
  const { mode } = await stat(place);
  if ((mode & OPEN_TO_OTHERS) === 0) return;
  throw new Fault(
    'keys.exposed',
    `Other accounts of this machine may read ${place}, which holds the keys of the box. Nothing was changed. ` +
      `Take their rights away (chmod go= '${place}'), and change the passphrase if somebody else may have looked.`,
  );
}

/** FAT gives every file the rights of its mount: better told now than at the next start. Nothing was sealed with the new secret yet. */
async function refuseOpenPlace(file: string): Promise<void> {
  try {
    await refuseExposed(file);
  } catch (cause) {
    if (!isFault(cause, 'keys.exposed')) throw cause;
    await removeDurably(file);
    const message = `Every account of this machine may read what lies in ${path.dirname(file)}, so the secret of the box cannot lie there. Mount that disk with umask=0077.`;
    throw new Fault('keys.exposed', message, { cause });
  }
}

export function secretIsThere(file: string): boolean {
  return existsSync(file);
}

function parse(file: string, text: string): { secret: Buffer; kind: MachineKind; check: Buffer } {
  let content: Partial<SecretFile> | null;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, cause);
  }
  const { version, secret, checksum, machine, machineCheck } = content ?? {};
  const kinds: readonly unknown[] = ['device-tree', 'dmi', 'machine-id', 'none'] satisfies MachineKind[];
  if (version !== 1 || typeof secret !== 'string' || typeof machineCheck !== 'string' || !kinds.includes(machine)) throw damaged(file);
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== SECRET_BYTES || checksumOf(bytes) !== checksum) throw damaged(file);
  return { secret: bytes, kind: machine as MachineKind, check: Buffer.from(machineCheck, 'base64') };
}

function derive(secret: Buffer, { kind, identity }: Machine, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, `${kind}:${identity}`, `holdfast ${purpose}`, 32));
}

function checksumOf(secret: Buffer): string {
  return hash('sha256', Buffer.concat([Buffer.from('holdfast secret checksum'), secret])).slice(0, 16);
}

function damaged(file: string, cause?: unknown): Fault {
  return new Fault(
    'keys.damaged',
    `The box's secret in ${file} is damaged, so what is sealed with it cannot be read. The backups are untouched: passphrase and recovery kit open them as before. ` +
      'Bring the file back from a copy; or move the folder of the keys away, start the box again, and it makes new ones.',
    { cause },
  );
}

function foreign(file: string, why: string): Fault {
  return new Fault(
    'keys.foreign',
    `The keys of the box, whose secret is ${file}, cannot be used: ${why}. Nothing was changed, and the backups are untouched. ` +
      'Put the disk back into its own box; or move the folder of the keys away, start again, and open the backups with the passphrase or the recovery kit.',
  );
}
