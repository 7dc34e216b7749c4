/** Config and sealed documents: made, opened, and refused with a sentence that says what is wrong. */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, isFault } from '../../src/base/index.ts';
import { loadConfig } from '../../src/repository/config.ts';
import { Sealer } from '../../src/repository/crypto/seal.ts';
import { initRepository, openRepository, openStore } from '../../src/repository/index.ts';
import { newMasterKey } from '../../src/repository/keys.ts';
import { blobId, openBlob, sealBlob } from '../../src/repository/packs/blob.ts';
import { isIrreducible } from '../../src/repository/polynomial.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import { writeFile } from '../../src/repository/stores/store.ts';
import { loadUnpacked, saveUnpacked } from '../../src/repository/unpacked.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { runProgram } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { plant, sampleRepository } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const configs = suite('config and sealed documents');
const root = temporaryFolder('config');
let places = 0;
const newPlace = () => path.join(root, `place ${places++}`);
const ID = 'ab'.repeat(32);
const POLYNOMIAL = '3da3358b4dc173';

async function configOf(content: unknown): Promise<Fault | object> {
  const store = folderStore(newPlace());
  const sealer = new Sealer(newMasterKey());
  await store.create();
  await writeFile(store, 'config', 'config', sealer.seal(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))));
  try {
    return await loadConfig(store, sealer);
  } catch (error) {
    if (!isFault(error)) throw error;
    return error;
  }
}

configs('of versions 1 and 2 are read', async () => {
  for (const version of [1, 2]) {
    const config = { version, id: ID, chunker_polynomial: POLYNOMIAL };
    assert.equal(await configOf(config), { version, id: ID, polynomial: BigInt(`0x${POLYNOMIAL}`) });
  }
});

configs('of a later version are refused politely', async () => {
  const fault = await configOf({ version: 3, id: ID, chunker_polynomial: POLYNOMIAL });
  assert.ok(isFault(fault, 'repository.version.unsupported'));
  assert.match((fault as Fault).message, /newer than this Holdfast can read; nothing was changed/);
  for (const version of [0, -1, 1.5, '2', null, undefined])
    assert.ok(isFault(await configOf({ version, id: ID, chunker_polynomial: POLYNOMIAL }), 'repository.version.unsupported'));
});

configs('that make no sense are called damaged', async () => {
  for (const content of [
    'x',
    '',
    { version: 2, chunker_polynomial: POLYNOMIAL },
    { version: 2, id: ID },
    { version: 2, id: ID, chunker_polynomial: '20000000000001' },
    { version: 2, id: ID, chunker_polynomial: 7 },
  ])
    assert.ok(isFault(await configOf(content), 'repository.damaged'), JSON.stringify(content));
  assert.ok(isFault(await configOf('null')));
});

configs('are made with an id and a polynomial of their own, which restic reads', async () => {
  const made = [];
  for (let number = 0; number < 2; number++) made.push(await initRepository(openStore(newPlace()), 'pass'));
  assert.is.not(made[0]!.id, made[1]!.id);
  assert.is.not(made[0]!.polynomial, made[1]!.polynomial);
  assert.ok(made.every(({ polynomial, version, id }) => isIrreducible(polynomial) && version === 2 && /^[0-9a-f]{64}$/.test(id)));
  const args = ['--no-cache', '--repo', made[0]!.store.location, 'cat', 'config'];
  const { stdout } = await runProgram('restic', args, { env: { RESTIC_PASSWORD: 'pass' } });
  assert.equal(JSON.parse(stdout), { version: 2, id: made[0]!.id, chunker_polynomial: made[0]!.polynomial.toString(16) });
});

configs('of what restic made are opened', async () => {
  const place = newPlace();
  await runProgram('restic', ['--no-cache', '--repo', place, 'init'], { env: { RESTIC_PASSWORD: 'pass' } });
  const repository = await openRepository(openStore(place), 'pass');
  assert.is(repository.version, 2);
  assert.ok(isIrreducible(repository.polynomial));
});

configs('never are made where a repository lies, nor where its data still lies', async () => {
  const there = await sampleRepository(newPlace());
  const before = readdirSync(there.store.location, { recursive: true }).sort();
  assert.is(await faultOf(initRepository(there.store, 'pass')), 'repository.exists');
  rmSync(path.join(there.store.location, 'config'));
  await writeFile(there.store, 'data', ID, Buffer.from('a pack'));
  assert.is(await faultOf(initRepository(there.store, 'pass')), 'repository.exists');
  await there.store.remove('data', ID);
  await writeFile(there.store, 'snapshots', ID, Buffer.from('a snapshot'));
  assert.is(await faultOf(initRepository(there.store, 'pass')), 'repository.exists');
  assert.is(readdirSync(there.store.location, { recursive: true }).length, before.length);
});

configs('are made again where making one was interrupted', async () => {
  const place = newPlace();
  const store = openStore(place);
  await store.create();
  await writeFile(store, 'keys', ID, Buffer.from('a key of no repository'));
  await initRepository(store, 'pass');
  assert.not(existsSync(path.join(place, 'keys', ID)));
  await openRepository(store, 'pass');
});

configs('that are not there are told from those that went missing', async () => {
  const nowhere = newPlace();
  assert.is(await faultOf(openRepository(openStore(nowhere), 'pass')), 'repository.absent');
  assert.not(existsSync(nowhere));
  mkdirSync(nowhere);
  assert.is(await faultOf(openRepository(openStore(nowhere), 'pass')), 'repository.absent');
  const photos = plant(newPlace(), { 'holiday.jpg': 'x', 'keys/house.txt': 'y' });
  assert.is(await faultOf(openRepository(openStore(photos), 'pass')), 'repository.absent');
  const file = newPlace();
  writeFileSync(file, 'a file');
  assert.is(await faultOf(openRepository(openStore(file), 'pass')), 'repository.absent');
  const { store } = await sampleRepository(newPlace());
  await writeFile(store, 'keys', ID, Buffer.from('{}'));
  await store.remove('config', 'config');
  assert.is(await faultOf(openRepository(store, 'pass')), 'repository.damaged');
});

configs('keep documents of any JSON object, in both formats', async () => {
  const { store, sealer } = await sampleRepository(newPlace());
  for (const version of [1, 2]) {
    for (const document of [{}, [], { a: 'grüße', list: [1, 2, null] }, { large: 'x'.repeat(3_000_000) }]) {
      const id = await saveUnpacked({ store, sealer, version }, 'index', JSON.stringify(document));
      assert.is(hash('sha256', await store.read('index', id)), id);
      assert.equal(await loadUnpacked({ store, sealer }, 'index', id), document);
    }
  }
});

configs('refuse documents with an unknown first byte, a bad frame, no JSON or no object', async () => {
  const { store, sealer } = await sampleRepository(newPlace());
  const contents = {
    nothing: Buffer.alloc(0),
    'an unknown byte': Buffer.from('\x03{}'),
    'a space first': Buffer.from(' {}'),
    'the version byte alone': Buffer.of(2),
    'no frame': Buffer.from('\x02{}'),
    'a cut frame': Buffer.concat([Buffer.of(2), zstdCompressSync(Buffer.from('{"a":"bbbbbbbbbbbbbbbb"}')).subarray(0, -3)]),
    'no JSON': Buffer.concat([Buffer.of(2), zstdCompressSync(Buffer.from('{'))]),
    null: Buffer.concat([Buffer.of(2), zstdCompressSync(Buffer.from('null'))]),
    'a number': Buffer.concat([Buffer.of(2), zstdCompressSync(Buffer.from('7'))]),
  };
  for (const [what, content] of Object.entries(contents)) {
    const sealed = sealer.seal(content);
    const id = hash('sha256', sealed);
    await writeFile(store, 'locks', id, sealed);
    assert.is(await faultOf(loadUnpacked({ store, sealer }, 'locks', id)), 'repository.damaged', what);
  }
});

configs('do not let a document or a blob grow without bounds', async () => {
  const { store, sealer } = await sampleRepository(newPlace());
  // A gigabyte and a half of zeros in some 50 KB: frames one after the other are one document.
  const frame = zstdCompressSync(Buffer.alloc(64 << 20));
  const sealed = sealer.seal(Buffer.concat([Buffer.of(2), ...Array.from({ length: 24 }, () => frame)]));
  const id = hash('sha256', sealed);
  await writeFile(store, 'index', id, sealed);
  assert.is(await faultOf(loadUnpacked({ store, sealer }, 'index', id)), 'repository.damaged');

  const bomb = sealer.seal(frame);
  const before = process.memoryUsage.rss();
  for (const plainLength of [1, 1000, 1 << 20])
    assert.is(await faultOf(async () => openBlob(sealer, bomb, { id: Buffer.alloc(32), plainLength })), 'repository.damaged');
  assert.ok(process.memoryUsage.rss() - before < 100 << 20);
});

configs('prove a blob by its id and its length', async () => {
  const sealer = new Sealer(newMasterKey());
  for (const size of [0, 1, 63, 64, 5000, 1 << 20])
    for (const bytes of [seededBytes(size, size), Buffer.alloc(size)])
      for (const version of [1, 2]) {
        const { sealed, plainLength } = sealBlob(sealer, bytes, version);
        assert.ok(version === 2 || plainLength === undefined, 'format 1 knows no compression');
        const expected = { id: blobId(bytes), plainLength: plainLength ?? 0 };
        assert.ok(openBlob(sealer, sealed, expected).equals(bytes));
        const open = (other: Partial<typeof expected>) => faultOf(async () => openBlob(sealer, sealed, { ...expected, ...other }));
        assert.is(await open({ id: seededBytes(1, 32) }), 'repository.damaged');
        if (plainLength) assert.is(await open({ plainLength: plainLength + 1 }), 'repository.damaged');
      }
});

configs.run();
