/** Judges: getfattr, setfattr, getfacl and setfacl. */
import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { getAttribute, listAttributes, readAttributes, removeAttribute, setAttribute } from '../../src/posix/index.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';

const folder = temporaryFolder('attributes');
const isRoot = process.getuid?.() === 0;
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function newFile(name: string): Buffer {
  writeFileSync(path.join(folder, name), 'content');
  return Buffer.from(path.join(folder, name));
}

const attributes = suite('extended attributes');

attributes('that other programs set are read byte for byte, empty ones too', async () => {
  const file = newFile('set by others');
  await mustRun('setfattr', ['-n', 'user.all', '-v', `0x${Buffer.from(ALL_BYTES).toString('hex')}`, file.toString()]);
  await mustRun('setfattr', ['-n', 'user.empty', file.toString()]);
  const found = new Map(readAttributes(file).map(({ name, value }) => [name, Buffer.from(value).toString('hex')]));
  assert.is(found.get('user.all'), Buffer.from(ALL_BYTES).toString('hex'));
  assert.is(found.get('user.empty'), '');
  assert.equal(listAttributes(file).toSorted(), ['user.all', 'user.empty']);
});

attributes('that we set are read by other programs, by path and by descriptor', async () => {
  const file = newFile('set by us');
  setAttribute(file, 'user.größe', ALL_BYTES);
  const fd = openSync(file, 'r+');
  setAttribute(fd, 'user.two', Buffer.from('replaced'));
  setAttribute(fd, 'user.two', Buffer.from('2'));
  assert.equal(readAttributes(fd), readAttributes(file));
  assert.is(Buffer.from(getAttribute(fd, 'user.two')!).toString(), '2');
  closeSync(fd);
  const { stdout } = await mustRun('getfattr', ['-d', '-e', 'hex', '--absolute-names', file.toString()]);
  assert.match(stdout, `0x${Buffer.from(ALL_BYTES).toString('hex')}`);
  assert.match(stdout, /^user\.two=0x32$/m);
});

attributes('are removed, and removing what is not there does nothing', () => {
  const file = newFile('removed');
  setAttribute(file, 'user.gone', ALL_BYTES);
  removeAttribute(file, 'user.gone');
  removeAttribute(file, 'user.gone');
  assert.equal(listAttributes(file), []);
  assert.is(getAttribute(file, 'user.gone'), undefined);
});

attributes('carry POSIX ACLs: copied to another folder, getfacl says the same of both', async () => {
  const [from, to] = [path.join(folder, 'from'), path.join(folder, 'to')];
  for (const one of [from, to]) mkdirSync(one, { mode: 0o750 });
  await mustRun('setfacl', ['-m', 'u:1234:rwx,g:4321:r-x,d:u:1234:rw-,d:o::---', from]);
  const found = readAttributes(Buffer.from(from));
  assert.equal(found.map(({ name }) => name).toSorted(), ['system.posix_acl_access', 'system.posix_acl_default']);
  for (const { name, value } of found) setAttribute(Buffer.from(to), name, value);
  const acl = async (one: string) => (await mustRun('getfacl', ['-nc', '--absolute-names', one])).stdout;
  assert.match(await acl(from), 'user:1234:rwx');
  assert.is(await acl(to), await acl(from));
});

attributes('of a link are not those of the file it points to', () => {
  const file = newFile('pointed to');
  setAttribute(file, 'user.of-file', ALL_BYTES);
  const link = Buffer.from(path.join(folder, 'link'));
  symlinkSync(file, link);
  assert.equal(listAttributes(link), []);
  if (!isRoot) {
    console.log('not root: trusted attributes of links are not tried');
    assert.throws(() => setAttribute(link, 'user.on-link', ALL_BYTES), /EPERM/);
    return;
  }
  setAttribute(link, 'trusted.on-link', ALL_BYTES);
  assert.equal(listAttributes(link), ['trusted.on-link']);
  assert.equal(listAttributes(file), ['user.of-file']);
});

attributes('are none where the file system has none', () => {
  assert.equal(readAttributes(Buffer.from('/proc/version')), []);
});

attributes('of the largest size the kernel allows come back whole, or are refused whole', () => {
  const file = newFile('large');
  const large = new Uint8Array(65536).fill(7);
  try {
    setAttribute(file, 'user.large', large);
  } catch (error) {
    assert.match((error as Error).message, /ENOSPC|E2BIG/);
    assert.equal(listAttributes(file), []);
    return;
  }
  assert.ok(Buffer.from(large).equals(getAttribute(file, 'user.large')!));
});

attributes('that may not be read are told of, and the entry still comes', () => {
  const file = newFile('secret');
  setAttribute(file, 'user.secret', ALL_BYTES);
  const told: (string | undefined)[] = [];
  const read = () => readAttributes(file, ({ code }) => told.push(code));
  chmodSync(folder, 0o711);
  chmodSync(file, 0o200);
  assert.equal(isRoot ? asNobody(read) : read(), []);
  assert.equal(told, ['EACCES']);
});

attributes('of a file that is gone are an error like those of fs', () => {
  const gone = Buffer.from(path.join(folder, 'gone'));
  for (const call of [() => listAttributes(gone), () => readAttributes(gone), () => setAttribute(gone, 'user.x', ALL_BYTES)]) {
    assert.throws(call, (error: NodeJS.ErrnoException) => error.code === 'ENOENT' && error.errno === -2 && error.path === gone.toString());
  }
});

attributes('are refused for a path or a name with a NUL, and for a path that is too long', () => {
  const isInvalid = (error: unknown) => isFault(error, 'input.invalid');
  assert.throws(() => readAttributes(Buffer.from(`${folder}/a\0b`)), isInvalid);
  assert.throws(() => setAttribute(newFile('nul'), 'user.a\0b', ALL_BYTES), isInvalid);
  assert.throws(() => listAttributes(Buffer.alloc(5000, 'a')), /ENAMETOOLONG/);
});

/** To root nothing is forbidden, so root steps down for one call. */
function asNobody<T>(call: () => T): T {
  process.seteuid!(65534);
  try {
    return call();
  } finally {
    process.seteuid!(0);
  }
}

attributes.run();
