import { chmodSync, linkSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString } from '../../src/base/index.ts';
import { describe, makeSpecialFile, setAttribute, setTimes } from '../../src/posix/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';

const folder = temporaryFolder('describe');
const inFolder = (name: string | Buffer) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);
const describeIt = (name: string | Buffer, options = {}) => describe(inFolder(name), toByteString(name), options);

const describing = suite('describing an entry');

describing('tells what lstat tells of a file, with exact times, names of owners and attributes', () => {
  writeFileSync(inFolder('file'), 'twelve bytes');
  linkSync(inFolder('file'), inFolder('second name'));
  chmodSync(inFolder('file'), 0o4751);
  setAttribute(inFolder('file'), 'user.note', Buffer.from([0, 1, 255]));
  setTimes(inFolder('file'), { atimeNs: 9n, mtimeNs: -1_000_000_001n });
  const stats = lstatSync(inFolder('file'), { bigint: true });
  const { user, group, extendedAttributes, ...rest } = describeIt('file');
  assert.equal(rest, {
    name: 'file' as ByteString,
    type: 'file',
    mode: 0o4751,
    mtimeNs: -1_000_000_001n,
    atimeNs: -1_000_000_001n,
    ctimeNs: stats.ctimeNs,
    uid: process.getuid!(),
    gid: process.getgid!(),
    inode: stats.ino,
    deviceId: stats.dev,
    links: 2n,
    sizeBytes: 12,
    linkTarget: undefined,
    device: undefined,
  });
  if (process.getuid!() === 0) assert.equal([user, group], ['root', 'root']);
  const attributes = extendedAttributes?.map(({ name, value }) => [name, [...value]]);
  assert.equal(attributes, [['user.note', [0, 1, 255]]]);
});

describing('tells the access time only when asked, for a reading changes it', () => {
  assert.is(describeIt('file', { withAtime: true }).atimeNs, 9n);
});

describing('gives folders, fifos and sockets no size, no links, no target', () => {
  mkdirSync(inFolder('dir'));
  makeSpecialFile(inFolder('fifo'), 'fifo');
  makeSpecialFile(inFolder('socket'), 'socket');
  for (const name of ['dir', 'fifo', 'socket']) {
    const { sizeBytes, links, linkTarget, device, type } = describeIt(name);
    assert.equal([type, sizeBytes, links, linkTarget, device], [name, 0, 0n, undefined, undefined]);
  }
});

describing('gives devices their numbers', () => {
  const stats = lstatSync('/dev/null', { bigint: true });
  const { type, device, links, sizeBytes } = describe(Buffer.from('/dev/null'), toByteString('null'));
  assert.equal([type, device, links, sizeBytes], ['chardev', stats.rdev, 1n, 0]);
});

describing('does not follow links, whose targets are any bytes, dangling or in a circle', () => {
  const target = Buffer.from([0x2f, 0xff, 0x0a, 0xc3]);
  symlinkSync(target, inFolder('dangling'));
  symlinkSync('circle', inFolder('circle'));
  const dangling = describeIt('dangling');
  assert.equal([dangling.type, dangling.linkTarget, dangling.sizeBytes, dangling.links], ['symlink', toByteString(target), 0, 1n]);
  assert.is(describeIt('circle').linkTarget, 'circle');
});

describing('throws like lstat when there is nothing', () => {
  assert.throws(() => describeIt('nothing'), /ENOENT/);
});

describing.run();
