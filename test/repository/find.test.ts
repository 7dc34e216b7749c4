/** Finding in a repository: what is read, what damage does, how it stops. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, isFault, toByteString } from '../../src/base/index.ts';
import { type FindOptions, find, findObjects, listSnapshots, type Repository, readTree } from '../../src/repository/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, plant, reopened, sampleRepository, save } from './sample-repository.ts';

const finding = suite('finding in a repository');
const scratch = temporaryFolder('finding');

async function sample(name: string): Promise<Repository> {
  const repository = await sampleRepository(path.join(scratch, name, 'repository'));
  const source = plant(path.join(scratch, name, 'source'), {
    'many/a/file': 'quiet',
    'many/b/file': 'quiet too',
    'some/wanted.txt': 'x'.repeat(1000),
    'some/large.bin': 'y'.repeat(100_000),
  });
  for (let number = 0; number < 4; number++) {
    writeFileSync(path.join(source, 'counter'), String(number));
    await save(repository, source);
  }
  return reopened(repository);
}

let shared: Repository;
finding.before(async () => {
  shared = await sample('shared');
});

async function pathsOf(repository: Repository, options: Partial<FindOptions>): Promise<string[]> {
  const paths: string[] = [];
  for await (const found of find(repository, { patterns: [], noLock: true, signal: never, ...options })) paths.push(found.path);
  return paths;
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error: unknown = await work.then(
    () => assert.unreachable('no Fault'),
    (thrown: unknown) => thrown,
  );
  assert.ok(isFault(error), String(error));
  return error as Fault;
}

/** Counts how often trees are taken from the repository. */
function countingReads(repository: Repository): { readonly count: number } {
  const { treeWindows } = repository;
  const read = treeWindows.read.bind(treeWindows);
  const reads = { count: 0 };
  treeWindows.read = (...args) => {
    reads.count++;
    return read(...args);
  };
  return reads;
}

finding('reads a tree without finds once, however many snapshots hold it', async () => {
  const repository = reopened(shared);
  const reads = countingReads(repository);
  assert.equal(await pathsOf(repository, { patterns: [toByteString('wanted.*')] }), Array(4).fill('some/wanted.txt'));
  // Four roots, four times the folder with the find, and once each of the three folders without.
  assert.is(reads.count, 11);
});

finding('goes down only where a pattern from the root may match', async () => {
  const repository = reopened(shared);
  const reads = countingReads(repository);
  assert.is((await pathsOf(repository, { patterns: [toByteString('/some/*.txt')] })).length, 4);
  assert.is(reads.count, 8);
});

finding('by size takes files only, both bounds included', async () => {
  const repository = reopened(shared);
  assert.equal([...new Set(await pathsOf(repository, { leastBytes: 1000 }))], ['some/large.bin', 'some/wanted.txt']);
  assert.equal(
    [...new Set(await pathsOf(repository, { leastBytes: 2, mostBytes: 1000 }))],
    ['many/a/file', 'many/b/file', 'some/wanted.txt'],
  );
});

finding('goes on beside a damaged tree when it is told to, and else stops', async () => {
  const repository = await sample('damaged');
  const [first] = await listSnapshots(repository);
  const many = (await readTree(repository, first!.tree)).find(({ name }) => name === 'many')!;
  const { table, packs } = await repository.index();
  for (const { pack } of table.places(Buffer.from(many.subtree!, 'hex'), 'tree')) {
    // Only the first snapshot's trees lie in this pack, so the others' roots stay whole.
    rmSync(path.join(repository.store.location, 'data', packs[pack]!.slice(0, 2), packs[pack]!));
  }
  const fresh = reopened(repository);
  const damage: string[] = [];
  const found = await pathsOf(fresh, {
    patterns: [toByteString('counter')],
    onDamage: ({ code }, at) => damage.push(`${code} ${at.path}`),
  });
  assert.equal(found, Array(3).fill('counter'));
  assert.ok(damage.includes('repository.damaged '), damage.join());
  assert.ok(damage.includes('repository.damaged many'), damage.join());
  assert.is((await faultOf(pathsOf(reopened(repository), { patterns: [toByteString('counter')] }))).code, 'repository.damaged');
});

finding('ends when it is cancelled, and when nobody asks for more, and leaves no lock', async () => {
  const repository = reopened(shared);
  const abort = new AbortController();
  const cancelled = (async () => {
    for await (const _ of find(repository, { patterns: [], signal: abort.signal })) abort.abort();
  })();
  assert.is((await faultOf(cancelled)).code, 'cancelled');
  for await (const _ of find(repository, { patterns: [], signal: never })) break;
  assert.equal(leftovers(repository), []);
});

finding('refuses patterns that are none', async () => {
  const repository = await sampleRepository(path.join(scratch, 'patterns'));
  for (const pattern of ['[', '[]', '[a', '[]a]', '[a-', '[a-]', '[-a]', 'x\\', 'a/../b', '[^]'])
    assert.is((await faultOf(pathsOf(repository, { patterns: [toByteString(pattern)] }))).code, 'input.invalid', pattern);
});

finding('by pack tells every file and folder that needs it', async () => {
  const repository = reopened(shared);
  const [first] = await listSnapshots(repository);
  const { table, packs } = await repository.index();
  const some = (await readTree(repository, first!.tree)).find(({ name }) => name === 'some')!;
  const [place] = table.places(Buffer.from(some.subtree!, 'hex'), 'tree');
  const paths = new Set<string>();
  const options = { kind: 'pack', ids: [packs[place!.pack]!.slice(0, 12)], noLock: true, signal: never } as const;
  for await (const { type, path: found } of findObjects(repository, options)) paths.add(`${type} /${found}`);
  assert.equal([...paths].sort(), ['tree /', 'tree /many', 'tree /many/a', 'tree /many/b', 'tree /some']);
  for (const ids of [['xyz'], ['']])
    assert.is((await faultOf((async () => await findObjects(repository, { ...options, ids }).next())())).code, 'input.invalid');
});

finding.run();
