/** The search in all snapshots at once, beside a walk over every one of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString, toDisplay } from '../../../src/base/index.ts';
import { type NamePage, NameReader, NameWriter } from '../../../src/box/names/index.ts';
import { BOX_TAG, type Repository, type Snapshot, snapshotListOf, type TreeNode, walkTree } from '../../../src/repository/index.ts';
import { NameIndex, type NameIndexStatus } from '../../../src/services/restore/index.ts';
import { indexSnapshots } from '../../../src/services/restore/index-snapshots.ts';
import { never, reopened, sampleRepository } from '../../repository/sample-repository.ts';
import { nodeOf, WrittenTrees } from '../../repository/written-trees.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-search-'));
let count = 0;

const searching = suite('searching in all snapshots');
searching.after(() => rmSync(scratch, { recursive: true, force: true }));

/** A number is a file whose content it stands for. */
interface Tree {
  readonly [name: string]: number | Tree;
}

async function write(trees: WrittenTrees, tree: Tree): Promise<string> {
  const nodes: TreeNode[] = [];
  for (const [name, content] of Object.entries(tree)) {
    if (typeof content !== 'number') nodes.push(nodeOf({ name: toByteString(name), type: 'dir', subtree: await write(trees, content) }));
    else
      nodes.push(nodeOf({ name: toByteString(name), type: 'file', sizeBytes: content, content: [content.toString(16).padStart(64, '0')] }));
  }
  return await trees.add(nodes.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

interface Planned {
  readonly tree: Tree;
  readonly host: string;
  /** Not in the order in which they are saved. */
  readonly minute: number;
}

async function saveAll(repository: Repository, all: readonly Planned[]): Promise<Snapshot[]> {
  const trees = new WrittenTrees(repository);
  const roots: string[] = [];
  for (const { tree } of all) roots.push(await write(trees, tree));
  await trees.finish();
  const saved: Snapshot[] = [];
  for (const [at, { host, minute }] of all.entries()) {
    const time = new Date(Date.UTC(2026, 0, 1, 0, minute, 0, at)).toISOString();
    saved.push(await trees.snapshot({ tree: roots[at]!, time, hostname: host }));
  }
  return saved;
}

async function makeRepository(): Promise<Repository> {
  return await sampleRepository(path.join(scratch, `repository-${++count}`));
}

/** By host and path: size, oldest and newest snapshot of each version, and since when it is gone. */
type Answers = Record<string, string[]>;

/** What is true: every snapshot is walked. */
async function walkAll(repository: Repository, snapshots: readonly Snapshot[]): Promise<Answers> {
  const answers: Answers = {};
  for (const [host, line] of Map.groupBy(snapshots, ({ hostname }) => hostname!)) {
    const versions = new Map<string, Map<string, number[]>>();
    for (const [at, { tree }] of line.entries()) {
      for await (const { path: where, node } of walkTree(repository, tree, never)) {
        const ofPath = versions.getOrInsertComputed(where, () => new Map<string, number[]>());
        ofPath.getOrInsertComputed(`${node.type} ${node.sizeBytes}`, () => []).push(at);
      }
    }
    for (const [where, ofPath] of versions) {
      const newestFirst = [...ofPath].sort(([, a], [, b]) => b.at(-1)! - a.at(-1)!);
      const gone = line[newestFirst[0]![1].at(-1)! + 1]?.id ?? 'still there';
      const told = newestFirst.map(([what, held]) => `${what}: ${line[held[0]!]!.id} to ${line[held.at(-1)!]!.id}, ${held.length}`);
      answers[`${host}:${where}`] = [...told, gone];
    }
  }
  return answers;
}

/** What the index says of the same. */
function askAll(file: string, repository: Repository, snapshots: readonly Snapshot[]): Answers {
  const reader = NameReader.open(file, repository.id)!;
  const answers: Answers = {};
  // Every name of these trees has one of these letters.
  for (const text of ['a', 'e']) {
    for (const found of reader.search({ text, limit: 1_000 }).found) {
      const line = snapshots.findLast(({ hostname }) => hostname === found.host)!;
      const versions = reader.versions(line.id, found.path)!;
      assert.is(versions.length, found.versionCount);
      const told = versions.map(
        ({ kind, sizeBytes, oldest, newest, snapshotCount }) => `${kind} ${sizeBytes}: ${oldest.id} to ${newest.id}, ${snapshotCount}`,
      );
      answers[`${found.host}:${found.path}`] = [...told, found.goneSince?.id ?? 'still there'];
    }
  }
  reader.close();
  return answers;
}

class Crash extends Error {}

/** Indexes what is there; after that many entries it is cut off. */
async function indexed(repository: Repository, file: string, crashAfter = Number.POSITIVE_INFINITY): Promise<void> {
  const list = await snapshotListOf(repository).read();
  let steps = 0;
  const goOn = () => {
    if (++steps <= crashAfter) return;
    // What was told is written down bit by bit, so that the cut leaves a snapshot half told.
    writer.pause(0);
    throw new Crash();
  };
  const writer: NameWriter = NameWriter.open(file, { repository: repository.id, verify: false, goOn });
  try {
    const there = new Set(list.snapshots.map(({ id }) => id));
    await indexSnapshots(repository, writer, { snapshots: list.snapshots, isThere: (id) => there.has(id), goOn });
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    writer.close();
  }
}

const name = fc.constantFrom('a', 'ab', 'b e', 'cafe', 'Ä', 'e.txt');
const { tree } = fc.letrec<{ tree: Tree; content: number | Tree }>((tie) => ({
  tree: fc.dictionary(name, tie('content'), { maxKeys: 4, depthIdentifier: 'tree', noNullPrototype: true }),
  content: fc.oneof({ depthIdentifier: 'tree', maxDepth: 3, withCrossShrink: true }, fc.integer({ min: 1, max: 3 }), tie('tree')),
}));
const planned = fc.record({ tree, host: fc.constantFrom('anna', 'anna', 'ben'), minute: fc.integer({ min: 0, max: 5 }) });
const round = fc.record({
  saved: fc.array(planned, { maxLength: 3 }),
  forgotten: fc.array(fc.nat(6), { maxLength: 2 }),
  crashAfter: fc.option(fc.nat(12), { nil: undefined }),
});

searching('answers as a walk over every snapshot would, whatever came, went, and was cut off', async () => {
  const rounds = fc.array(round, { minLength: 1, maxLength: 4 });
  const repository = await makeRepository();
  await fc.assert(
    fc.asyncProperty(rounds, async (history) => {
      for await (const { name: id } of repository.store.list('snapshots')) await repository.store.remove('snapshots', id);
      const file = path.join(scratch, `names-${++count}.sqlite`);
      for (const { saved, forgotten, crashAfter } of history) {
        await saveAll(repository, saved);
        const before = (await snapshotListOf(repository).read()).snapshots;
        for (const at of forgotten) if (before[at]) await repository.store.remove('snapshots', before[at].id);
        if (crashAfter !== undefined) {
          await indexed(repository, file, crashAfter);
          continue;
        }
        await indexed(repository, file);
        const { snapshots } = await snapshotListOf(repository).read();
        assert.equal(askAll(file, repository, snapshots), await walkAll(repository, snapshots));
      }
    }),
    { numRuns: 25 },
  );
});

const HISTORY: readonly Planned[] = [1, 2, 3].map((content) => ({
  host: 'anna',
  minute: content,
  tree: { docs: { plan: content, [`only in ${content}`]: 1 } },
}));

async function indexOver(repository: Repository): Promise<{ index: NameIndex; file: string; seen: NameIndexStatus[] }> {
  const file = path.join(scratch, `names-${++count}.sqlite`);
  const seen: NameIndexStatus[] = [];
  const index = new NameIndex({ file, repository: () => repository, log: () => {} });
  index.onChange(() => seen.push(index.status));
  return { index, file, seen };
}

const pathsOf = ({ found }: NamePage) => found.map((each) => toDisplay(each.path));

searching('is told when it is complete, and takes in what comes later', async () => {
  const repository = await makeRepository();
  await saveAll(repository, HISTORY.slice(0, 2));
  const { index, seen } = await indexOver(repository);
  const early = await index.search({ text: 'plan' }, never);
  assert.equal([early.complete, early.found.length], [false, 0]);
  index.refresh();
  await index.settled();
  assert.equal(seen[0]!.state, 'building');
  assert.equal(index.status, { state: 'complete', snapshotsDone: 2, snapshotsTotal: 2, gaps: 0, failure: null });
  const found = await index.search({ text: 'plan' }, never);
  assert.equal([found.complete, found.found[0]!.versionCount], [true, 2]);
  const [third] = await saveAll(repository, HISTORY.slice(2));
  index.refresh();
  await index.settled();
  assert.is((await index.search({ text: 'plan' }, never)).found[0]!.versionCount, 3);
  assert.is((await index.versions(third!.id, toByteString('docs/plan'), never))!.length, 3);
  await index.close();
});

searching('finds nothing of what the box keeps of itself', async () => {
  const repository = await makeRepository();
  const trees = new WrittenTrees(repository);
  const tree = await write(trees, { 'catalog of the box': 1 });
  await trees.finish();
  await trees.snapshot({ tree, time: '2026-01-01T00:00:00Z', tags: [BOX_TAG] });
  const { index } = await indexOver(repository);
  index.refresh();
  await index.settled();
  const answer = await index.search({ text: 'catalog' }, never);
  assert.equal([answer.complete, answer.found.length], [true, 0]);
  await index.close();
});

searching('builds the index again when its file is damaged while it is open', async () => {
  const repository = await makeRepository();
  await saveAll(repository, HISTORY);
  const { index, file } = await indexOver(repository);
  index.refresh();
  await index.settled();
  await index.close();
  writeFileSync(file, Buffer.alloc(50_000, 'not a database '));
  const next = new NameIndex({ file, repository: () => repository, log: () => {} });
  const answer = await next.search({ text: 'only' }, never);
  assert.equal([answer.complete, answer.found.length], [false, 0]);
  await next.settled();
  assert.equal(pathsOf(await next.search({ text: 'only' }, never)), ['docs/only in 1', 'docs/only in 2', 'docs/only in 3']);
  await next.close();
});

searching('goes on with a folder that cannot be read as if it were empty, counts it, and looks again the next time', async () => {
  const repository = await makeRepository();
  const trees = new WrittenTrees(repository);
  const lost = 'ef'.repeat(32);
  const whole = await trees.add([nodeOf({ name: 'plan' as ByteString, type: 'file' })]);
  const root = (subtree: string) =>
    trees.add(['a', 'b'].map((each, at) => nodeOf({ name: each as ByteString, type: 'dir', subtree: at === 0 ? subtree : whole })));
  const roots = [await root(lost), await root(whole)];
  await trees.finish();
  const about = { time: '2026-01-01T00:00:00Z', hostname: 'anna' };
  await trees.snapshot({ ...about, tree: roots[0]! });
  const { index } = await indexOver(repository);
  index.refresh();
  await index.settled();
  assert.is(index.status.gaps, 1);
  assert.equal(pathsOf(await index.search({ text: 'plan' }, never)), ['b/plan']);
  await trees.snapshot({ ...about, time: '2026-01-02T00:00:00Z', tree: roots[1]! });
  index.refresh();
  await index.settled();
  assert.equal(pathsOf(await index.search({ text: 'plan' }, never)), ['b/plan', 'a/plan']);
  await index.close();
});

searching('finds nothing of the box’s own memory, which is kept beside the snapshots of people', async () => {
  const repository = await makeRepository();
  const [own] = await saveAll(repository, [{ tree: { 'plan.txt': 1 }, host: 'a', minute: 0 }]);
  await new WrittenTrees(repository).snapshot({ tree: own!.tree, time: own!.time, hostname: 'the box', tags: [BOX_TAG] });
  const { index } = await indexOver(reopened(repository));
  index.refresh();
  await index.settled();
  const { found, snapshotsTotal } = await index.search({ text: 'plan' }, never);
  assert.equal(
    found.map(({ host }) => host),
    ['a'],
  );
  assert.is(snapshotsTotal, 1);
  await index.close();
});

searching('ends when it is asked to, and answers a question that nobody waits for any more with the reason', async () => {
  const repository = await makeRepository();
  await saveAll(repository, HISTORY);
  const { index } = await indexOver(reopened(repository));
  index.refresh();
  const leaving = new AbortController();
  const asked = index.search({ text: 'plan' }, leaving.signal);
  leaving.abort(new Error('gone'));
  await asked.then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'gone'),
  );
  await index.close();
  await index.search({ text: 'plan' }, never).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /stopped/),
  );
});

searching.run();
