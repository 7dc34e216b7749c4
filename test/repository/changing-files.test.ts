/** Files that change, vanish or become something else while a backup looks at them. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, Fault, toDisplay } from '../../src/base/index.ts';
import { describe } from '../../src/posix/index.ts';
import { readFiles } from '../../src/repository/backup/read-files.ts';
import { Member } from '../../src/repository/crew/member.ts';
import type { FileReading } from '../../src/repository/crew/tasks.ts';
import { type BackupProblem, type BackupSource, backup, findNode, readFile, readTree } from '../../src/repository/index.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { folderSource } from '../../src/sources/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, problemsOf, sampleRepository, save } from './sample-repository.ts';

const changing = suite('a file that changes');
const root = temporaryFolder('changing');
let places = 0;
const newFolder = (label: string) => path.join(root, `${label} ${places++}`);
const newRepository = async (): Promise<Repository> => await sampleRepository(newFolder('repository'));

/** A crew member in this thread that lets a test in after every chunk. */
class InterruptedMember extends Member {
  #chunks = 0;
  readonly #afterChunk: (number: number) => void;

  constructor(repository: Repository, table: ConstructorParameters<typeof Member>[0]['table'], afterChunk: (number: number) => void) {
    const { store, master, version, polynomial } = repository;
    const board = new SharedArrayBuffer(16);
    super({ location: store.location, dryRun: true, master, version, polynomial, table, board, member: 0 }, () => {});
    this.#afterChunk = afterChunk;
  }

  override worked(bytes: number): void {
    super.worked(bytes);
    this.#afterChunk(++this.#chunks);
  }
}

/** Reads a file of 10 MB that a test meddles with after every chunk; what it was before is what the listing says. */
async function readMeddled(meddle: (file: string, chunk: number) => void): Promise<{ reading: FileReading; file: string }> {
  const repository = await newRepository();
  const file = path.join(plant(newFolder('source'), { file: seededBytes(places, 10_000_000) }), 'file');
  const { sizeBytes, mtimeNs, ctimeNs } = describe(Buffer.from(file), 'file' as ByteString);
  const { table } = await repository.index();
  const member = new InterruptedMember(repository, table.shared, (chunk) => meddle(file, chunk));
  const [reading] = await readFiles(member, { files: [{ path: Buffer.from(file), sizeBytes, mtimeNs, ctimeNs }] });
  return { reading: reading!, file };
}

function assertRead(reading: FileReading): asserts reading is FileReading & { kind: 'read' } {
  if (reading.kind !== 'read') throw new Error(reading.message);
}

changing('not at all is read once', async () => {
  let chunks = 0;
  const { reading } = await readMeddled(() => chunks++);
  assertRead(reading);
  assert.equal([reading.isTorn, reading.fresh, reading.sizeBytes], [false, undefined, 10_000_000]);
  assert.is(reading.content.length, chunks * 64);
});

for (const [what, meddle, size] of [
  ['grows', (file: string) => appendFileSync(file, 'more'), 10_000_004],
  ['shrinks', (file: string) => truncateSync(file, 1_000_000), 1_000_000],
  ['is emptied', (file: string) => truncateSync(file, 0), 0],
  ['is written over', (file: string) => writeFileSync(file, 'short'), 5],
] as const)
  changing(`once, as it ${what}, is read a second time and is as it is then`, async () => {
    const { reading, file } = await readMeddled((meddled, chunk) => chunk === 2 && meddle(meddled));
    assertRead(reading);
    assert.equal([reading.isTorn, reading.sizeBytes], [false, size]);
    const now = describe(Buffer.from(file), 'file' as ByteString);
    assert.equal(reading.fresh, { sizeBytes: size, mtimeNs: now.mtimeNs, ctimeNs: now.ctimeNs });
  });

changing('again and again is marked as torn', async () => {
  const { reading } = await readMeddled((file) => appendFileSync(file, 'more'));
  assertRead(reading);
  assert.ok(reading.isTorn);
});

changing('with its times put back is still noticed, by its change time', async () => {
  const { reading } = await readMeddled((file, chunk) => {
    if (chunk !== 2) return;
    const before = new Date('2020-01-01T00:00:00Z');
    utimesSync(file, before, before);
  });
  assertRead(reading);
  assert.ok(reading.fresh !== undefined);
});

changing('by being replaced or removed while it is open is read as it was', async () => {
  for (const meddle of [(file: string) => rmSync(file), (file: string) => renameSync(file, `${file} elsewhere`)]) {
    const { reading } = await readMeddled((file, chunk) => chunk === 2 && meddle(file));
    assertRead(reading);
    assert.equal([reading.isTorn, reading.sizeBytes], [false, 10_000_000]);
  }
});

/** Lets a test in after a file was listed and before it is opened. */
function meddling(source: BackupSource, meddle: (path: string) => void): BackupSource {
  return {
    paths: source.paths,
    excludes: source.excludes,
    list: (folder, signal) => source.list(folder, signal),
    measure: (signal) => source.measure(signal),
    localPath(at) {
      meddle(toDisplay(at));
      return source.localPath(at);
    },
  };
}

async function backupMeddled(folder: string, meddle: (file: string) => void) {
  const repository = await newRepository();
  const problems: BackupProblem[] = [];
  const source = meddling(folderSource(['.'], { cwd: folder }), (at) => at === 'file' && meddle(path.join(folder, at)));
  const result = await backup(repository, source, { signal: never, workers: 2, onProblem: (problem) => problems.push(problem) });
  const names = (await readTree(repository, result.snapshot!.tree)).map(({ name }) => name as string);
  return { repository, problems: problems.map(({ kind, path: at }) => [kind, at as string]), names, result };
}

for (const [what, become] of Object.entries<(file: string) => void>({
  nothing: () => {},
  'a fifo': (file) => void spawnSync('mkfifo', [file]),
  'a folder': (file) => mkdirSync(file),
  'a link': (file) => symlinkSync('other', file),
  'a link to a fifo': (file) => symlinkSync('fifo', file),
  'a socket-like device': (file) => void spawnSync('mknod', [file, 'c', '1', '5']),
}))
  changing(`into ${what} after it was listed is reported and left out`, async () => {
    const folder = plant(newFolder('source'), { file: 'x', other: 'y' });
    spawnSync('mkfifo', [path.join(folder, 'fifo')]);
    const { problems, names, result, repository } = await backupMeddled(folder, (file) => {
      rmSync(file);
      become(file);
    });
    assert.equal(problems, [['vanished', 'file']]);
    assert.is(result.problems, 1);
    assert.equal(names, ['fifo', 'other']);
    assert.equal((await problemsOf(repository)).problems, []);
  });

changing('into another file after it was listed is stored with the times and size it has then', async () => {
  const folder = plant(newFolder('source'), { file: 'before' });
  const { problems, repository, result } = await backupMeddled(folder, (file) => {
    writeFileSync(`${file}.new`, 'after, and longer');
    renameSync(`${file}.new`, file);
  });
  assert.equal(problems, []);
  const node = await findNode(repository, result.snapshot!.tree, 'file' as ByteString);
  const now = describe(Buffer.from(path.join(folder, 'file')), 'file' as ByteString);
  assert.equal([node.sizeBytes, node.mtimeNs, node.ctimeNs], [17, now.mtimeNs, now.ctimeNs]);
  assert.is(Buffer.concat(await Array.fromAsync(readFile(repository, node, never))).toString(), 'after, and longer');
});

changing('without an end is marked in the snapshot, reported, and read again next time', async () => {
  const repository = await newRepository();
  // Long enough that the writer gets its turn within each reading, however busy the machine is.
  const folder = plant(newFolder('source'), { file: seededBytes(1, 60_000_000), quiet: 'x' });
  const append = `
    const { appendFileSync } = require('node:fs');
    const { workerData } = require('node:worker_threads');
    for (;;) appendFileSync(workerData, 'x');`;
  const writer = new Worker(append, { eval: true, workerData: path.join(folder, 'file') });
  while (statSync(path.join(folder, 'file')).size === 60_000_000) await new Promise(setImmediate);
  const problems: BackupProblem[] = [];
  const first = await save(repository, folder, { workers: 1, onProblem: (problem) => problems.push(problem) });
  await writer.terminate();
  assert.equal(
    problems.map(({ kind, path: at }) => [kind, at as string]),
    [['changed-while-read', 'file']],
  );
  const node = await findNode(repository, first.snapshot!.tree, 'file' as ByteString);
  assert.type(node.error, 'string');
  assert.ok(node.sizeBytes > 60_000_000);
  let length = 0;
  for await (const bytes of readFile(repository, node, never)) length += bytes.length;
  assert.is(length, node.sizeBytes, 'the size is that of the content');
  const second = await save(repository, folder);
  assert.equal([second.summary.files_changed, second.summary.files_unmodified, second.problems], [1, 1, 0]);
  assert.is((await findNode(repository, second.snapshot!.tree, 'file' as ByteString)).error, undefined);
  const third = await save(repository, folder);
  assert.is(third.summary.files_unmodified, 2);
});

/** A source with some folders that cannot be listed. */
function withBadFolders(source: BackupSource, faults: Readonly<Record<string, Fault>>): BackupSource {
  return {
    paths: source.paths,
    excludes: source.excludes,
    localPath: (at) => source.localPath(at),
    measure: (signal) => source.measure(signal),
    async *list(folder, signal) {
      let listed = 0;
      for await (const entry of source.list(folder, signal)) {
        if (faults[folder] && listed++ === 1) throw faults[folder];
        yield entry;
      }
    },
  };
}

changing('or a folder that cannot be listed to the end keeps its place, with what could be seen', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { 'bad/a': 'x', 'bad/b': 'y', 'gone/a': 'x', 'gone/b': 'y', good: 'z' });
  const source = withBadFolders(folderSource(['.'], { cwd: folder }), {
    bad: new Fault('backup.source.unreadable', 'a bad sector'),
    gone: new Fault('backup.source.missing', 'it went away'),
  });
  const problems: BackupProblem[] = [];
  const { snapshot } = await backup(repository, source, { signal: never, onProblem: (problem) => problems.push(problem) });
  assert.equal(problems.map(({ kind, path: at }) => `${kind} ${at}`).sort(), ['unreadable bad', 'vanished gone']);
  const nodes = await readTree(repository, snapshot!.tree);
  assert.equal(
    nodes.map(({ name, error }) => [name as string, error]),
    [
      ['bad', 'a bad sector'],
      ['good', undefined],
    ],
  );
  assert.equal(
    (await readTree(repository, nodes[0]!.subtree!)).map(({ name }) => name as string),
    ['a'],
  );
});

if (process.getuid?.() !== 0) {
  changing('its mode so that nobody may read it is reported and left out', async () => {
    const folder = plant(newFolder('source'), { file: 'x', other: 'y' });
    chmodSync(path.join(folder, 'file'), 0);
    const { problems, names } = await backupMeddled(folder, () => {});
    assert.equal([problems, names], [[['unreadable', 'file']], ['other']]);
  });
}

changing('or a root that is gone is no backup', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { file: 'x' });
  const source = folderSource(['.'], { cwd: folder });
  rmSync(folder, { recursive: true });
  try {
    await backup(repository, source, { signal: never });
    assert.unreachable();
  } catch (error) {
    assert.is((error as Fault).code, 'backup.source.missing');
  }
  assert.equal(await Array.fromAsync(repository.store.list('snapshots')), []);
});

changing.run();
