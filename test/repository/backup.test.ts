/** A backup: what it stores, what it does not read again, and what the snapshot says. */
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString } from '../../src/base/index.ts';
import { backup, findNode, listSnapshots, readTree, walkTree } from '../../src/repository/index.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { loadUnpacked } from '../../src/repository/unpacked.ts';
import { folderSource } from '../../src/sources/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const backups = suite('a backup');
const root = temporaryFolder('backup');
let places = 0;
const newFolder = (label: string) => path.join(root, `${label} ${places++}`);
const newRepository = async (): Promise<Repository> => await sampleRepository(newFolder('repository'));

/** Moves a file's times back, so that the next change surely shows. */
function age(file: string): void {
  utimesSync(file, new Date('2020-01-01T00:00:00Z'), new Date('2020-01-01T00:00:00Z'));
}

backups('reads only what changed when it is made again', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { 'a/one': 'first', 'a/two': seededBytes(1, 3_000_000), b: 'x', empty: '' });
  const first = await save(repository, folder);
  assert.is(first.summary.files_new, 4);
  assert.is(first.summary.total_bytes_processed, 3_000_006);
  assert.is(first.parent, undefined);

  const second = await save(repository, folder);
  const { files_new, files_changed, files_unmodified, dirs_unmodified, data_added, data_blobs, tree_blobs } = second.summary;
  assert.equal({ files_new, files_changed, files_unmodified }, { files_new: 0, files_changed: 0, files_unmodified: 4 });
  assert.equal({ data_added, data_blobs, tree_blobs }, { data_added: 0, data_blobs: 0, tree_blobs: 0 });
  assert.is(dirs_unmodified, 1);
  assert.is(second.snapshot!.tree, first.snapshot!.tree);
  assert.is(second.snapshot!.parent, first.snapshot!.id);

  writeFileSync(path.join(folder, 'b'), 'changed');
  writeFileSync(path.join(folder, 'c'), 'new');
  rmSync(path.join(folder, 'empty'));
  const third = await save(repository, folder);
  assert.equal([third.summary.files_new, third.summary.files_changed, third.summary.files_unmodified], [1, 1, 2]);
  assert.is(third.summary.data_blobs, 2);
  assert.equal((await problemsOf(repository)).problems, []);
});

for (const [what, change] of Object.entries<(file: string) => void>({
  'its size': (file) => writeFileSync(file, 'longer than before'),
  'its modification time': (file) => utimesSync(file, new Date(), new Date()),
  'its mode alone': (file) => chmodSync(file, 0o600),
  'another file in its place': (file) => {
    rmSync(file);
    writeFileSync(file, 'before');
    age(file);
  },
}))
  backups(`reads a file again that has changed in ${what}`, async () => {
    const repository = await newRepository();
    const folder = plant(newFolder('source'), { file: 'before' });
    age(path.join(folder, 'file'));
    await save(repository, folder);
    change(path.join(folder, 'file'));
    const { summary } = await save(repository, folder);
    assert.equal([summary.files_changed, summary.files_unmodified], [1, 0]);
    const ignoring = await save(repository, folder, { ignoreCtime: true, ignoreInode: true });
    assert.equal([ignoring.summary.files_changed, ignoring.summary.files_unmodified], [0, 1]);
  });

backups('arrives at the same tree with one thread and with four', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`d${n % 7}/f${n}`, seededBytes(n, (n * 7919) % 60_000)]));
  const folder = plant(newFolder('source'), { ...files, large: seededBytes(9, 20_000_000), same: seededBytes(9, 20_000_000) });
  const trees: string[] = [];
  for (const workers of [1, 4]) {
    const repository = await newRepository();
    const { snapshot, summary } = await save(repository, folder, { workers });
    trees.push(snapshot!.tree);
    assert.is(summary.files_new, 302);
    const { problems, hints } = await problemsOf(repository);
    assert.equal([problems, hints], [[], []]);
  }
  assert.is(trees[0], trees[1]);
});

backups('stores equal content once', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { zeros: Buffer.alloc(10 << 20), more: Buffer.alloc(1 << 20), twin: 'same', twin2: 'same' });
  const { summary, snapshot } = await save(repository, folder);
  assert.is(summary.data_blobs, 2, 'half a MiB of zeros, and the twins');
  assert.is(summary.total_bytes_processed, (11 << 20) + 8);
  const zeros = await findNode(repository, snapshot!.tree, toByteString('zeros'));
  assert.is(zeros.content!.length, 20);
  assert.is(zeros.sizeBytes, 10 << 20);
});

backups('saves twenty thousand small files, and folders three hundred levels deep', async () => {
  const repository = await newRepository();
  const folder = newFolder('source');
  for (let n = 0; n < 20; n++) {
    mkdirSync(path.join(folder, `d${n}`), { recursive: true });
    for (let file = 0; file < 1000; file++) writeFileSync(path.join(folder, `d${n}`, `f${file}`), `${n} ${file}`);
  }
  const deep = Array.from({ length: 300 }, () => 'd').join('/');
  plant(folder, { [`${deep}/bottom`]: 'reached' });
  const { summary, snapshot, problems } = await save(repository, folder);
  assert.is(summary.files_new, 20_001);
  assert.is(problems, 0);
  const bottom = await findNode(repository, snapshot!.tree, toByteString(`${deep}/bottom`));
  assert.is(bottom.sizeBytes, 7);
  let walked = 0;
  for await (const { node } of walkTree(repository, snapshot!.tree, never)) if (node.type === 'file') walked++;
  assert.is(walked, 20_001);
  assert.equal((await problemsOf(repository)).problems, []);
  assert.equal(leftovers(repository), []);
});

backups('saves an empty folder', async () => {
  const repository = await newRepository();
  const folder = newFolder('empty');
  mkdirSync(folder);
  const { snapshot, summary } = await save(repository, folder);
  assert.equal(await readTree(repository, snapshot!.tree), []);
  assert.is(summary.files_new, 0);
  assert.equal((await problemsOf(repository)).problems, []);
});

backups('says in the snapshot who, where, when and what, in the order that restic writes', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { f: 'x', 'skip.tmp': 'y' });
  await save(repository, folder);
  const source = folderSource([folder], { excludes: ['*.tmp'] });
  const time = '2030-05-06T07:08:09.123456789+02:00';
  const { snapshot } = await backup(repository, source, {
    signal: never,
    hostname: 'box',
    username: 'anna',
    tags: ['daily', 'größe'],
    time,
  });
  const file = (await loadUnpacked(repository, 'snapshots', snapshot!.id)) as Record<string, unknown>;
  const user = process.getuid!() === 0 ? [] : ['uid', 'gid'];
  const about = ['time', 'parent', 'tree', 'paths', 'hostname', 'username', ...user, 'excludes', 'tags', 'program_version', 'summary'];
  assert.equal(Object.keys(file), about);
  assert.equal(file.paths, [folder]);
  assert.equal(file.tags, ['daily', 'größe']);
  assert.equal(file.excludes, ['*.tmp']);
  assert.is(file.time, time);
  assert.equal(Object.keys(file.summary as object), [
    'backup_start',
    'backup_end',
    'files_new',
    'files_changed',
    'files_unmodified',
    'dirs_new',
    'dirs_changed',
    'dirs_unmodified',
    'data_blobs',
    'tree_blobs',
    'data_added',
    'data_added_packed',
    'total_files_processed',
    'total_bytes_processed',
  ]);
  assert.equal(
    (await listSnapshots(repository)).map(({ id }) => id),
    [snapshot!.parent, snapshot!.id],
  );
});

backups('finds its parent by host, paths and time, or takes the one that is named, or none', async () => {
  const repository = await newRepository();
  const [folder, other] = [plant(newFolder('source'), { f: 'x' }), plant(newFolder('source'), { f: 'y' })];
  const first = (await save(repository, folder, { time: '2026-01-01T00:00:00Z' })).snapshot!;
  const second = (await save(repository, folder, { time: '2026-01-02T00:00:00Z' })).snapshot!;
  assert.is(second.parent, first.id);
  const parentOf = async (...given: Parameters<typeof save> extends [unknown, ...infer Rest] ? Rest : never) =>
    (await save(repository, ...given)).snapshot!.parent;
  assert.is(await parentOf(folder, { hostname: 'another' }), undefined);
  assert.is(await parentOf(other), undefined);
  assert.is(await parentOf(folder, { time: '2026-01-01T12:00:00Z' }), first.id, 'not one of the future');
  assert.is(await parentOf(folder, { parent: 'none' }), undefined);
  assert.is(await parentOf(other, { parent: second.id.slice(0, 10) }), second.id);
  assert.is(await faultOf(save(repository, folder, { parent: 'zz' })), 'snapshot.unknown');
  assert.is(await faultOf(save(repository, folder, { time: 'yesterday' })), 'input.invalid');
  assert.equal(leftovers(repository), []);
});

backups('that is tried dry counts all and stores nothing', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { 'd/f': seededBytes(1, 5_000_000), g: 'x' });
  const all = () => readdirSync(repository.store.location, { recursive: true }).sort();
  const before = all();
  const dry = await save(repository, folder, { dryRun: true });
  assert.is(dry.snapshot, undefined);
  assert.equal(all(), before);
  const wet = await save(repository, folder);
  const { backup_start: _, backup_end: __, data_added_packed: ___, ...counted } = wet.summary;
  for (const [name, value] of Object.entries(counted)) assert.is(dry.summary[name as keyof typeof counted], value, name);
});

backups('reports progress that ends at the whole', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { f: seededBytes(1, 30_000_000), g: 'x' });
  const seen: number[] = [];
  let last: Parameters<NonNullable<Parameters<typeof save>[2]>['report'] & {}>[0] | undefined;
  await save(repository, folder, {
    report: (progress) => {
      last = progress;
      seen.push(progress.bytesDone);
    },
  });
  assert.equal(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal([last!.filesDone, last!.bytesDone, last!.errors], [2, 30_000_001, 0]);
});

backups('keeps names that are not UTF-8, links and their order', async () => {
  const repository = await newRepository();
  const folder = newFolder('odd');
  mkdirSync(folder);
  const names = [Buffer.from('z'), Buffer.from([0xff, 0x41]), Buffer.from('é'), Buffer.from('\u{1f600}'), Buffer.from('\uffee')];
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), name);
  symlinkSync('nowhere', path.join(folder, 'link'));
  const { snapshot } = await save(repository, folder);
  const expected = [...names, Buffer.from('link')].sort(Buffer.compare).map((name) => toByteString(name));
  assert.equal(
    (await readTree(repository, snapshot!.tree)).map(({ name }) => name),
    expected,
  );
});

backups('made one after the other by other processes find what is there', async () => {
  const repository = await newRepository();
  const folder = plant(newFolder('source'), { f: seededBytes(1, 1_000_000) });
  await repository.index();
  await save(reopened(repository), folder);
  const again = await save(repository, folder);
  assert.is(again.summary.data_added, 0);
});

backups.run();
