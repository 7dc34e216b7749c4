import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, type Entry, type FaultCode, isFault, toByteString, toBytes } from '../../../src/base/index.ts';
import { describe, listAttributes } from '../../../src/posix/index.ts';
import type { Metadata } from '../../../src/repository/restore/metadata.ts';
import { RestoreTarget, type TargetOptions } from '../../../src/repository/restore/target.ts';
import { makeOddFolder } from '../trees/odd-folder.ts';

interface Context {
  /** Of one test: the target lies in it, and so does what must not be touched. */
  folder: string;
  root: string;
}

const target = suite<Context>('a folder that is restored into');
const isRoot = process.geteuid?.() === 0;
const [uid, gid] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
const PLAIN: Metadata = { type: 'file', mode: 0o640, mtimeNs: 1_500_000_000_123_456_789n, atimeNs: 0n, uid, gid };

const at = (name: string): ByteString => toByteString(name);

function faulty(act: () => unknown, code: FaultCode): void {
  assert.throws(act, (error: unknown) => isFault(error, code));
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error) => error.code,
  );
}

async function writeFile(into: RestoreTarget, name: string, text: string, metadata = PLAIN): Promise<void> {
  await using file = into.createFile(at(name));
  await file.write(Buffer.from(text), 0);
  await file.finish(metadata, text.length);
}

function opened({ root }: Context, options: TargetOptions = {}): RestoreTarget {
  return RestoreTarget.open(root, options);
}

target.before.each((context) => {
  context.folder = mkdtempSync(path.join(tmpdir(), 'holdfast-target-'));
  context.root = path.join(context.folder, 'target');
});

target.after.each(({ folder }) => {
  rmSync(folder, { recursive: true, force: true });
});

target('gets everything a tree can hold, with all its metadata', async (context) => {
  const source = path.join(context.folder, 'source');
  makeOddFolder(source, { lossyLinks: true });
  const problems: unknown[] = [];
  using into = opened(context, { onShortfall: (name, kind, error) => problems.push([name, kind, error.message]) });
  await copy(into, source);
  assert.equal(problems, []);
  assert.equal(into.shortfalls, { owner: 0, attribute: 0, mode: 0, times: 0 });
  const [expected, found] = [[...listed(Buffer.from(source))], [...listed(Buffer.from(context.root))]];
  assert.ok(expected.length > 80);
  assert.equal(found, expected);
});

target('keeps what has the name already, unless asked to overwrite', (context) => {
  mkdirSync(path.join(context.root, 'folder'), { recursive: true });
  writeFileSync(path.join(context.root, 'file'), 'mine');
  symlinkSync('mine', path.join(context.root, 'link'));
  using into = opened(context);
  for (const name of ['file', 'link', 'folder']) {
    faulty(() => into.createFile(at(name)), 'restore.target.occupied');
    faulty(() => into.makeSymlink(at(name), at('x'), PLAIN), 'restore.target.occupied');
    faulty(() => into.makeSpecial(at(name), 'fifo', PLAIN), 'restore.target.occupied');
    faulty(() => into.makeHardLink(at(name), at('file')), 'restore.target.occupied');
    if (name !== 'folder') faulty(() => into.makeFolder(at(name)), 'restore.target.occupied');
  }
  assert.is(readFileSync(path.join(context.root, 'file'), 'utf8'), 'mine');
  assert.is(readlinkSync(path.join(context.root, 'link')), 'mine');
  assert.equal(readdirSync(context.root), ['file', 'folder', 'link']);
});

target('keeps what takes the name while a file is being written', async (context) => {
  using into = opened(context);
  const late = async (): Promise<void> => {
    await using file = into.createFile(at('file'));
    await file.write(Buffer.from('restored'), 0);
    writeFileSync(path.join(context.root, 'file'), 'mine');
    await file.finish(PLAIN, 8);
  };
  assert.is(await codeOf(late()), 'restore.target.occupied');
  assert.is(readFileSync(path.join(context.root, 'file'), 'utf8'), 'mine');
  assert.equal(readdirSync(context.root), ['file']);
});

target('shares folders that are there, which keep their metadata unless asked to overwrite', async (context) => {
  const there = path.join(context.root, 'folder');
  mkdirSync(there, { recursive: true });
  chmodSync(there, 0o711);
  using into = opened(context);
  const folder = into.makeFolder(at('folder'));
  assert.is(folder.isNew, false);
  await writeFile(into, 'folder/file', 'x');
  folder.finish({ ...PLAIN, type: 'dir', mode: 0o777 });
  assert.is(statSync(there).mode & 0o7777, 0o711);
  using over = opened(context, { overwrite: true });
  over.makeFolder(at('folder')).finish({ ...PLAIN, type: 'dir', mode: 0o755 });
  assert.is(statSync(there).mode & 0o7777, 0o755);
});

target('finishes folders that an earlier restore left unfinished', (context) => {
  const there = path.join(context.root, 'folder');
  {
    using cutOff = opened(context);
    cutOff.makeFolder(at('folder'));
    assert.is(statSync(there).mode & 0o077, 0);
  }
  using into = opened(context);
  into.makeFolder(at('folder')).finish({ ...PLAIN, type: 'dir', mode: 0o755 });
  assert.is(statSync(there).mode & 0o7777, 0o755);
  assert.is(statSync(there, { bigint: true }).mtimeNs, PLAIN.mtimeNs);
});

target('takes away unfinished files of restores that are gone, and of no other', (context) => {
  mkdirSync(path.join(context.root, 'folder'), { recursive: true });
  const gone = spawnSync('true').pid;
  const [leftover, running] = [`.holdfast-part-${gone}-0123456789abcdef`, `.holdfast-part-${process.ppid}-0123456789abcdef`];
  for (const folder of ['', 'folder'])
    for (const name of [leftover, running, '.mine']) writeFileSync(path.join(context.root, folder, name), 'x');
  using into = opened(context);
  into.makeFolder(at('folder'));
  assert.equal(readdirSync(context.root).sort(), [running, '.mine', 'folder'].sort());
  assert.equal(readdirSync(path.join(context.root, 'folder')).sort(), [running, '.mine'].sort());
});

target('knows a special file that is there already', (context) => {
  using into = opened(context);
  into.makeSpecial(at('fifo'), 'fifo', { ...PLAIN, type: 'fifo' });
  assert.ok(into.holds(at('fifo'), { type: 'fifo', sizeBytes: 0, mtimeNs: 0n }));
  assert.not(into.holds(at('fifo'), { type: 'chardev', sizeBytes: 0, mtimeNs: 0n, device: 0n }));
  if (!isRoot) return;
  into.makeSpecial(at('null'), 'chardev', { ...PLAIN, type: 'chardev', device: 0x103n });
  assert.ok(into.holds(at('null'), { type: 'chardev', sizeBytes: 0, mtimeNs: 0n, device: 0x103n }));
  assert.not(into.holds(at('null'), { type: 'chardev', sizeBytes: 0, mtimeNs: 0n, device: 0x105n }));
  assert.not(into.holds(at('null'), { type: 'dev', sizeBytes: 0, mtimeNs: 0n, device: 0x103n }));
});

target('lets any entry take the place of any other when asked to overwrite', async (context) => {
  using into = opened(context, { overwrite: true });
  const a = path.join(context.root, 'a');
  writeFileSync(a, 'a much longer text');
  await writeFile(into, 'a', 'short');
  assert.is(readFileSync(a, 'utf8'), 'short');
  into.makeSymlink(at('a'), at('elsewhere'), { ...PLAIN, type: 'symlink' });
  assert.is(readlinkSync(a), 'elsewhere');
  into.makeSpecial(at('a'), 'fifo', { ...PLAIN, type: 'fifo' });
  assert.ok(lstatSync(a).isFIFO());
  into.makeFolder(at('a'));
  await writeFile(into, 'a/inside', 'x');
  rmSync(path.join(a, 'inside'));
  await writeFile(into, 'a', 'a file again');
  assert.is(readFileSync(a, 'utf8'), 'a file again');
  into.makeFolder(at('a'));
  await writeFile(into, 'a/inside', 'in the new folder, not in the one that went');
  assert.equal(readdirSync(a), ['inside']);
});

target('never loses a folder that holds something', async (context) => {
  mkdirSync(path.join(context.root, 'a'), { recursive: true });
  writeFileSync(path.join(context.root, 'a/mine'), 'mine');
  using into = opened(context, { overwrite: true });
  assert.is(await codeOf(writeFile(into, 'a', 'x')), 'restore.target.occupied');
  faulty(() => into.makeSymlink(at('a'), at('x'), PLAIN), 'restore.target.occupied');
  assert.equal(readdirSync(context.root), ['a']);
  assert.is(readFileSync(path.join(context.root, 'a/mine'), 'utf8'), 'mine');
});

target('keeps the old file until the new one is whole', async (context) => {
  using into = opened(context, { overwrite: true });
  const old = path.join(context.root, 'a');
  writeFileSync(old, 'old');
  {
    await using file = into.createFile(at('a'));
    await file.write(Buffer.from('ne'), 0);
    assert.is(readFileSync(old, 'utf8'), 'old');
  }
  assert.is(readFileSync(old, 'utf8'), 'old');
  assert.equal(readdirSync(context.root), ['a']);
});

target('makes a hard link again where it is already', async (context) => {
  using into = opened(context, { overwrite: true });
  await writeFile(into, 'a', 'x');
  assert.is(into.makeHardLink(at('b'), at('a')), 'made');
  assert.is(into.makeHardLink(at('b'), at('a')), 'made');
  assert.equal(readdirSync(context.root), ['a', 'b']);
  assert.is(statSync(path.join(context.root, 'a')).nlink, 2);
});

target('is never left through a link', async (context) => {
  const outside = path.join(context.folder, 'outside');
  mkdirSync(path.join(outside, 'deeper'), { recursive: true });
  mkdirSync(context.root);
  symlinkSync(outside, path.join(context.root, 'way'));
  for (const overwrite of [false, true]) {
    using into = opened(context, { overwrite });
    for (const name of ['way/file', 'way/deeper/file']) {
      faulty(() => into.createFile(at(name)), 'restore.target.occupied');
      faulty(() => into.makeFolder(at(name)), 'restore.target.occupied');
      faulty(() => into.makeSymlink(at(name), at('x'), PLAIN), 'restore.target.occupied');
      faulty(() => into.makeHardLink(at('x'), at(name)), 'restore.target.occupied');
      faulty(() => into.openForReading(at(name)), 'restore.target.occupied');
    }
  }
  using into = opened(context, { overwrite: true });
  into.makeFolder(at('way'));
  await writeFile(into, 'way/file', 'x');
  assert.equal(readdirSync(outside), ['deeper']);
  assert.equal(readdirSync(path.join(outside, 'deeper')), []);
});

target('is never left through a folder that becomes a link', async (context) => {
  const outside = path.join(context.folder, 'outside');
  mkdirSync(outside);
  using into = opened(context);
  const folder = into.makeFolder(at('a'));
  rmSync(path.join(context.root, 'a'), { recursive: true });
  symlinkSync(outside, path.join(context.root, 'a'));
  faulty(() => folder.finish({ ...PLAIN, type: 'dir', mode: 0o777 }), 'restore.target.occupied');
  faulty(() => into.createFile(at('a/file')), 'restore.target.occupied');
  assert.equal(readdirSync(outside), []);
});

target('takes no names that lead elsewhere', (context) => {
  using into = opened(context);
  into.makeFolder(at('a'));
  for (const name of ['', '.', '..', '/', '../x', '/etc/x', 'a/..', 'a/../x', 'a//x', 'a/', 'a\0b']) {
    faulty(() => into.createFile(at(name)), 'input.invalid');
    faulty(() => into.makeFolder(at(name)), 'input.invalid');
  }
  faulty(() => into.makeSymlink(at('link'), at('a\0b'), PLAIN), 'repository.damaged');
});

target('changes a link itself, not what it points to', (context) => {
  using into = opened(context);
  const outside = path.join(context.folder, 'outside');
  writeFileSync(outside, '');
  const before = statSync(outside, { bigint: true });
  into.makeSymlink(at('link'), at(outside), { ...PLAIN, type: 'symlink', mode: 0o777, uid: isRoot ? 12 : uid });
  const after = statSync(outside, { bigint: true });
  assert.equal([after.mode, after.uid, after.mtimeNs, after.ctimeNs], [before.mode, before.uid, before.mtimeNs, before.ctimeNs]);
  assert.is(lstatSync(path.join(context.root, 'link'), { bigint: true }).mtimeNs, PLAIN.mtimeNs);
});

target('reads back files and nothing else', async (context) => {
  using into = opened(context);
  await writeFile(into, 'file', 'x');
  into.makeSpecial(at('fifo'), 'fifo', { ...PLAIN, type: 'fifo' });
  into.makeSymlink(at('link'), at('file'), { ...PLAIN, type: 'symlink' });
  const fd = into.openForReading(at('file'));
  assert.is(fstatSync(fd).size, 1);
  closeSync(fd);
  for (const name of ['fifo', 'link']) faulty(() => into.openForReading(at(name)), 'restore.target.occupied');
});

target('leaves holes where a file is zero', async (context) => {
  const zeros = Buffer.alloc(1024 * 1024);
  for (const sparse of [true, false]) {
    using into = opened(context, { sparse });
    await using file = into.createFile(at(`sparse ${sparse}`));
    await file.write(zeros, 0);
    await file.write(Buffer.from('end'), zeros.length);
    await file.finish(PLAIN, 2 * zeros.length);
    const restored = path.join(context.root, `sparse ${sparse}`);
    assert.ok(readFileSync(restored).equals(Buffer.concat([zeros, Buffer.from('end'), Buffer.alloc(zeros.length - 3)])));
    assert.is(statSync(restored).blocks * 512 < zeros.length, sparse);
  }
});

target('does not pass the ACL of its folder on to what is restored', async (context) => {
  mkdirSync(context.root);
  execFileSync('setfacl', ['-d', '-m', 'u:1:rwx', context.root]);
  using into = opened(context);
  into.makeFolder(at('folder')).finish({ ...PLAIN, type: 'dir', mode: 0o750 });
  await writeFile(into, 'file', 'x');
  for (const name of ['folder', 'file']) assert.equal(listAttributes(Buffer.from(path.join(context.root, name))), []);
  assert.is(statSync(path.join(context.root, 'file')).mode & 0o7777, 0o640);
});

target('counts owners that cannot be set without the rights, and lends no rights instead', async (context) => {
  if (!isRoot) return;
  mkdirSync(context.root);
  chmodSync(context.folder, 0o755);
  chownSync(context.root, 65534, 65534);
  const told: string[] = [];
  using into = opened(context, { onShortfall: (_name, kind) => told.push(kind) });
  process.setegid!(65534);
  process.seteuid!(65534);
  try {
    await writeFile(into, 'file', 'x', { ...PLAIN, uid: 0, gid: 0, mode: 0o6755 });
    into.makeFolder(at('folder')).finish({ ...PLAIN, type: 'dir', mode: 0o1755, uid: 0, gid: 0 });
    faulty(() => into.makeSpecial(at('null'), 'chardev', { ...PLAIN, type: 'chardev', device: 0x103n }), 'restore.target.unwritable');
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
  }
  assert.is(statSync(path.join(context.root, 'file')).mode & 0o7777, 0o755);
  assert.is(statSync(path.join(context.root, 'folder')).mode & 0o7777, 0o1755);
  assert.is(into.shortfalls.owner, 2);
  assert.equal(told, []);
});

target('reports an attribute it cannot set and keeps the file', async (context) => {
  const told: string[] = [];
  using into = opened(context, { onShortfall: (name, kind) => told.push(`${name} ${kind}`) });
  const extendedAttributes = [{ name: 'nonsense', value: Buffer.from('x') }];
  await writeFile(into, 'file', 'x', { ...PLAIN, extendedAttributes });
  assert.equal(told, ['file attribute']);
  assert.ok(existsSync(path.join(context.root, 'file')));
});

target('holds folders deeper than a path can be long', async (context) => {
  using into = opened(context);
  const names = Array.from({ length: 100 }, () => 'x'.repeat(60));
  for (const depth of names.keys()) into.makeFolder(at(names.slice(0, depth + 1).join('/')));
  await writeFile(into, `${names.join('/')}/file`, 'x');
  closeSync(into.openForReading(at(`${names.join('/')}/file`)));
  assert.is(into.makeHardLink(at('near'), at(`${names.join('/')}/file`)), 'made');
});

target('says when the disk is full', async (context) => {
  if (!isRoot) return;
  mkdirSync(context.root);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', context.root]);
  try {
    using into = opened(context);
    assert.is(await codeOf(writeFile(into, 'file', 'x'.repeat(200_000))), 'restore.target.full');
    assert.equal(readdirSync(context.root), []);
  } finally {
    execFileSync('umount', ['-l', context.root]);
  }
});

target('is refused when it is no folder', (context) => {
  writeFileSync(context.root, '');
  faulty(() => opened(context), 'restore.target.occupied');
});

target.run();

/** Makes every entry below `from` again, folders finished last. */
async function copy(into: RestoreTarget, from: string, below = '' as ByteString): Promise<void> {
  const seen = new Map<bigint, ByteString>();
  for (const name of readdirSync(Buffer.concat([Buffer.from(`${from}/`), toBytes(below)]), { encoding: 'buffer' }).map(toByteString)) {
    const inTree = (below === '' ? name : `${below}/${name}`) as ByteString;
    const source = Buffer.concat([Buffer.from(`${from}/`), toBytes(inTree)]);
    const entry = describe(source, name);
    const first = seen.get(entry.inode);
    seen.set(entry.inode, inTree);
    if (first !== undefined) assert.is(into.makeHardLink(inTree, first), 'made');
    else if (entry.type === 'dir') {
      const folder = into.makeFolder(inTree);
      await copy(into, from, inTree);
      folder.finish(entry);
    } else if (entry.type === 'file') {
      await using file = into.createFile(inTree);
      await file.write(readFileSync(source), 0);
      await file.finish(entry, entry.sizeBytes);
    } else if (entry.type === 'symlink') into.makeSymlink(inTree, entry.linkTarget!, entry);
    else into.makeSpecial(inTree, entry.type, entry);
  }
}

/** All that must be the same after a restore, of everything below a folder. */
function* listed(folder: Buffer, below = ''): Generator<unknown> {
  for (const name of readdirSync(folder, { encoding: 'buffer' }).map(toByteString).sort()) {
    const file = Buffer.concat([folder, Buffer.from('/'), toBytes(name)]);
    const { inode, ctimeNs, deviceId, extendedAttributes, ...same }: Entry = describe(file, name);
    const attributes = extendedAttributes?.map(({ name: attribute, value }) => `${attribute}=${Buffer.from(value).toString('hex')}`).sort();
    yield { ...same, below, attributes, bytes: same.type === 'file' ? readFileSync(file).toString('hex').slice(0, 200) : '' };
    if (same.type === 'dir') yield* listed(file, `${below}/${name}`);
  }
}
