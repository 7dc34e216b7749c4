/**
 * Builds a real folder with everything a backup may meet: sizes around the chunker's limits, holes, special files,
 * links, extended attributes, ACLs, odd names, odd times.
 *
 * What only root may make (devices, owners, trusted attributes) is left out for other users; `made` says what is there.
 * Content is a fixed function of the file's label, so two builds hold the same bytes.
 */
import { createCipheriv, createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { ODD_NAMES } from './odd-names.table.ts';
import { mustRun } from './programs.ts';

export interface OddTreeOptions {
  /** Leaves out the link whose target is not UTF-8, which restic before 0.16 stores lossily. */
  readonly utf8LinkTargets?: boolean;
}

const MIB = 1024 * 1024;

/** Sizes where chunkers, buffers and encoders change their mind. */
const SIZES = [0, 1, 63, 64, 65, 4096, MIB / 2 - 64, MIB / 2 - 1, MIB / 2, MIB / 2 + 1, MIB, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1];

/** Builds the tree in `folder`, which must not exist yet. Memory: the largest file. */
export async function buildOddTree(folder: string, options: OddTreeOptions = {}): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  await makeSizes(path.join(folder, 'sizes'));
  await makeNames(path.join(folder, 'names'));
  await makeLinks(path.join(folder, 'links'), options);
  await makeAttributes(path.join(folder, 'attributes'));
  await makeModes(path.join(folder, 'modes'));
  await makeSpecial(path.join(folder, 'special'));
  await makeFolders(path.join(folder, 'folders'));
  await makeTimes(path.join(folder, 'times'));
}

/** Incompressible bytes that depend on the label alone. */
export function seededBytes(label: string, length: number): Buffer {
  const key = createHash('sha256').update(label).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

const isRoot = (): boolean => process.getuid?.() === 0;

async function makeSizes(folder: string): Promise<void> {
  await fs.mkdir(folder);
  for (const size of SIZES) await fs.writeFile(path.join(folder, `${size}.bin`), seededBytes(`size ${size}`, size));
  await fs.writeFile(path.join(folder, 'zeros.bin'), Buffer.alloc(3 * MIB + 7));
  const sparse = await fs.open(path.join(folder, 'sparse.img'), 'w');
  await sparse.write(seededBytes('sparse head', 5000), 0, 5000, 0);
  await sparse.write(seededBytes('sparse middle', 70_000), 0, 70_000, 12 * MIB);
  await sparse.truncate(24 * MIB);
  await sparse.close();
}

async function makeNames(folder: string): Promise<void> {
  await fs.mkdir(folder);
  for (const [index, name] of ODD_NAMES.entries()) await fs.writeFile(within(folder, name), `content ${index}\n`);
  const nested = within(folder, Buffer.from([0x64, 0xff, 0x0a]));
  await fs.mkdir(nested);
  await fs.writeFile(Buffer.concat([nested, Buffer.from('/inside\n')]), 'inside a folder with an odd name\n');
}

async function makeLinks(folder: string, options: OddTreeOptions): Promise<void> {
  await fs.mkdir(folder);
  await fs.writeFile(path.join(folder, 'first'), seededBytes('hard link', 700_000));
  await fs.link(path.join(folder, 'first'), path.join(folder, 'second'));
  await fs.mkdir(path.join(folder, 'deeper'));
  await fs.link(path.join(folder, 'first'), path.join(folder, 'deeper', 'third'));
  await fs.writeFile(path.join(folder, 'empty'), '');
  await fs.link(path.join(folder, 'empty'), path.join(folder, 'empty-again'));
  await fs.symlink('first', path.join(folder, 'relative'));
  await fs.link(path.join(folder, 'relative'), path.join(folder, 'relative-again'));
  await fs.symlink('/nowhere/at/all', path.join(folder, 'dangling'));
  await fs.symlink('loop', path.join(folder, 'loop'));
  await fs.symlink('.', path.join(folder, 'here'));
  await fs.symlink('a'.repeat(4000), path.join(folder, 'long'));
  await fs.symlink('new\nline <&> \u2028', path.join(folder, 'odd'));
  if (!options.utf8LinkTargets) await fs.symlink(Buffer.from([0x74, 0xff, 0xe9]), path.join(folder, 'raw'));
}

async function makeAttributes(folder: string): Promise<void> {
  await fs.mkdir(folder);
  const file = async (name: string) => {
    const full = path.join(folder, name);
    await fs.writeFile(full, `${name}\n`);
    return full;
  };
  await setAttribute(await file('text'), 'user.comment', Buffer.from('a comment'));
  await setAttribute(await file('binary'), 'user.binary', Buffer.from([0, 255, 10, 0, 34, 92]));
  await setAttribute(await file('empty'), 'user.empty', Buffer.alloc(0));
  await setAttribute(await file('big'), 'user.big', seededBytes('attribute', 2000));
  const many = await file('many');
  for (let index = 0; index < 20; index++) await setAttribute(many, `user.n${index}`, Buffer.from([index]));
  await setAttribute(folder, 'user.on.folder', Buffer.from('folder'));
  await mustRun('setfacl', ['-m', 'u:4321:rwx,g:4322:r,m::rx', await file('acl')]);
  const inherits = path.join(folder, 'inherits');
  await fs.mkdir(inherits);
  await mustRun('setfacl', ['-m', 'u:4321:rwx,d:u:4321:rw,d:g::r', inherits]);
  await fs.writeFile(path.join(inherits, 'child'), 'inherited its ACL\n');
  if (!isRoot()) return;
  await setAttribute(await file('trusted'), 'trusted.holdfast', Buffer.from([1, 2, 3]));
  await setAttribute(await file('capable'), 'security.capability', Buffer.from('0100000200040000000000000000000000000000', 'hex'));
  await fs.symlink('text', path.join(folder, 'link'));
  await mustRun('setfattr', ['-h', '-n', 'trusted.on.link', '-v', '0x00ff', path.join(folder, 'link')]);
}

async function makeModes(folder: string): Promise<void> {
  await fs.mkdir(folder);
  const modes = [0o000, 0o400, 0o644, 0o777, 0o4755, 0o2755, 0o1644, 0o7777];
  const readable = isRoot() ? modes : modes.filter((mode) => (mode & 0o400) !== 0);
  for (const mode of readable) {
    const file = path.join(folder, `file-${mode.toString(8)}`);
    await fs.writeFile(file, `${mode}\n`);
    if (isRoot()) await fs.chown(file, 1000 + mode, 2000 + mode);
    await fs.chmod(file, mode);
  }
  for (const mode of [0o700, 0o2775, 0o1777]) {
    const inner = path.join(folder, `folder-${mode.toString(8)}`);
    await fs.mkdir(inner);
    if (isRoot()) await fs.chown(inner, 4_000_000_000, 1234);
    await fs.chmod(inner, mode);
  }
}

async function makeSpecial(folder: string): Promise<void> {
  await fs.mkdir(folder);
  await mustRun('mkfifo', ['-m', '640', path.join(folder, 'fifo')]);
  await makeSocket(path.join(folder, 'socket'));
  if (!isRoot()) return;
  await mustRun('mknod', ['-m', '660', path.join(folder, 'null'), 'c', '1', '3']);
  await mustRun('mknod', ['-m', '600', path.join(folder, 'disk'), 'b', '259', '1048575']);
}

async function makeFolders(folder: string): Promise<void> {
  await fs.mkdir(path.join(folder, 'empty'), { recursive: true });
  await fs.mkdir(path.join(folder, ...Array.from({ length: 40 }, (_, depth) => `d${depth}`)), { recursive: true });
  const thousand = path.join(folder, 'thousand');
  await fs.mkdir(thousand);
  for (let index = 0; index < 1000; index++) await fs.writeFile(path.join(thousand, `file-${index}`), `small file ${index % 250}\n`);
  const readOnly = path.join(folder, 'read-only');
  await fs.mkdir(readOnly);
  await fs.writeFile(path.join(readOnly, 'file'), 'in a folder nobody may write\n');
  await fs.chmod(readOnly, 0o500);
}

async function makeTimes(folder: string): Promise<void> {
  await fs.mkdir(folder);
  const times = {
    'before-1970': '@-86400.5',
    'just-before-1970': '@-0.000000001',
    'at-1970': '@0',
    nanoseconds: '@1700000000.123456789',
    'tail-of-second': '@1700000000.999999999',
    'year-1938': '1938-04-24 22:13:20.5 UTC',
    'year-2040': '2040-02-29 12:00:00.000000001 UTC',
    'year-2200': '2200-12-31 23:59:59.999999999 UTC',
  };
  for (const [name, time] of Object.entries(times)) {
    await fs.writeFile(path.join(folder, name), name);
    await fs.mkdir(path.join(folder, `folder-${name}`));
    await fs.symlink(name, path.join(folder, `link-${name}`));
    const all = [name, `folder-${name}`, `link-${name}`].map((each) => path.join(folder, each));
    await mustRun('touch', ['--no-dereference', '--date', time, ...all]);
  }
}

async function setAttribute(file: string, name: string, value: Buffer): Promise<void> {
  await mustRun('setfattr', ['-n', name, '-v', `0x${value.toString('hex')}`, file]);
}

/** A socket's file stays when it is renamed before its server closes. */
async function makeSocket(file: string): Promise<void> {
  const server = createServer();
  const temporary = path.join(path.dirname(file), '.s');
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    // The kernel takes 107 bytes at most, so the shorter way of naming it.
    const relative = path.relative(process.cwd(), temporary);
    server.listen({ path: relative.length < temporary.length ? relative : temporary }, resolve);
  });
  await fs.rename(temporary, file);
  await new Promise((resolve) => server.close(resolve));
}

function within(folder: string, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), name]);
}
