/** Restoring from the command line: the whole, a part, what matches; nothing overwritten unless asked for. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTrees } from '../peers/compare-trees.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { holdfast } from './holdfast.ts';

const restoring = suite('holdfast restore');
const scratch = temporaryFolder('restore');
const source = path.join(scratch, 'source');
const ours = holdfast(path.join(scratch, 'repository'));
let targets = 0;
const newTarget = () => path.join(scratch, `target ${targets++}`);

const FILES = ['a.txt', 'b.jpg', 'docs/a.txt', 'docs/deep/c.txt', 'docs/deep/d.jpg', 'docs/"quoted"', 'other/e.txt'];

restoring.before(async () => {
  for (const file of FILES) {
    await fs.mkdir(path.dirname(path.join(source, file)), { recursive: true });
    await fs.writeFile(path.join(source, file), `content of ${file}`);
  }
  await fs.writeFile(path.join(source, 'docs', 'new\nline'), 'odd');
  await ours.must(['init']);
  await ours.must(['backup', '.'], { cwd: source });
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

restoring('brings the whole back, says how much, and compares when asked', async () => {
  const target = newTarget();
  const { stdout } = await ours.must(['restore', 'latest', '--target', target, '--verify']);
  assert.match(stdout, /^restored 8 files, 3 folders, .* read back and found the same$/m);
  assert.equal(await compareTrees(source, target, { ignoreRoot: true }), []);
  const summary = (await ours.json(['restore', 'latest', '-t', newTarget()])).at(-1)!;
  assert.equal([summary.message_type, summary.files_restored, summary.dirs_restored, summary.problems], ['summary', 8, 3, 0]);
});

restoring('run again, makes only what is missing, and leaves what differs', async () => {
  const target = newTarget();
  await ours.must(['restore', 'latest', '-t', target]);
  await fs.rm(path.join(target, 'b.jpg'));
  const { stdout } = await ours.must(['restore', 'latest', '-t', target, '--verify']);
  assert.match(stdout, /^restored 1 file, .*; 7 files and links were there already, 8 files read back and found the same$/m);
  await fs.writeFile(path.join(target, 'a.txt'), 'mine');
  const again = await ours.run(['restore', 'latest', '-t', target]);
  assert.is(again.code, 3);
  assert.match(again.stderr, /occupied: .*a\.txt/);
  assert.is(await fs.readFile(path.join(target, 'a.txt'), 'utf8'), 'mine');
});

restoring('brings a folder or a file back by its path, also by an odd name', async () => {
  const folder = newTarget();
  await ours.must(['restore', 'latest:/docs/deep', '--target', folder]);
  assert.equal(await filesIn(folder), ['c.txt', 'd.jpg']);
  const file = newTarget();
  await ours.must(['restore', 'latest:"docs/new\\nline"', '--target', file]);
  assert.equal(await filesIn(file), ['new\nline']);
});

restoring('brings back only what is included and not excluded', async () => {
  const cases: [string[], string[]][] = [
    [
      ['--include', '*.jpg'],
      ['b.jpg', 'docs/deep/d.jpg'],
    ],
    [['-i', '/a.txt'], ['a.txt']],
    [
      ['-i', 'deep/'],
      ['docs/deep/c.txt', 'docs/deep/d.jpg'],
    ],
    [
      ['-i', 'docs', '-e', 'deep'],
      ['docs/"quoted"', 'docs/a.txt', 'docs/new\nline'],
    ],
    [
      ['-e', '*.txt', '-e', 'docs/n*'],
      ['b.jpg', 'docs/"quoted"', 'docs/deep/d.jpg'],
    ],
  ];
  for (const [args, expected] of cases) {
    const target = newTarget();
    await ours.must(['restore', 'latest', '--target', target, ...args]);
    assert.equal(await filesIn(target), expected, args.join(' '));
  }
});

restoring('leaves what is there and says so: 3; overwrites only when told to', async () => {
  const target = newTarget();
  await fs.mkdir(target);
  await fs.writeFile(path.join(target, 'a.txt'), 'mine');
  const careful = await ours.run(['restore', 'latest', '--target', target]);
  assert.is(careful.code, 3);
  assert.match(careful.stderr, /^occupied: .*a\.txt/m);
  assert.is(await fs.readFile(path.join(target, 'a.txt'), 'utf8'), 'mine');
  assert.is(await fs.readFile(path.join(target, 'b.jpg'), 'utf8'), 'content of b.jpg');
  await ours.must(['restore', 'latest', '--target', target, '--overwrite', 'always']);
  assert.equal(await compareTrees(source, target, { ignoreRoot: true }), []);
});

restoring('says what is wrong with its arguments: 2', async () => {
  for (const [args, expected] of [
    [['restore', 'latest'], /--target DIR/],
    [['restore', 'latest', '--target', '/x', '--overwrite', 'maybe'], /never, if-newer or always, not 'maybe'/],
    [['restore', 'latest:../etc', '--target', '/x'], /cannot go up/],
  ] as const) {
    const run = await ours.run(args);
    assert.is(run.code, 2);
    assert.match(run.stderr, expected);
  }
});

restoring('says that the snapshot does not hold that path, or that the target cannot be made: 1', async () => {
  const unknown = await ours.run(['restore', 'latest:/nowhere', '--target', newTarget(), '--json']);
  assert.is(unknown.code, 1);
  assert.is(JSON.parse(unknown.stderr).code, 'snapshot.path.unknown');
  const file = path.join(source, 'a.txt', 'below a file');
  const impossible = await ours.run(['restore', 'latest', '--target', file, '--json']);
  assert.is(impossible.code, 1);
  assert.match(JSON.parse(impossible.stderr).code, /^restore\.target\./);
});

restoring.run();
