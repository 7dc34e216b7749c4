// deadline: 300 s
/** The real restic as the judge of a repository that Holdfast made. */
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

const judging = suite('restic, given a repository of Holdfast,');
const scratch = temporaryFolder('restic judges');
const at = (...parts: string[]) => path.join(scratch, ...parts);
/** The folder's children as the root of the tree: folders above it change while tests run beside each other. */
const HERE = ['.'];
const ours = holdfast(at('repository'));
const theirs = restic(at('repository'));

judging.before(async () => {
  await buildOddTree(at('odd'));
  await buildOddTree(at('plain'), { utf8LinkTargets: true });
  await ours.must(['init']);
  await ours.must(['backup', at('odd')]);
});

judging('finds nothing to complain of when it reads all of it', async () => {
  assert.is(await theirs.check(), '');
});

judging('lists the snapshot as Holdfast does', async () => {
  const [seen] = await theirs.snapshots();
  const [shown] = JSON.parse((await ours.must(['snapshots', '--json'])).stdout);
  assert.equal([seen!.id, seen!.tree, seen!.paths, seen!.hostname], [shown.id, shown.tree, [at('odd')], shown.hostname]);
});

judging('restores every byte and all metadata', async () => {
  await theirs.restore('latest', at('by restic'));
  const differences = await compareTrees(at('odd'), restoredPath(at('by restic'), at('odd')), { ignoreSockets: true });
  assert.equal(unexpected(differences, 'restic 0.14'), []);
});

judging('and Holdfast itself restore the same, holes included', async () => {
  const told = await ours.must(['restore', 'latest', '--target', at('by holdfast'), '--verify']);
  assert.match(told.stdout, /read back and found the same/);
  const options = { ignoreSockets: true, sparseness: true };
  const differences = await compareTrees(at('odd'), restoredPath(at('by holdfast'), at('odd')), options);
  assert.equal(unexpected(differences, 'holdfast'), []);
  const part = await ours.must(['restore', `latest:${at('odd')}/names`, '--target', at('a part')]);
  assert.is(part.code, 0);
  assert.equal(await compareTrees(at('odd', 'names'), at('a part'), { ignoreRoot: true }), []);
});

judging('backs up on top with nothing new, nothing changed, and arrives at the same tree', async () => {
  const made = (await ours.json(['backup', ...HERE], { cwd: at('plain') })).at(-1)!;
  const summary = await theirs.backup(HERE, { cwd: at('plain') });
  assert.equal([summary.files_new, summary.files_changed, summary.dirs_new, summary.dirs_changed], [0, 0, 0, 0]);
  assert.equal([summary.data_blobs, summary.tree_blobs], [0, 0]);
  const snapshots = await theirs.snapshots();
  const treeOf = (id: string) => snapshots.find((snapshot) => snapshot.id.startsWith(id))!.tree;
  assert.is(treeOf(summary.snapshot_id), treeOf(String(made.snapshot_id)));
});

judging('cuts every file where Holdfast cuts it, under the polynomial that Holdfast chose', async () => {
  const folder = at('cuts');
  await fs.mkdir(folder);
  await fs.writeFile(path.join(folder, 'random'), seededBytes('cuts', 50_000_000));
  await fs.writeFile(path.join(folder, 'zeros'), Buffer.alloc(20_000_000));
  await fs.writeFile(path.join(folder, 'text'), 'the quick brown fox jumps over the lazy dog\n'.repeat(400_000));
  await ours.must(['backup', ...HERE], { cwd: folder });
  const summary = await theirs.backup(['--force', '--host', 'another', ...HERE], { cwd: folder });
  assert.is(summary.files_new, 3);
  assert.equal([summary.data_blobs, summary.tree_blobs], [0, 0], 'every blob was there');
});

judging('still finds nothing to complain of after both have worked in turns', async () => {
  await fs.writeFile(at('plain', 'sizes', '1.bin'), 'changed');
  await theirs.backup(HERE, { cwd: at('plain') });
  await fs.rm(at('plain', 'names'), { recursive: true });
  const made = (await ours.json(['backup', ...HERE], { cwd: at('plain') })).at(-1)!;
  assert.equal([made.files_new, made.files_changed], [0, 0]);
  assert.is((await theirs.run(['forget', '--keep-last', '1', '--prune'])).code, 0);
  assert.is(await theirs.check(), '');
  assert.is((await ours.json(['check', '--read-data'])).at(-1)!.num_errors, 0);
});

judging.run();
