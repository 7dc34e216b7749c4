/** Two versions side by side, and the list that they are chosen from. */
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault, toByteString } from '../../../src/base/index.ts';
import type { Repository, TreeNode } from '../../../src/repository/index.ts';
import { Restore } from '../../../src/services/restore/index.ts';
import { never, sampleRepository } from '../../repository/sample-repository.ts';
import { nodeOf, WrittenTrees } from '../../repository/written-trees.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-compare-'));
const repository: Repository = await sampleRepository(path.join(scratch, 'repository'));
const restore = new Restore(() => repository);

const comparing = suite('two versions of a folder');
comparing.after(() => rmSync(scratch, { recursive: true, force: true }));

/** A number is a file of that content; a negative one, the same content at another time. */
interface Tree {
  readonly [name: string]: number | Tree;
}

async function write(trees: WrittenTrees, tree: Tree): Promise<string> {
  const nodes: TreeNode[] = [];
  for (const [name, content] of Object.entries(tree)) {
    if (typeof content !== 'number') nodes.push(nodeOf({ name: toByteString(name), type: 'dir', subtree: await write(trees, content) }));
    else {
      const id = Math.abs(content).toString(16).padStart(64, '0');
      const mtimeNs = content < 0 ? 1n : 2n;
      nodes.push(nodeOf({ name: toByteString(name), type: 'file', sizeBytes: Math.abs(content), mtimeNs, content: [id] }));
    }
  }
  return await trees.add(nodes.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

const BEFORE: Tree = { docs: { plan: 1, old: { a: 2, b: 3 }, touched: 4 }, same: { x: 1 }, swap: 5, 'was a folder': { y: 6 } };
const AFTER: Tree = { docs: { plan: 7, new: { c: 8 }, touched: -4 }, same: { x: 1 }, swap: 5, 'was a folder': 6, '\u202eevil': 9 };

const trees = new WrittenTrees(repository);
const roots = [await write(trees, BEFORE), await write(trees, AFTER)];
await trees.finish();
const [before, after] = [
  await trees.snapshot({ tree: roots[0]!, time: '2026-01-01T00:00:00Z' }),
  await trees.snapshot({ tree: roots[1]!, time: '2026-01-02T00:00:00Z' }),
];

const sides = (folder: string) => ({ before: before.id, after: after.id, path: toByteString(folder) });

async function differences(folder: string): Promise<string[]> {
  const compared = await restore.compare(sides(folder), { signal: never });
  return compared.differences.map(({ path: where, kind }) => `${kind} ${Buffer.from(where, 'latin1')}`);
}

comparing('show what differs directly in it, and mark folders in which something does', async () => {
  assert.equal(await differences(''), ['below docs', 'changed was a folder', 'added \u202eevil']);
  assert.equal(await differences('docs'), ['added docs/new', 'removed docs/old', 'changed docs/plan', 'metadata docs/touched']);
  assert.equal(await differences('same'), []);
});

comparing('show all of a folder that only one of them has', async () => {
  assert.equal(await differences('docs/old'), ['removed docs/old/a', 'removed docs/old/b']);
  assert.equal(await differences('docs/new'), ['added docs/new/c']);
  assert.equal(await differences('was a folder'), ['removed was a folder/y']);
  const known = await restore.compare(sides('docs'), { signal: never });
  assert.equal(known.differences[2]!.before, { type: 'file', sizeBytes: 1, modified: new Date(0) });
  await restore.compare(sides('nowhere'), { signal: never }).then(
    () => assert.unreachable(),
    (error: unknown) => assert.ok(isFault(error, 'snapshot.path.unknown')),
  );
});

comparing('come in pages', async () => {
  const seen: string[] = [];
  let past: ByteString | undefined;
  do {
    const page = await restore.compare(sides('docs'), { ...(past === undefined ? {} : { past }), limit: 1, signal: never });
    seen.push(...page.differences.map(({ name }) => name));
    past = page.next;
  } while (past !== undefined);
  assert.equal(seen, ['new', 'old', 'plan', 'touched']);
});

comparing('are counted with all that lies below', async () => {
  const counts = await restore.countDifferences(sides(''), never);
  assert.equal(counts.added, { files: 2, dirs: 1, others: 0, bytes: 17 });
  assert.equal(counts.removed, { files: 3, dirs: 1, others: 0, bytes: 11 });
  assert.equal(counts.changed, { files: 2, dirs: 0, others: 0, bytes: 13 });
  assert.is(counts.metadata, 1);
});

comparing('stop being counted when nobody waits any more', async () => {
  await restore.countDifferences(sides(''), AbortSignal.abort(new Error('gone'))).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'gone'),
  );
});

comparing('are found in a list that knows what came and what went, and tells of what is damaged', async () => {
  assert.equal(
    (await restore.snapshots()).map(({ id }) => id),
    [after.id, before.id],
  );
  const third = await trees.snapshot({ tree: roots[0]!, time: '2026-01-03T00:00:00Z' });
  assert.is((await restore.snapshot(third.id)).tree, roots[0]);
  assert.equal((await restore.snapshots()).length, 3);
  await repository.store.remove('snapshots', third.id);
  assert.equal((await restore.snapshots()).length, 2);
  await restore.snapshot(third.id).then(
    () => assert.unreachable(),
    (error: unknown) => assert.ok(isFault(error, 'snapshot.unknown')),
  );
  const damaged = await trees.snapshot({ tree: roots[0]!, time: '2026-01-04T00:00:00Z' });
  const file = repository.store.pathOf!('snapshots', damaged.id);
  chmodSync(file, 0o600);
  appendFileSync(file, 'x');
  assert.equal((await restore.snapshots()).length, 2);
  assert.match((await restore.damagedSnapshots())[0]!, /does not match its name/);
  await repository.store.remove('snapshots', damaged.id);
  assert.equal(await restore.damagedSnapshots(), []);
});

comparing.run();
