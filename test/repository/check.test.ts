/** A check: whatever is wrong with whichever file is found and called by its name, and what is harmless is not. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadIndex, type PackContents, saveIndex } from '../../src/repository/index/files.ts';
import { check, openRepository, openStore } from '../../src/repository/index.ts';
import { writeKey } from '../../src/repository/keys.ts';
import { blobId, sealBlob } from '../../src/repository/packs/blob.ts';
import { PackWriter } from '../../src/repository/packs/writer.ts';
import { Repository } from '../../src/repository/repository.ts';
import { saveSnapshot } from '../../src/repository/snapshots.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { writeFile } from '../../src/repository/stores/store.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const checking = suite('a check');
const root = temporaryFolder('check');
let places = 0;
const newPlace = () => path.join(root, `place ${places++}`);

/** Two snapshots of a folder with some files, and a key. */
const original = await sampleRepository(newPlace());
const source = plant(path.join(root, 'source'), { 'a/large': seededBytes(1, 2_000_000), 'a/text': 'x'.repeat(1000), b: 'y' });
await writeKey(original.store, original.master, { password: 'password' });
await save(original, source, { workers: 1 });
writeFileSync(path.join(source, 'c'), 'new');
await save(original, source, { workers: 1 });

// Copies are quicker without the folders that hold no pack.
for (const folder of readdirSync(path.join(original.store.location, 'data'))) {
  const at = path.join(original.store.location, 'data', folder);
  if (readdirSync(at).length === 0) rmdirSync(at);
}

function copy(): Repository {
  const place = newPlace();
  cpSync(original.store.location, place, { recursive: true });
  const { config, master, keyId } = original;
  return new Repository({ store: folderStore(place), config, master, keyId });
}

const KINDS = ['keys', 'snapshots', 'index', 'data', 'config'] as const;
type Kind = (typeof KINDS)[number];
/** What a check calls damage in a file of this kind. */
const CALLED: Readonly<Record<Kind, string>> = { keys: 'key', snapshots: 'snapshot', index: 'index', data: 'pack', config: 'config' };

function filesOf({ store }: Repository, kind: Kind): string[] {
  if (kind === 'config') return [path.join(store.location, 'config')];
  const names = readdirSync(path.join(store.location, kind), { recursive: true, withFileTypes: true });
  return names.flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])).sort();
}

function rewrite(file: string, change: (bytes: Buffer) => Uint8Array): void {
  const bytes = change(readFileSync(file));
  rmSync(file);
  writeFileSync(file, bytes, { mode: 0o400 });
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 16;
  return bytes;
}

const kindsOf = async (repository: Repository, readData = true) =>
  (await problemsOf(repository, readData)).problems.map(({ kind }) => kind as string);

checking('finds nothing wrong with a whole repository, and counts what is there', async () => {
  const { problems, hints, snapshots, packs, trees, blobs, bytesRead } = await problemsOf(copy());
  assert.equal([problems, hints, snapshots, packs, trees], [[], [], 2, filesOf(original, 'data').length, 3]);
  assert.ok(blobs > 5);
  assert.is(
    bytesRead,
    filesOf(original, 'data').reduce((sum, file) => sum + statSync(file).size, 0),
  );
});

const DAMAGES: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
  'whose first bit flipped': (bytes) => flip(bytes, 0),
  'with a bit flipped in the middle': (bytes) => flip(bytes, bytes.length >> 1),
  'whose last bit flipped': (bytes) => flip(bytes, bytes.length - 1),
  'that lost its last byte': (bytes) => bytes.subarray(0, -1),
  'that is cut in half': (bytes) => bytes.subarray(0, bytes.length >> 1),
  'that is empty': (bytes) => bytes.subarray(0, 0),
  'that has a byte too many': (bytes) => Buffer.concat([bytes, Buffer.of(0)]),
  'that is garbage': (bytes) => seededBytes(5, bytes.length),
};

for (const kind of KINDS)
  for (const [what, damage] of Object.entries(DAMAGES))
    checking(`finds a file of ${kind} ${what}`, async () => {
      for (const number of filesOf(original, kind).keys()) {
        const repository = copy();
        rewrite(filesOf(repository, kind)[number]!, damage);
        const found = await kindsOf(repository, kind === 'data');
        assert.ok(found.includes(CALLED[kind]), `file ${number}: ${found.join()}`);
      }
    });

checking('finds packs that are missing, swapped or under a wrong name', async () => {
  const missing = copy();
  rmSync(filesOf(missing, 'data')[0]!);
  assert.ok((await kindsOf(missing)).includes('pack'));
  for (const kind of ['data', 'snapshots', 'index'] as const) {
    const swapped = copy();
    const [a, b] = filesOf(swapped, kind);
    renameSync(a!, `${a}.swap`);
    renameSync(b!, a!);
    renameSync(`${a}.swap`, b!);
    assert.ok((await kindsOf(swapped)).filter((found) => found === CALLED[kind]).length >= 2, kind);
  }
});

checking('finds what a missing index file leaves without a place', async () => {
  const repository = copy();
  rmSync(filesOf(repository, 'index')[0]!);
  const { problems, hints } = await problemsOf(repository);
  assert.ok(problems.every(({ kind }) => kind === 'blob'));
  assert.ok(problems.length > 0);
  assert.match(hints[0]!, /^\d packs are in no index; some may hold what is missing/);
});

checking('names every damaged file, not only the first one', async () => {
  const repository = copy();
  await writeKey(repository.store, repository.master, { password: 'another' });
  const damaged = KINDS.flatMap((kind) => filesOf(repository, kind));
  for (const file of damaged) rewrite(file, (bytes) => flip(bytes, bytes.length - 1));
  const { problems } = await problemsOf(repository);
  for (const file of damaged) {
    const name = path.basename(file);
    // Of packs nobody knows while the index is damaged.
    if (!file.includes('/data/'))
      assert.ok(
        problems.some(({ message }) => message.includes(name)),
        name,
      );
  }
});

checking('goes on past a damaged index file with what the others list', async () => {
  const repository = copy();
  const [first] = filesOf(repository, 'index');
  rewrite(first!, (bytes) => bytes.fill(0, 0, 1));
  const { problems, bytesRead } = await problemsOf(repository);
  assert.is(problems.filter(({ kind }) => kind === 'index').length, 1);
  assert.ok(problems.some(({ kind }) => kind === 'blob'));
  assert.ok(bytesRead > 0, 'the packs of the other index file are read');
  assert.is(await faultOf(repository.index()), 'repository.damaged');
});

checking('without reading data sees sizes and names, not bytes', async () => {
  const repository = copy();
  const pack = filesOf(repository, 'data').toSorted((a, b) => statSync(b).size - statSync(a).size)[0]!;
  rewrite(pack, (bytes) => flip(bytes, 0));
  const lightly = await check(repository, { signal: never });
  assert.equal([lightly.problems, lightly.bytesRead], [[], 0]);
  rewrite(pack, (bytes) => bytes.subarray(1));
  assert.is((await check(repository, { signal: never })).problems[0]!.kind, 'pack');
});

checking('takes packs that are in no index for harmless', async () => {
  const repository = copy();
  await writeFile(repository.store, 'data', 'ab'.repeat(32), seededBytes(1, 100));
  const { problems, hints } = await problemsOf(repository);
  assert.equal(problems, []);
  assert.match(hints.join(), '1 pack is in no index: left by an interrupted backup');
});

checking('takes entries that are there twice for harmless, unless they disagree', async () => {
  const repository = copy();
  const [name] = (await Array.fromAsync(repository.store.list('index'))).map((file) => file.name);
  const packs = await loadIndex(repository, name!);
  await saveIndex({ ...repository, version: 2, store: repository.store, sealer: repository.sealer }, packs);
  assert.equal((await problemsOf(repository)).problems, []);
  const [pack] = packs;
  await saveIndex(parts(repository), [{ id: pack!.id, blobs: pack!.blobs.slice(0, -1).concat(pack!.blobs[0]!, pack!.blobs[0]!) }]);
  assert.ok((await kindsOf(repository)).includes('index'));
});

function parts({ store, sealer }: Repository) {
  return { store, sealer, version: 2 };
}

/** The copy with its index files replaced by one that lies. */
async function withIndex(change: (packs: PackContents[]) => PackContents[]): Promise<Repository> {
  const repository = copy();
  const packs: PackContents[] = [];
  for (const { name } of await Array.fromAsync(repository.store.list('index'))) {
    packs.push(...(await loadIndex(repository, name)));
    await repository.store.remove('index', name);
  }
  await saveIndex(parts(repository), change(packs));
  return repository;
}

checking('finds an index that lies about offsets, lengths, types and ids', async () => {
  const lies: Record<string, (blob: PackContents['blobs'][number], number: number) => PackContents['blobs'][number]> = {
    'a gap': (blob, number) => (number === 0 ? blob : { ...blob, offset: blob.offset + 1 }),
    'an overlap': (blob) => ({ ...blob, offset: Math.max(0, blob.offset - 1) }),
    'far away': (blob) => ({ ...blob, offset: 4_000_000_000 }),
    'another type': (blob) => ({ ...blob, type: blob.type === 'data' ? 'tree' : 'data' }),
    'another id': (blob) => ({ ...blob, id: 'ab'.repeat(32) }),
    'a length that is not compressed': ({ uncompressed_length: _, ...blob }) => blob,
    'a longer plaintext': (blob) => (blob.uncompressed_length ? { ...blob, uncompressed_length: blob.uncompressed_length + 1 } : blob),
    'a shorter plaintext': (blob) => (blob.uncompressed_length ? { ...blob, uncompressed_length: blob.uncompressed_length - 1 } : blob),
  };
  for (const [what, lie] of Object.entries(lies)) {
    const repository = await withIndex((packs) => packs.map(({ id, blobs }) => ({ id, blobs: blobs.map(lie) })));
    const { problems } = await problemsOf(repository);
    assert.ok(problems.length > 0, what);
    assert.ok(problems.every(({ message }) => message.length > 20));
  }
});

checking('refuses an index that makes no sense, whatever is in it', async () => {
  for (const packs of [null, 'x', [null], [{}], [{ id: 'x', blobs: [] }], [{ id: 'ab'.repeat(32), blobs: [null] }]]) {
    const repository = copy();
    await saveIndex(parts(repository), packs as never);
    assert.equal(await kindsOf(repository), ['index'], JSON.stringify(packs));
  }
  const short = await withIndex((packs) => packs.map(({ id, blobs }) => ({ id, blobs: blobs.map((blob) => ({ ...blob, length: 31 })) })));
  assert.ok((await kindsOf(short)).includes('index'));
});

/** Stores a tree of these bytes and a snapshot of it. */
async function plantTree(repository: Repository, bytes: Buffer): Promise<void> {
  const packs: PackContents[] = [];
  await using writer = new PackWriter({ ...parts(repository), type: 'tree', onPack: (pack) => packs.push(pack) });
  await writer.add(blobId(bytes), sealBlob(repository.sealer, bytes, 2));
  await writer.finish();
  await saveIndex(parts(repository), packs);
  await saveSnapshot(repository, { time: '2026-01-01T00:00:00Z', tree: blobId(bytes).toString('hex'), paths: ['/'] });
}

const TIMES = '"mtime":"2026-01-01T00:00:00Z","atime":"2026-01-01T00:00:00Z","ctime":"2026-01-01T00:00:00Z","uid":0,"gid":0';

for (const [what, nodes, kind] of [
  ['no JSON', 'x', 'tree'],
  ['a file without content', `{"name":"f","type":"file",${TIMES},"content":null}`, 'tree'],
  ['a folder without a tree', `{"name":"d","type":"dir",${TIMES},"content":null}`, 'tree'],
  ['a blob that nobody has', `{"name":"f","type":"file",${TIMES},"content":["${'ab'.repeat(32)}"]}`, 'blob'],
  ['a tree that nobody has', `{"name":"d","type":"dir",${TIMES},"content":null,"subtree":"${'ab'.repeat(32)}"}`, 'blob'],
] as const)
  checking(`finds a tree with ${what}`, async () => {
    const repository = copy();
    await plantTree(repository, Buffer.from(`{"nodes":[${nodes}]}\n`));
    assert.equal(await kindsOf(repository), [kind]);
  });

checking('finds a snapshot without a tree, a time or paths', async () => {
  const tree = 'ab'.repeat(32);
  const time = '2026-01-01T00:00:00Z';
  for (const file of [
    null,
    7,
    [],
    {},
    { time, paths: ['/'] },
    { tree, time },
    { tree, time: 'x', paths: [] },
    { tree: 'x', time, paths: [] },
  ]) {
    const repository = copy();
    const { saveUnpacked } = await import('../../src/repository/unpacked.ts');
    await saveUnpacked(parts(repository), 'snapshots', JSON.stringify(file));
    assert.equal(await kindsOf(repository), ['snapshot'], JSON.stringify(file));
  }
});

checking('waits for nobody: it is refused while another program is at work, and can be cancelled', async () => {
  const repository = copy();
  const { Lock } = await import('../../src/repository/locks.ts');
  {
    await using _lock = await Lock.take(repository, { exclusive: false });
    assert.is(await faultOf(check(reopened(repository), { signal: never })), 'repository.locked');
  }
  assert.is(await faultOf(check(repository, { signal: AbortSignal.abort(), readData: true })), 'cancelled');
  const controller = new AbortController();
  const cancelled = check(repository, { signal: controller.signal, readData: true, noLock: true, report: () => controller.abort() });
  assert.ok(['cancelled', 'no fault'].includes(await faultOf(cancelled)));
  assert.equal(readdirSync(path.join(repository.store.location, 'locks')), []);
});

checking('changes nothing', async () => {
  const repository = copy();
  const all = () => readdirSync(repository.store.location, { recursive: true }).sort();
  const before = all();
  await check(repository, { signal: never, readData: true });
  assert.equal(all(), before);
  chmodSync(repository.store.location, 0o700);
});

checking('reads what restic made in format 1, and finds damage in it', async () => {
  const place = newPlace();
  const restic = (...args: string[]) =>
    execFileSync('restic', ['--no-cache', '--repo', place, ...args], {
      env: { ...process.env, RESTIC_PASSWORD: 'judge' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  restic('init', '--repository-version', '1');
  restic('backup', '--quiet', source);
  const repository = await openRepository(openStore(place), 'judge');
  assert.is(repository.version, 1);
  const { problems, hints, snapshots, bytesRead } = await problemsOf(repository);
  assert.equal([problems, hints, snapshots], [[], [], 1]);
  assert.ok(bytesRead > 2_000_000);
  await save(repository, source);
  assert.equal((await problemsOf(repository)).problems, []);
  rewrite(filesOf(repository, 'data')[0]!, (bytes) => flip(bytes, 40));
  assert.ok((await kindsOf(repository)).includes('pack'));
});

checking.run();
