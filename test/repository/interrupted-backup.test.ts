/** A backup that is cancelled, runs out of space, or loses a thread, its lock or its parent: nothing is lost, nothing is left behind. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../src/base/index.ts';
import { Crew } from '../../src/repository/crew/crew.ts';
import { packOf } from '../../src/repository/index/load.ts';
import { IndexWriter } from '../../src/repository/index/writer.ts';
import { type BackupProblem, type BackupSource, backup, listSnapshots } from '../../src/repository/index.ts';
import { blobId, sealBlob } from '../../src/repository/packs/blob.ts';
import { PackWriter } from '../../src/repository/packs/writer.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { loadSnapshot, saveSnapshot } from '../../src/repository/snapshots.ts';
import { folderSource } from '../../src/sources/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { canMount, smallDisk } from './small-disk.ts';
import { faultOf, listAll } from './store-contract.ts';

const interrupted = suite('a backup that is interrupted');
const root = temporaryFolder('interrupted');
let places = 0;
const newFolder = (label: string) => path.join(root, `${label} ${places++}`);
const newRepository = async (): Promise<Repository> => await sampleRepository(newFolder('repository'));

/** 40 MB in a few large and many small files. */
function plantMuch(): string {
  const files: Record<string, Uint8Array> = {};
  for (let n = 0; n < 4; n++) files[`large/${n}`] = seededBytes(n, 9_000_000);
  for (let n = 0; n < 400; n++) files[`small/${n % 20}/${n}`] = seededBytes(100 + n, 10_000);
  return plant(newFolder('much'), files);
}
const much = plantMuch();

async function assertNothingLost(repository: Repository): Promise<void> {
  assert.equal(leftovers(repository), []);
  const { problems, hints, snapshots } = await problemsOf(repository);
  assert.equal([problems, hints, snapshots], [[], [], 0]);
}

interrupted('at any moment leaves no snapshot, no lock and no temporary file, and is of use to the next', async () => {
  let saved = 0;
  for (let delayMs = 0, isOver = false; !isOver; delayMs = delayMs * 1.7 + 5) {
    const repository = await newRepository();
    const controller = new AbortController();
    const running = save(repository, much, { signal: controller.signal });
    const timer = setTimeout(() => controller.abort(), 200 + delayMs); // it takes its lock for 200 ms first
    const code = await faultOf(running);
    clearTimeout(timer);
    isOver = code === 'no fault';
    if (isOver) break;
    assert.is(code, 'cancelled');
    const stored = [...(await listAll(repository.store, 'data')).values()].reduce((sum, size) => sum + size, 0);
    await assertNothingLost(repository);
    const again = await save(repository, much);
    assert.ok(stored === 0 || again.summary.data_added_packed < 39_900_000, `after ${delayMs} ms nothing was used again`);
    if (stored > 0) saved++;
  }
  assert.ok(saved > 0, 'some were interrupted when something was stored');
});

interrupted('before it begins does nothing at all', async () => {
  const repository = await newRepository();
  assert.is(await faultOf(save(repository, much, { signal: AbortSignal.abort() })), 'cancelled');
  await assertNothingLost(repository);
});

interrupted('while its source is slow stops at once', async () => {
  const repository = await newRepository();
  const controller = new AbortController();
  const files = folderSource(['.'], { cwd: much });
  const source: BackupSource = {
    ...files,
    async *list(folder, signal) {
      controller.abort();
      await sleep(60_000, undefined, { signal });
      yield* files.list(folder, signal);
    },
  };
  const started = performance.now();
  assert.is(await faultOf(backup(repository, source, { signal: controller.signal })), 'cancelled');
  assert.ok(performance.now() - started < 5000);
  await assertNothingLost(repository);
});

interrupted('by a lost lock writes nothing more', async () => {
  const repository = await newRepository();
  const controller = new AbortController();
  const files = folderSource(['.'], { cwd: much });
  const source: BackupSource = {
    ...files,
    async *list(folder, signal) {
      yield* files.list(folder, signal);
      if (folder === '') controller.abort(new Fault('repository.lock.lost', 'the lock is lost'));
    },
  };
  assert.is(await faultOf(backup(repository, source, { signal: controller.signal })), 'repository.lock.lost');
  assert.is((await listAll(repository.store, 'index')).size, 0);
  assert.is((await listAll(repository.store, 'snapshots')).size, 0);
});

interrupted('by a problem that the caller cannot bear tells that, and stores what it has', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { a: seededBytes(1, 20_000_000), b: 'x' });
  const files = folderSource(['.'], { cwd: folder });
  const source: BackupSource = {
    ...files,
    async *list(at, signal) {
      yield* files.list(at, signal);
      yield { kind: 'unreadable', name: 'c' as never, reason: new Fault('backup.source.unreadable', 'a bad sector') };
    },
  };
  const unbearable = new Fault('input.invalid', 'the caller gives up');
  const onProblem = () => {
    throw unbearable;
  };
  assert.is(await faultOf(backup(repository, source, { signal: never, onProblem })), 'input.invalid');
  await assertNothingLost(repository);
});

/** The threads that get an order while `work` runs: how else could one be ended behind the crew's back? */
function threadsOf(work: () => void): Worker[] {
  const seen = new Set<Worker>();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...message: Parameters<typeof post>) {
    seen.add(this);
    return post.apply(this, message);
  };
  try {
    work();
  } finally {
    Worker.prototype.postMessage = post;
  }
  return [...seen];
}

interrupted('by the death of a thread ends with an error and does not hang', async () => {
  const repository = await newRepository();
  await using crew = await Crew.start(repository, { size: 2 });
  const file = { path: Buffer.from(path.join(much, 'large', '1')), sizeBytes: 9_000_000, mtimeNs: 0n, ctimeNs: 0n };
  const order = { files: Array.from({ length: 50 }, () => file) };
  const running: Promise<unknown>[] = [];
  const [thread] = threadsOf(() => running.push(...Array.from({ length: 5 }, () => crew.run('read files', order))));
  await thread!.terminate();
  for (const outcome of await Promise.allSettled(running)) assert.is(outcome.status, 'rejected');
  await crew.room();
  await crew.runAll('finish packs', null).then(
    () => assert.unreachable(),
    () => {},
  );
});

/** Bends a stored file behind the repository's back. */
function bend(file: string, change: (bytes: Buffer) => Buffer): void {
  chmodSync(file, 0o600);
  writeFileSync(file, change(readFileSync(file)));
}

async function packOfTree(repository: Repository, tree: string): Promise<string> {
  const index = await repository.index();
  const [place] = index.table.places(Buffer.from(tree, 'hex'), 'tree');
  const pack = packOf(index, place!);
  return path.join(repository.store.location, 'data', pack.slice(0, 2), pack);
}

interrupted('by nothing: with a damaged parent it is complete, and says so', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { 'd/a': 'x', b: 'y' });
  const first = await save(repository, folder);
  bend(await packOfTree(repository, first.snapshot!.tree), (bytes) => Buffer.alloc(bytes.length, 1));
  writeFileSync(path.join(folder, 'new'), 'z'); // so that the root is another tree
  const problems: BackupProblem[] = [];
  const second = await save(repository, folder, { onProblem: (problem) => problems.push(problem) });
  assert.equal(
    problems.map(({ kind, path: at }) => [kind, at as string]),
    [['parent-damaged', '']],
  );
  assert.is(second.problems, 1);
  assert.equal([second.summary.files_new, second.summary.files_unmodified], [3, 0]);
});

interrupted('by nothing: a parent whose tree breaks off in the middle serves as far as it goes', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { a: 'x', b: 'y', c: 'z' });
  const first = await save(repository, folder);
  // As a faulty program would write it: the tree is whole by its hash, and its second node is none.
  const { loadBlob } = await import('../../src/repository/browse.ts');
  const good = (await loadBlob(repository, first.snapshot!.tree, 'tree')).toString();
  const bad = Buffer.from(good.replace('{"name":"b"', '{"name":"/"'));
  const indexes = new IndexWriter({ store: repository.store, sealer: repository.sealer, version: 2 });
  const writer = new PackWriter({ store: repository.store, sealer: repository.sealer, type: 'tree', onPack: (pack) => indexes.add(pack) });
  await writer.add(blobId(bad), sealBlob(repository.sealer, bad, 2));
  await writer.finish();
  await indexes.finish();
  const { id: _, ...snapshot } = await loadSnapshot(repository, first.snapshot!.id);
  await saveSnapshot(repository, { ...snapshot, time: '2026-11-30T00:00:00Z', tree: blobId(bad).toString('hex') });
  const kinds: string[] = [];
  const later = await save(repository, folder, { time: '2026-12-01T00:00:00Z', onProblem: ({ kind }) => kinds.push(kind) });
  assert.equal(kinds, ['parent-damaged']);
  assert.equal([later.summary.files_unmodified, later.summary.files_new], [1, 2]);
  assert.is(later.snapshot!.tree, first.snapshot!.tree);
});

interrupted('by nothing: a damaged snapshot is no parent, and keeps nobody from backing up', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { a: 'x' });
  const first = await save(repository, folder);
  bend(path.join(repository.store.location, 'snapshots', first.snapshot!.id), (bytes) => bytes.subarray(1));
  const kinds: string[] = [];
  const second = await save(repository, folder, { onProblem: ({ kind }) => kinds.push(kind) });
  assert.equal(kinds, ['parent-damaged']);
  assert.is(second.snapshot!.tree, first.snapshot!.tree);
  assert.is(await faultOf(listSnapshots(repository)), 'repository.damaged');
});

interrupted('by nothing: parts of the parent that are in no index are read and stored again', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { a: seededBytes(1, 3_000_000), b: 'y' });
  await save(repository, folder);
  for await (const { name } of repository.store.list('index')) await repository.store.remove('index', name);
  for await (const { name } of repository.store.list('data')) await repository.store.remove('data', name);
  const second = await save(repository, folder);
  assert.is(second.summary.files_unmodified, 0);
  const { problems } = await problemsOf(repository);
  assert.equal(problems, []);
});

if (canMount()) {
  interrupted('by a full disk says so, keeps what is whole, and succeeds when there is room', async () => {
    using disk = smallDisk(30 << 20)!;
    const repository = await sampleRepository(disk.folder);
    assert.is(await faultOf(save(repository, much, { workers: 1 })), 'store.full');
    await assertNothingLost(repository);
    assert.ok((await listAll(repository.store, 'data')).size > 0);
    assert.ok((await listAll(repository.store, 'index')).size > 0, 'what is whole is listed');
    disk.resize(200 << 20);
    const { summary } = await save(reopened(repository), much);
    assert.ok(summary.data_added_packed < 35_000_000);
    assert.equal((await problemsOf(repository)).problems, []);
    assert.equal(leftovers(repository), []);
  });

  interrupted('wherever the disk gets full loses nothing', async () => {
    const folder = plant(newFolder('source'), {
      ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`d${n % 9}/f${n}`, seededBytes(n, 100_000)])),
      large: seededBytes(99, 4_000_000),
    });
    let failed = 0;
    for (const kib of [100, 1000, 3000, 6000, 7900, 8000, 8100]) {
      using disk = smallDisk(kib << 10)!;
      const repository = await sampleRepository(disk.folder);
      const code = await faultOf(save(repository, folder));
      if (code === 'store.full') failed++;
      else assert.is(code, 'no fault');
      disk.resize(100 << 20);
      assert.equal(leftovers(repository), [], `${kib} KiB`);
      const { problems, snapshots } = await problemsOf(repository);
      assert.equal([problems, snapshots], [[], code === 'no fault' ? 1 : 0]);
      await save(reopened(repository), folder);
      assert.equal((await problemsOf(repository)).problems, []);
    }
    assert.ok(failed >= 4, `${failed} were too small`);
  });

  interrupted('by a disk so full that not even its lock fits leaves it as it was', async () => {
    using disk = smallDisk(1 << 20)!;
    const repository = await sampleRepository(disk.folder);
    const filler = path.join(disk.folder, 'filler');
    assert.throws(() => writeFileSync(filler, Buffer.alloc(2 << 20)));
    const before = readdirSync(disk.folder, { recursive: true }).length;
    assert.is(await faultOf(save(repository, much)), 'store.full');
    assert.is(readdirSync(disk.folder, { recursive: true }).length, before);
    assert.ok(statSync(filler).size > 0);
  });

  interrupted('by a read-only disk says so', async () => {
    using disk = smallDisk(30 << 20)!;
    const repository = await sampleRepository(disk.folder);
    disk.makeReadonly();
    assert.is(await faultOf(save(repository, much)), 'store.readonly');
    assert.equal((await problemsOf(repository)).problems, []);
  });

  interrupted('by a disk that is unplugged says so, and writes nothing in its place', async () => {
    using disk = smallDisk(100 << 20)!;
    const repository = await sampleRepository(disk.folder);
    const files = folderSource(['.'], { cwd: much });
    const source: BackupSource = {
      ...files,
      async *list(folder, signal) {
        if (folder === 'small') disk.unplug();
        yield* files.list(folder, signal);
      },
    };
    assert.is(await faultOf(backup(repository, source, { signal: never, workers: 2 })), 'store.unreachable');
    assert.equal(readdirSync(disk.folder), []);
    assert.is(await faultOf(listSnapshots(repository)), 'store.unreachable');
    assert.is(await faultOf(problemsOf(repository)), 'store.unreachable');
    assert.is(await faultOf(reopened(repository).index()), 'store.unreachable');
  });
}

interrupted.run();
