/** Comparing folders of snapshots: what restic before 0.17 cannot judge. */
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault } from '../../src/base/index.ts';
import { contentDiffers, restDiffers } from '../../src/repository/diff/nodes.ts';
import { sideBySide } from '../../src/repository/diff/side-by-side.ts';
import { type Difference, type DiffOptions, diff, listSnapshots, type Repository } from '../../src/repository/index.ts';
import type { TreeNode } from '../../src/repository/trees/node.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, reopened, sampleRepository, save } from './sample-repository.ts';

const comparing = suite('comparing folders');
const scratch = temporaryFolder('comparing');
let repository: Repository;

comparing.before(async () => {
  repository = await sampleRepository(path.join(scratch, 'repository'));
  await save(repository, plant(path.join(scratch, 'one'), { 'old/place/a': 'a', 'old/place/b': 'b', file: 'f' }));
  await save(repository, plant(path.join(scratch, 'two'), { 'new/place/a': 'a', 'new/place/c': 'c' }));
  repository = reopened(repository);
});

async function changes(more: (before: DiffOptions['before'], after: DiffOptions['after']) => Partial<DiffOptions>): Promise<Difference[]> {
  const [before, after] = (await listSnapshots(repository)).map((snapshot) => ({ snapshot })) as [
    DiffOptions['before'],
    DiffOptions['after'],
  ];
  return await Array.fromAsync(diff(repository, { before, after, noLock: true, signal: never, ...more(before, after) }));
}

const textOf = (difference: Difference) => (difference.kind === 'change' ? `${difference.modifier} ${difference.path}` : difference.kind);

comparing('compares any two folders, whatever they are called', async () => {
  const told = await changes((before, after) => ({
    before: { ...before, folder: 'old/place' as ByteString },
    after: { ...after, folder: 'new/place' as ByteString },
  }));
  assert.equal(told.map(textOf), ['- b', '+ c', 'statistics']);
});

comparing('refuses what is no folder, and what is not there', async () => {
  for (const folder of ['file', 'nowhere']) {
    const told = changes((before) => ({ before: { ...before, folder: folder as ByteString } }));
    const error: unknown = await told.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(isFault(error, 'snapshot.path.unknown'), folder);
  }
});

comparing('ends when it is cancelled', async () => {
  const told = changes(() => ({ signal: AbortSignal.abort() }));
  const error: unknown = await told.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isFault(error, 'cancelled'));
});

const node = (name: string, more: Partial<TreeNode> = {}): TreeNode => {
  const times = { mtimeNs: 5n, atimeNs: 5n, ctimeNs: 5n };
  const numbers = { uid: 0, gid: 0, inode: 1n, deviceId: 1n, links: 1n, sizeBytes: 1, mode: 0o644 };
  return { name: name as ByteString, type: 'file', ...times, ...numbers, content: ['a'.repeat(64)], ...more };
};

comparing('knows a content that changed alone from one that changed with its time', () => {
  const decayed = node('x', { content: ['b'.repeat(64)] });
  assert.is(contentDiffers(node('x'), decayed), true);
  assert.is(restDiffers(node('x'), decayed), false);
  assert.is(restDiffers(node('x'), { ...decayed, mtimeNs: 6n }), true);
});

comparing('puts entries side by side in the order of bytes', () => {
  const names = (pairs: Iterable<{ before: TreeNode | undefined; after: TreeNode | undefined }>) =>
    [...pairs].map(({ before, after }) => `${before?.name ?? ''}|${after?.name ?? ''}`);
  assert.equal(
    names(
      sideBySide(
        ['a', 'c', 'd'].map((name) => node(name)),
        ['b', 'c', '\u00ff'].map((name) => node(name)),
      ),
    ),
    ['a|', '|b', 'c|c', 'd|', '|\u00ff'],
  );
  assert.equal(names(sideBySide([], [])), []);
});

comparing.run();
