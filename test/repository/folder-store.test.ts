/** A repository in a folder: the contract of stores, and what is particular to a folder. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { openStore } from '../../src/repository/stores/open.ts';
import { type Store, writeFile } from '../../src/repository/stores/store.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { canMount, smallDisk } from './small-disk.ts';
import { faultOf, listAll, storeContract } from './store-contract.ts';

const folders = suite('a repository in a folder');
const root = temporaryFolder('stores');
let places = 0;
const newPlace = (): string => path.join(root, `place ${places++}`);

async function newStore(): Promise<Store> {
  const store = folderStore(newPlace());
  await store.create();
  return store;
}

const ID = 'ab'.repeat(32);
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

storeContract('a folder', async () => folderStore(newPlace()));

folders('lets nobody else in: folders 0700, files 0400', async () => {
  const umask = process.umask(0o022);
  try {
    const store = await newStore();
    for (const kind of ['keys', 'snapshots', 'index', 'locks', 'data'] as const) await writeFile(store, kind, ID, Buffer.from('x'));
    await writeFile(store, 'config', 'config', Buffer.from('x'));
    const entries = readdirSync(store.location, { recursive: true, withFileTypes: true });
    assert.ok(entries.length > 256);
    for (const entry of entries) {
      const mode = statSync(path.join(entry.parentPath, entry.name)).mode & 0o7777;
      assert.is(mode, entry.isFile() ? 0o400 : 0o700, entry.name);
    }
    assert.is(statSync(store.location).mode & 0o7777, 0o700);
    assert.ok(existsSync(path.join(store.location, 'data', 'ab', ID)));
  } finally {
    process.umask(umask);
  }
});

folders('leaves no temporary file, neither committed nor abandoned', async () => {
  const store = await newStore();
  await writeFile(store, 'data', ID, Buffer.from('x'));
  const staged = await store.stage('data');
  await staged.append(Buffer.from('y'));
  assert.is(filesIn(store.location).length, 2);
  await staged[Symbol.asyncDispose]();
  assert.equal(filesIn(store.location), [ID]);
});

folders('ignores what a crash or a person left between its files', async () => {
  const store = await newStore();
  await writeFile(store, 'index', ID, Buffer.from('x'));
  for (const name of ['tmp-0123456789abcdef', `${ID}-tmp-123`, ID.toUpperCase(), ID.slice(1), `${ID}0`, '.DS_Store', '._x'])
    for (const folder of ['index', 'data', 'data/ab', 'keys']) writeFileSync(path.join(store.location, folder, name), 'junk');
  assert.equal([...(await listAll(store, 'index')).keys()], [ID]);
  assert.is((await listAll(store, 'data')).size, 0);
  assert.is((await listAll(store, 'keys')).size, 0);
});

folders('does not need the folders that a copying program left out', async () => {
  const store = await newStore();
  for (const folder of ['locks', 'data/ab']) rmSync(path.join(store.location, folder), { recursive: true });
  assert.is((await listAll(store, 'locks')).size, 0);
  await writeFile(store, 'data', ID, Buffer.from('x'));
  assert.equal([...(await listAll(store, 'data')).keys()], [ID]);
  assert.is(statSync(path.join(store.location, 'data', 'ab')).mode & 0o777, 0o700);
});

folders('is judged whole by restic although temporary files lie everywhere', async () => {
  const place = newPlace();
  const restic = (...args: string[]) =>
    execFileSync('restic', ['--no-cache', '--repo', place, ...args], {
      env: { ...process.env, RESTIC_PASSWORD: 'judge' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).toString();
  restic('init');
  restic('backup', import.meta.filename);
  const left = ['', 'data', 'data/ab', 'index', 'snapshots', 'locks', 'keys'].map((at) => path.join(place, at, 'tmp-0123456789abcdef'));
  for (const file of left) writeFileSync(file, 'a part of a pack', { mode: 0o400 });
  assert.match(restic('check', '--read-data'), 'no errors were found');
  assert.match(restic('prune'), 'done');
  assert.is(restic('list', 'packs').trim().split('\n').length, 2);
  for (const file of left) assert.ok(existsSync(file), 'restic leaves it alone');
});

folders('says by its name what it cannot be', () => {
  const codeOf = (location: string) => {
    try {
      openStore(location);
      return undefined;
    } catch (error) {
      return isFault(error) ? error.code : error;
    }
  };
  assert.is(codeOf(''), 'input.invalid');
  for (const prefix of ['s3', 'rest', 'sftp', 'b2', 'azure', 'gs', 'swift', 'rclone']) assert.is(codeOf(`${prefix}:x`), 'input.invalid');
  assert.is(codeOf('./s3'), undefined);
});

folders('blames the place when a file stands where a folder should', async () => {
  const place = newPlace();
  writeFileSync(place, 'a file');
  assert.is(await faultOf(folderStore(place).create()), 'store.unreachable');
  assert.is(await folderStore(place).stat('config', 'config'), undefined);
});

folders('does not make the repository anew when it vanished while a file was staged', async () => {
  const store = await newStore();
  const staged = await store.stage('data');
  await staged.append(Buffer.from('x'));
  rmSync(store.location, { recursive: true });
  mkdirSync(store.location);
  assert.is(await faultOf(staged.commit(ID)), 'store.unreachable');
  await staged[Symbol.asyncDispose]();
  assert.equal(readdirSync(store.location), []);
  assert.is(await faultOf(store.stage('data')), 'store.unreachable');
});

if (process.getuid?.() !== 0) {
  folders('tells folders that may not be written or read from those that are gone', async () => {
    const store = await newStore();
    await writeFile(store, 'keys', ID, Buffer.from('x'));
    chmodSync(path.join(store.location, 'keys'), 0o500);
    assert.is(await faultOf(store.stage('keys')), 'store.readonly');
    chmodSync(path.join(store.location, 'keys', ID), 0);
    assert.is(await faultOf(store.read('keys', ID)), 'store.unreachable');
  });
}

if (canMount()) {
  folders('says that the disk is full, frees what it wrote, and goes on when there is room', async () => {
    using disk = smallDisk(2 << 20)!;
    const store = folderStore(disk.folder);
    await store.create();
    const before = filesIn(disk.folder);
    const staged = await store.stage('data');
    const fill = async () => {
      for (let number = 0; number < 100; number++) await staged.append(Buffer.alloc(100_000));
    };
    assert.is(await faultOf(fill), 'store.full');
    await staged[Symbol.asyncDispose]();
    assert.equal(filesIn(disk.folder), before);
    await writeFile(store, 'data', ID, Buffer.alloc(1 << 20));
    assert.is((await store.read('data', ID)).length, 1 << 20);
  });

  folders('reads from a read-only disk and says why it does not write', async () => {
    using disk = smallDisk(2 << 20)!;
    const store = folderStore(disk.folder);
    await store.create();
    await writeFile(store, 'data', ID, Buffer.from('kept'));
    disk.makeReadonly();
    assert.is((await store.read('data', ID)).toString(), 'kept');
    assert.is(await faultOf(store.stage('data')), 'store.readonly');
    assert.is(await faultOf(store.remove('data', ID)), 'store.readonly');
    assert.is(await faultOf(folderStore(path.join(disk.folder, 'new')).create()), 'store.readonly');
    assert.is(readFileSync(path.join(disk.folder, 'data', 'ab', ID), 'utf8'), 'kept');
  });

  folders('keeps to itself that it cannot clean up when the disk turns read-only', async () => {
    using disk = smallDisk(2 << 20)!;
    const store = folderStore(disk.folder);
    await store.create();
    const staged = await store.stage('data');
    await staged.append(Buffer.from('x'));
    await staged.commit(ID); // closes the file, or the disk would be busy
    disk.makeReadonly();
    assert.is(await faultOf(writeFile(store, 'data', ID, Buffer.from('x'))), 'store.readonly');
  });

  folders('says that it is away when its disk was unplugged, and writes nothing in its place', async () => {
    using disk = smallDisk(2 << 20)!;
    const store = folderStore(disk.folder);
    await store.create();
    const staged = await store.stage('data');
    disk.unplug();
    await staged.append(Buffer.from('x'));
    assert.is(await faultOf(staged.commit(ID)), 'store.unreachable');
    await staged[Symbol.asyncDispose]();
    assert.is(await faultOf(writeFile(store, 'locks', ID, Buffer.from('x'))), 'store.unreachable');
    assert.equal(readdirSync(disk.folder), []);
  });
}

folders.run();
