/** The trees here are those that restic 0.14 makes of the same targets. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString } from '../../src/base/index.ts';
import { folderSource } from '../../src/sources/index.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { assertFault, collect, walk } from './contract.ts';

const base = temporaryFolder('targets');
const home = path.join(base, 'home');
for (const file of ['home/a/x', 'home/a/deep/y', 'home/b/z', 'home/c', 'other/a/w', 'a/q']) {
  mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  writeFileSync(path.join(base, file), file);
}

const treeOf = (targets: string[], cwd = home) => walk(folderSource(targets, { cwd }));
/** `base` as the tree shows it, every folder above first. */
const above = base
  .slice(1)
  .split('/')
  .map((_, index, all) => all.slice(0, index + 1).join('/'));
const below = (...paths: string[]) => [...above, ...paths.map((one) => `${base.slice(1)}/${one}`)];

const JUDGED = [
  [`${home}/a`, `${home}/b/z`],
  ['./a//deep/', '../other'],
  ['../a', '.', 'a/deep'],
  ['a/deep', '../a', '../other', 'a/x'],
];

const targets = suite('targets');

targets('that are absolute bring every folder above them, with its own metadata', async () => {
  assert.equal(await treeOf([`${home}/a`]), below('home', 'home/a', 'home/a/deep', 'home/a/deep/y', 'home/a/x'));
  const [top] = await collect(folderSource([`${home}/a`]), '' as ByteString);
  assert.equal([top?.name, top?.type, top?.inode !== 0n], [above[0], 'dir', true]);
});

targets('that are relative bring their components, cleaned, without leading dots', async () => {
  const deep = ['a', 'a/deep', 'a/deep/y'];
  for (const name of ['a/deep', './a//deep/', 'b/../a/deep']) assert.equal(await treeOf([name]), deep);
  assert.equal(await treeOf(['../other']), ['other', 'other/a', 'other/a/w']);
  assert.equal(await treeOf(['../../home/b'], path.join(home, 'a')), ['home', 'home/b', 'home/b/z']);
});

targets('that are dots bring what the folder holds', async () => {
  const all = ['a', 'a/deep', 'a/deep/y', 'a/x', 'b', 'b/z', 'c'];
  assert.equal(await treeOf(['.']), all);
  assert.equal(await treeOf(['..'], path.join(home, 'a')), all);
});

targets('merge into one tree, whether nested, repeated or apart', async () => {
  assert.equal(await treeOf(['c', 'a/deep', 'a/x', 'c']), ['a', 'a/deep', 'a/deep/y', 'a/x', 'c']);
  assert.equal(await treeOf(['a', 'a/deep/y', 'a']), ['a', 'a/deep', 'a/deep/y', 'a/x']);
  assert.equal(await treeOf(['.', 'a/deep']), await treeOf(['.']));
});

targets('that meet in one name from different folders are told apart by a number', async () => {
  assert.equal(await treeOf(['a/deep', '../a', '../other', 'a/x']), [
    'a',
    'a/deep',
    'a/deep/y',
    'a/x',
    'a-1',
    'a-1/q',
    'other',
    'other/a',
    'other/a/w',
  ]);
  assert.equal(await treeOf(['../a', '.']), ['a', 'a/q', 'a-1', 'a-1/deep', 'a-1/deep/y', 'a-1/x', 'b', 'b/z', 'c']);
});

targets('may be single files and links', async () => {
  symlinkSync('home', path.join(base, 'link'));
  assert.equal(await treeOf(['link'], base), ['link']);
  assert.equal(await treeOf(['home/c'], base), ['home', 'home/c']);
  assert.equal(await treeOf(['link/c'], base), ['link', 'link/c'], 'a link on the way to a target is a folder');
  assert.equal(await treeOf(['.'], path.join(base, 'link')), await treeOf(['.'], home));
});

targets('are recorded as absolute paths, in the order they came, each once', () => {
  assert.equal(folderSource(['b', './a', 'b/', `${home}/c`], { cwd: home }).paths, [`${home}/b`, `${home}/a`, `${home}/c`]);
});

targets("lie where they say, also when the working directory is not the process's", () => {
  assert.is(folderSource(['a'], { cwd: home }).localPath(toByteString('a/deep/y')).toString(), `${home}/a/deep/y`);
  assert.is(folderSource(['.'], { cwd: home }).localPath(toByteString('')).toString(), home);
  assert.is(folderSource(['/']).localPath(toByteString('')).toString(), '/');
});

targets('that are missing, empty or no path are refused with a sentence', async () => {
  await assertFault(() => folderSource([`${home}/nowhere`]), 'backup.source.missing');
  for (const bad of [[], [''], ['a\0b']]) await assertFault(() => folderSource(bad, { cwd: home }), 'input.invalid');
});

targets('that are missing beside others are told at the top, and not recorded', async () => {
  const source = folderSource(['a', 'gone/away', 'c/not-a-folder', 'gone/away'], { cwd: home });
  assert.equal(source.paths, [`${home}/a`]);
  const told: string[] = [];
  const found: string[] = [];
  for await (const listed of source.list('' as ByteString, AbortSignal.timeout(10_000))) {
    if (listed.kind === 'unreadable') told.push(`${listed.name}: ${listed.reason.code}`);
    else found.push(listed.entry.name);
  }
  assert.equal(found, ['a']);
  const paths = ['gone/away', 'c/not-a-folder'].map((one) => `${home.slice(1)}/${one}: backup.source.missing`);
  assert.equal(told, paths);
});

targets('that are excluded by name are left out, and refused when none is left', async () => {
  const excludes = [`${home}/a`];
  assert.equal(await walk(folderSource(['a', 'c'], { cwd: home, excludes })), ['c']);
  await assertFault(() => folderSource(['a'], { cwd: home, excludes }), 'input.invalid');
});

targets('inside another target are there even if that one leaves their folder out', async () => {
  assert.equal(await walk(folderSource(['.', 'a/deep'], { cwd: home, excludes: ['a', 'c'] })), ['a', 'a/deep', 'a/deep/y', 'b', 'b/z']);
});

targets('make the same trees in restic', async () => {
  const repository = ['--repo', path.join(base, 'repository'), '--quiet', '--no-cache'];
  const env = { RESTIC_PASSWORD: 'password' };
  await mustRun('restic', [...repository, 'init'], { env });
  for (const named of JUDGED) {
    await mustRun('restic', [...repository, 'backup', '--force', ...named], { env, cwd: home });
    const { stdout } = await mustRun('restic', [...repository, 'ls', 'latest'], { env });
    assert.equal(
      (await treeOf(named)).map((one) => `/${one}`),
      stdout.trim().split('\n'),
      named.join(' '),
    );
  }
});

targets.run();
