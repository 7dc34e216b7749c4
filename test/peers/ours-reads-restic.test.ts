// deadline: 300 s
/** Repositories that the real restic made, in both formats, in the hands of Holdfast. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdfast } from '../cli/holdfast.ts';
import { compareTrees } from './compare-trees.ts';
import { unexpected } from './known-differences.ts';
import { buildOddTree, seededBytes } from './odd-tree.ts';
import { restic, restoredPath } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const reading = suite('Holdfast, given a repository of restic,');
const scratch = temporaryFolder('ours reads restic');
const source = path.join(scratch, 'source');
/** The folder's children as the root of the tree: folders above it change while tests run beside each other. */
const HERE = ['.'];

reading.before(async () => {
  await buildOddTree(source, { utf8LinkTargets: true });
  await fs.writeFile(path.join(source, 'large'), seededBytes('large', 40_000_000));
});

for (const version of [1, 2] as const) {
  const repository = path.join(scratch, `format ${version}`);
  const theirs = restic(repository);
  const ours = holdfast(repository);
  const format = `of format ${version}`;

  reading(`${format}: opens it, finds it whole, and lists what restic lists`, async () => {
    await theirs.init(version);
    await theirs.backup(HERE, { cwd: source });
    assert.is((await ours.json(['check', '--read-data'])).at(-1)!.num_errors, 0);
    const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('{'));
    const theirNodes = lines((await theirs.run(['ls', 'latest', '--json'])).stdout).slice(1);
    const ourNodes = lines((await ours.must(['ls', 'latest', '--json'])).stdout).slice(1);
    const facts = (line: string) => {
      const { type, size = 0, uid, gid, mtime } = JSON.parse(line);
      return [type, size, uid, gid, Date.parse(mtime)];
    };
    assert.is(ourNodes.length, theirNodes.length);
    assert.equal(ourNodes.map(facts), theirNodes.map(facts));
  });

  reading(`${format}: restores every byte and all metadata`, async () => {
    const target = path.join(scratch, `restored ${version}`);
    await ours.must(['restore', 'latest', '--target', target, '--verify']);
    const options = { ignoreSockets: true, ignoreRoot: true, sparseness: true };
    const differences = await compareTrees(source, target, options);
    assert.equal(unexpected(differences, 'holdfast'), []);
  });

  reading(`${format}: backs up on top with nothing new, nothing changed, and arrives at the same tree`, async () => {
    const summary = (await ours.json(['backup', ...HERE], { cwd: source })).at(-1)!;
    assert.equal([summary.files_new, summary.files_changed, summary.dirs_new, summary.dirs_changed], [0, 0, 0, 0]);
    assert.equal([summary.data_blobs, summary.tree_blobs], [0, 0]);
    const trees = new Set((await theirs.snapshots()).map(({ tree }) => tree));
    assert.is(trees.size, 1);
    assert.equal((await theirs.snapshots())[1]!.paths, [source]);
  });

  reading(`${format}: cuts every file where restic cut it`, async () => {
    const summary = (await ours.json(['backup', '--force', '--host', 'another', ...HERE], { cwd: source })).at(-1)!;
    assert.ok(Number(summary.files_new) > 1000);
    assert.equal([summary.data_blobs, summary.tree_blobs], [0, 0], 'every blob was there');
  });

  reading(`${format}: adds to it, and restic finds nothing to complain of`, async () => {
    const added = path.join(scratch, `added ${version}`);
    await fs.mkdir(added);
    await fs.writeFile(path.join(added, 'file'), seededBytes(`added ${version}`, 3_000_000));
    await ours.must(['backup', added]);
    assert.is(await theirs.check(), '');
    await theirs.restore('latest', path.join(scratch, `back ${version}`));
    assert.equal(await compareTrees(added, restoredPath(path.join(scratch, `back ${version}`), added)), []);
  });
}

reading('opens it with the password that restic added, and restic with the one that Holdfast added', async () => {
  const repository = path.join(scratch, 'keys');
  const [byOurs, byTheirs] = [path.join(scratch, 'by ours'), path.join(scratch, 'by theirs')];
  await fs.writeFile(byOurs, 'von Holdfast: grün');
  await fs.writeFile(byTheirs, 'von restic: 日本');
  await restic(repository).init(2);
  assert.is((await restic(repository).run(['key', 'add', '--new-password-file', byTheirs])).code, 0);
  await holdfast(repository, 'von restic: 日本').must(['key', 'add', '--new-password-file', byOurs]);
  assert.is((await restic(repository, 'von Holdfast: grün').run(['snapshots'])).code, 0);
});

reading.run();
