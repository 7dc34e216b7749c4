import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString } from '../../src/base/index.ts';
import { makeSpecialFile, setAttribute } from '../../src/posix/index.ts';
import { type FolderSourceOptions, folderSource, type Listed, type Source } from '../../src/sources/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { assertFault, collect, join, runSourceContract, totalsOf, walk } from './contract.ts';

const scratch = temporaryFolder('folder source');
const isRoot = process.getuid?.() === 0;
const NEVER = new AbortController().signal;
let count = 0;

/** A new folder with these files (path to content). */
function newFolder(files: Iterable<readonly [string, string]> = []): string {
  const root = path.join(scratch, `tree ${++count}`);
  mkdirSync(root);
  for (const [file, content] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  }
  return root;
}

const inTree = (absolute: string) => toByteString(absolute.slice(1));
const empty = (...files: string[]) => files.map((file) => [file, ''] as const);

/** What is in the snapshot's tree below one folder of this machine. */
async function shown(root: string, options: FolderSourceOptions = {}): Promise<string[]> {
  return walkBelow(folderSource([root], options), root);
}

async function walkBelow(source: Source, root: string): Promise<string[]> {
  const above = inTree(root);
  return (await walk(source, above)).map((one) => one.replace(`${above}/`, ''));
}

runSourceContract('a folder of this machine', (files) => {
  const root = newFolder(files);
  const remove = (one: ByteString) => rmSync(Buffer.from(`/${one}`, 'latin1'), { recursive: true });
  return { source: folderSource([root]), folder: inTree(root), remove };
});

const folder = suite('a folder source');

folder('keeps names of any bytes: not UTF-8, line breaks, quotes, 255 bytes', async () => {
  const root = newFolder();
  const names = [Buffer.from('line\nbreak'), Buffer.from(`"'\\ *?[`), Buffer.from([0x61, 0xff, 0xfe, 0x80]), Buffer.alloc(255, 0xe4)];
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), name);
  const source = folderSource([root], { excludes: ['nothing'] });
  const entries = await collect(source, inTree(root));
  assert.equal(
    entries.map(({ name }) => name),
    names.map((name) => toByteString(name)).sort(),
  );
  assert.ok(
    source
      .localPath(join(inTree(root), entries[1]!.name))
      .subarray(-4)
      .equals(names[2]!),
  );
});

folder('brings links as they are, dangling and circular ones too, and never looks behind them', async () => {
  const root = newFolder(empty('real/file'));
  symlinkSync('real', path.join(root, 'to-folder'));
  symlinkSync(Buffer.from([0xff, 0x2f, 0x0a]), path.join(root, 'dangling'));
  symlinkSync('circle', path.join(root, 'circle'));
  assert.equal(await shown(root), ['circle', 'dangling', 'real', 'real/file', 'to-folder']);
  const targets = (await collect(folderSource([root]), inTree(root))).map(({ linkTarget }) => linkTarget);
  assert.equal(targets, ['circle', toByteString(Buffer.from([0xff, 0x2f, 0x0a])), undefined, 'real']);
  await assertFault(() => collect(folderSource([root]), join(inTree(root), 'to-folder')), 'backup.source.unreadable');
});

folder('brings fifos, and devices where they can be made, but leaves sockets out as restic does', async () => {
  const root = newFolder();
  const at = (name: string) => Buffer.from(path.join(root, name));
  makeSpecialFile(at('fifo'), 'fifo');
  makeSpecialFile(at('socket'), 'socket');
  if (isRoot) makeSpecialFile(at('device'), 'chardev', { device: 0x103n });
  else console.log('not root: devices are not tried');
  assert.equal(await shown(root), isRoot ? ['device', 'fifo'] : ['fifo']);
});

folder('tells which entry vanished between its folder and itself, and goes on', async () => {
  const root = newFolder(empty('a', 'b', 'c'));
  const found: Listed[] = [];
  for await (const listed of folderSource([root]).list(inTree(root), NEVER)) {
    found.push(listed);
    if (found.length === 1) unlinkSync(path.join(root, 'b'));
  }
  assert.equal(
    found.map(({ kind }) => kind),
    ['entry', 'unreadable', 'entry'],
  );
  const lost = found[1] as Listed & { kind: 'unreadable' };
  assert.equal([lost.name, lost.reason.code], ['b', 'backup.source.missing']);
  assert.match(lost.reason.message, /vanished/);
});

folder('says which folder it may not list, and which entry it may not look at', async () => {
  const root = newFolder(empty('locked/file', 'listed/file'));
  chmodSync(scratch, 0o711);
  chmodSync(root, 0o755);
  chmodSync(path.join(root, 'locked'), 0o000);
  chmodSync(path.join(root, 'listed'), 0o444);
  await steppedDown(async () => {
    const source = folderSource([root]);
    await assertFault(() => collect(source, join(inTree(root), 'locked')), 'backup.source.unreadable');
    assert.equal(await walkBelow(source, path.join(root, 'listed')), [`?file`]);
    assert.equal(await totalsOf(source).then((totals) => totals.at(-1)), { files: 0, bytes: 0 });
  });
});

folder('says when an attribute is missing from an entry', async () => {
  const root = newFolder(empty('secret'));
  chmodSync(scratch, 0o711);
  setAttribute(Buffer.from(path.join(root, 'secret')), 'user.secret', Buffer.from('x'));
  chmodSync(path.join(root, 'secret'), 0o200);
  await steppedDown(async () => {
    const [listed] = await Array.fromAsync(folderSource([root]).list(inTree(root), NEVER));
    assert.is(listed?.kind === 'entry' && listed.incomplete?.code, 'backup.source.unreadable');
  });
});

folder('goes as deep as paths can be, and says what lies deeper', async () => {
  const root = newFolder();
  const name = 'd'.repeat(200);
  const here = process.cwd();
  process.chdir(root);
  for (let depth = 0; depth < 25; depth++) {
    mkdirSync(name);
    process.chdir(name);
  }
  process.chdir(here);
  try {
    const paths = await shown(root);
    assert.ok(paths.at(-1)?.startsWith('?'), 'the first folder beyond the limit is told of');
    assert.ok(paths.length >= 18 && paths.length < 25, `${paths.length} folders`);
  } finally {
    execFileSync('rm', ['-rf', root]);
  }
});

folder('of 20,000 files lists them all, and lets timers run meanwhile', async () => {
  const root = newFolder();
  for (let file = 0; file < 20_000; file++) writeFileSync(`${root}/${file}`, '');
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  assert.is((await collect(folderSource([root]), inTree(root))).length, 20_000);
  clearInterval(timer);
  assert.ok(ticks > 0);
  assert.equal((await totalsOf(folderSource([root]))).at(-1), { files: 20_000, bytes: 0 });

  const cancel = new AbortController();
  void setImmediate().then(() => cancel.abort(new Error('enough')));
  let seen = 0;
  try {
    for await (const _ of folderSource([root]).list(inTree(root), cancel.signal)) seen++;
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'enough');
  }
  assert.ok(seen < 20_000, 'a cancel from outside is heard in the middle');
});

folder('leaves out what is beside a cache tag, but for the tag, when asked and when the signature is right', async () => {
  const signature = 'Signature: 8a477f597d28d172789f06886806bc55';
  const root = newFolder([
    ['cache/CACHEDIR.TAG', `${signature}\n# made by a test`],
    ...empty('cache/a', 'cache/sub/b'),
    ['fake/CACHEDIR.TAG', 'Signature: no'],
    ...empty('fake/a'),
    ['linked/tag', signature],
  ]);
  symlinkSync('tag', path.join(root, 'linked/CACHEDIR.TAG'));
  const others = ['fake', 'fake/CACHEDIR.TAG', 'fake/a', 'linked', 'linked/CACHEDIR.TAG', 'linked/tag'];
  assert.equal(await shown(root, { excludeCaches: true }), ['cache', 'cache/CACHEDIR.TAG', ...others]);
  assert.equal(await shown(root), ['cache', 'cache/CACHEDIR.TAG', 'cache/a', 'cache/sub', 'cache/sub/b', ...others]);
});

folder('leaves out what is beside a marker of any name', async () => {
  const root = newFolder(empty('a/.nobackup', 'a/x/y', 'b/x'));
  assert.equal(await shown(root, { excludeIfPresent: ['.nobackup', 'other'] }), ['a', 'a/.nobackup', 'b', 'b/x']);
});

folder('leaves out files above a size, never folders', async () => {
  const root = newFolder([
    ['d/small', '12345'],
    ['d/large', '123456'],
  ]);
  assert.equal(await shown(root, { excludeLargerThan: 5 }), ['d', 'd/small']);
  assert.equal((await totalsOf(folderSource([root], { excludeLargerThan: 5 }))).at(-1), { files: 1, bytes: 5 });
});

folder('stays on one file system when asked: a mount point is kept, empty, unless it was named too', async () => {
  const whole = folderSource(['/'], { oneFileSystem: true });
  assert.ok((await collect(whole, '' as ByteString)).some(({ name }) => name === 'proc'));
  assert.equal(await collect(whole, 'proc' as ByteString), []);
  const both = folderSource(['/', '/proc/sys/kernel'], { oneFileSystem: true });
  assert.equal(
    (await collect(both, 'proc' as ByteString)).map(({ name }) => name),
    ['sys'],
  );
  assert.ok((await collect(both, 'proc/sys/kernel' as ByteString)).length > 0);
});

folder.run();

/** To root nothing is forbidden, so root steps down for a while. */
async function steppedDown(work: () => Promise<void>): Promise<void> {
  if (!isRoot) return work();
  process.seteuid!(65534);
  try {
    await work();
  } finally {
    process.seteuid!(0);
  }
}
