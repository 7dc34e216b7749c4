/** Passwords: each opens the repository, the last one stays, and a hostile key file costs nothing. */
import { hash, scryptSync } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUsable } from '../../src/repository/crypto/password.ts';
import { Sealer } from '../../src/repository/crypto/seal.ts';
import { addKey, changePassword, initRepository, listKeys, openRepository, openStore, removeKey } from '../../src/repository/index.ts';
import { writeFile } from '../../src/repository/stores/store.ts';
import { mustRun, runProgram } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, sampleRepository } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const keys = suite('the keys of a repository');
const root = temporaryFolder('keys');
const PASSWORD = 'grüße, 日本 🔑 ';
let places = 0;

/** A repository with one key, which is so weak that opening it takes no time. */
async function newPlace(): Promise<string> {
  const { store, master } = await sampleRepository(path.join(root, `place ${places++}`));
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  await plantWeakKey(store.location, {
    password: PASSWORD,
    secret: JSON.stringify({ mac: { k: base64(master.macK), r: base64(master.macR) }, encrypt: base64(master.encrypt) }),
  });
  return store.location;
}

async function plantWeakKey(place: string, { password, secret }: { password: string; secret: string }): Promise<string> {
  const salt = Buffer.alloc(64, 7);
  const derived = scryptSync(password, salt, 64, { N: 16, r: 1, p: 1 });
  const sealer = new Sealer({ encrypt: derived.subarray(0, 32), macK: derived.subarray(32, 48), macR: derived.subarray(48) });
  const about = { created: '2026-01-02T03:04:05Z', username: 'anna', hostname: 'box', kdf: 'scrypt', N: 16, r: 1, p: 1 };
  const data = sealer.seal(Buffer.from(secret)).toString('base64');
  return await plantRaw(place, JSON.stringify({ ...about, salt: salt.toString('base64'), data }));
}

const open = async (place: string, password: string) => await openRepository(openStore(place), password);
const restic = async (place: string, password: string) =>
  await runProgram('restic', ['--no-cache', '--repo', place, 'cat', 'config'], { env: { RESTIC_PASSWORD: password } });

/** Stores a key file with some of its fields replaced. */
async function plantKey(place: string, original: string, fields: Record<string, unknown>): Promise<string> {
  const file = JSON.parse((await openStore(place).read('keys', original)).toString()) as object;
  return await plantRaw(place, JSON.stringify({ ...file, ...fields }));
}

async function plantRaw(place: string, text: string): Promise<string> {
  const bytes = Buffer.from(text);
  await writeFile(openStore(place), 'keys', hash('sha256', bytes), bytes);
  return hash('sha256', bytes);
}

keys('open it with the very password, also for restic, and with no other', async () => {
  const place = path.join(root, 'made here');
  await initRepository(openStore(place), PASSWORD);
  assert.is((await open(place, PASSWORD)).version, 2);
  assert.is((await restic(place, PASSWORD)).code, 0);
  const other = await newPlace();
  for (const wrong of ['', 'grüße', PASSWORD.trim(), PASSWORD.normalize('NFD')])
    assert.is(await faultOf(open(other, wrong)), 'repository.password.wrong', wrong);
});

keys('are added, listed and removed; each opens the same repository, ours and restic', async () => {
  const place = await newPlace();
  const first = await open(place, PASSWORD);
  const added = await addKey(first, 'second');
  const listed = await listKeys(first);
  assert.equal(
    listed.map(({ id, current }) => [id, current]),
    [
      [first.keyId, true],
      [added.id, false],
    ],
  );
  assert.ok(Date.parse(added.created) > Date.now() - 60_000);
  const second = await open(place, 'second');
  assert.is(second.id, first.id);
  assert.ok(Buffer.from(second.master.encrypt).equals(first.master.encrypt));
  assert.is((await restic(place, 'second')).code, 0);
  assert.is((await removeKey(second, first.keyId.slice(0, 8))).id, first.keyId);
  assert.is(await faultOf(open(place, PASSWORD)), 'repository.password.wrong');
  assert.equal(
    (await listKeys(second)).map(({ id }) => id),
    [added.id],
  );
  assert.equal(leftovers(second), []);
});

keys('that restic added open it here', async () => {
  const place = await newPlace();
  const file = path.join(root, 'new password');
  writeFileSync(file, 'from restic');
  await mustRun('restic', ['--no-cache', '--repo', place, 'key', 'add', '--new-password-file', file], {
    env: { RESTIC_PASSWORD: PASSWORD },
  });
  const opened = await open(place, 'from restic');
  assert.is((await listKeys(opened)).length, 2);
});

keys('leave one: the key in use and the last one stay', async () => {
  const place = await newPlace();
  const repository = await open(place, PASSWORD);
  assert.is(await faultOf(removeKey(repository, repository.keyId)), 'repository.key.last');
  const other = await addKey(repository, 'other');
  assert.is(await faultOf(removeKey(repository, repository.keyId)), 'repository.key.last');
  // Another program removes the key in use: what is left must not go.
  await repository.store.remove('keys', repository.keyId);
  assert.is(await faultOf(removeKey(repository, other.id)), 'repository.key.last');
  for (const unknown of ['', 'zz']) assert.is(await faultOf(removeKey(repository, unknown)), 'repository.key.unknown');
  await open(place, 'other');
  assert.equal(leftovers(repository), []);
});

keys('change: the new password opens, the old one does not, however often', async () => {
  const place = await newPlace();
  const repository = await open(place, PASSWORD);
  const second = await changePassword(repository, 'second');
  assert.is(await faultOf(open(place, PASSWORD)), 'repository.password.wrong');
  assert.ok(second.current);
  assert.equal(
    (await listKeys(repository)).map(({ id, current }) => [id, current]),
    [[second.id, true]],
  );
  assert.is(await faultOf(removeKey(repository, second.id)), 'repository.key.last');
  await changePassword(repository, 'third');
  assert.is((await listKeys(repository)).length, 1);
  assert.is(await faultOf(open(place, 'second')), 'repository.password.wrong');
  await open(place, 'third');
});

keys('never are empty', async () => {
  const repository = await open(await newPlace(), PASSWORD);
  assert.is(await faultOf(addKey(repository, '')), 'input.invalid');
  assert.is(await faultOf(changePassword(repository, '')), 'input.invalid');
  assert.is(await faultOf(initRepository(openStore(path.join(root, 'empty')), '')), 'input.invalid');
  assert.is((await listKeys(repository)).length, 1);
});

keys('that are damaged do not hide a whole one, and say so when none is whole', async () => {
  const place = await newPlace();
  const whole = (await open(place, PASSWORD)).keyId;
  for (const text of ['not JSON', 'null', '[]', '{}', '7']) await plantRaw(place, text);
  await open(place, PASSWORD);
  assert.is(await faultOf(open(place, 'wrong')), 'repository.damaged');
  chmodSync(path.join(place, 'keys', whole), 0o600);
  const bytes = readFileSync(path.join(place, 'keys', whole));
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path.join(place, 'keys', whole), bytes);
  assert.is(await faultOf(open(place, PASSWORD)), 'repository.damaged');
  rmSync(path.join(place, 'keys'), { recursive: true });
  assert.is(await faultOf(open(place, PASSWORD)), 'repository.damaged');
});

keys('with hostile parameters are refused at once and without memory', async () => {
  const place = await newPlace();
  const hostile = [
    { N: 2 ** 40 },
    { N: 2 ** 53 },
    { N: 2 ** 30, r: 1 },
    { N: 2, r: 2 ** 22, p: 1024 },
    { N: 2 ** 20, p: 1024 },
    { r: 2 ** 40 },
    { p: 2 ** 31 },
    { N: 30_000 },
    { N: 1 },
    { N: 0 },
    { N: -2 },
    { N: '32768' },
    { N: null },
    { r: 0 },
    { p: 1.5 },
    { salt: '' },
    { salt: Buffer.alloc(63).toString('base64') },
    { kdf: 'pbkdf2' },
    { data: 7 },
  ];
  const started = performance.now();
  const before = process.memoryUsage.rss();
  const whole = (await open(place, PASSWORD)).keyId;
  for (const fields of hostile) await plantKey(place, whole, fields);
  await open(place, PASSWORD);
  rmSync(path.join(place, 'keys', whole), { force: true });
  assert.is(await faultOf(open(place, PASSWORD)), 'repository.damaged');
  assert.ok(performance.now() - started < 10_000);
  assert.ok(process.memoryUsage.rss() - before < 200 << 20);
});

keys('may ask for as much as other programs do', () => {
  const salt = Buffer.alloc(64);
  for (const parameters of [
    { N: 32768, r: 8, p: 16 },
    { N: 2 ** 17, r: 8, p: 1 },
    { N: 2 ** 20, r: 8, p: 1 },
    { N: 16, r: 1, p: 1 },
  ])
    assert.is(isUsable(parameters, salt), parameters.N < 2 ** 20, JSON.stringify(parameters));
});

keys('that open but hold no master key are called damaged', async () => {
  for (const secret of ['{}', 'x', '{"mac":{"k":"AA==","r":"AA=="},"encrypt":"AA=="}']) {
    const place = await newPlace();
    await plantWeakKey(place, { password: 'weak', secret });
    assert.is(await faultOf(open(place, 'weak')), 'repository.damaged', secret);
  }
});

keys.run();
