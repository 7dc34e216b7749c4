/** Coming back: the catalog is lost, and what the repository holds of it takes its place while the box runs. */
import { chmodSync, closeSync, copyFileSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOX, Users } from '../../../src/box/users/index.ts';
import { listSnapshots, Repository } from '../../../src/repository/index.ts';
import { takeOut } from '../../../src/services/continuity/find.ts';
import { DAY_MS, endTrials, TrialBox } from './trial-box.ts';

const comingBack = suite('a box that lost its memory');

comingBack.after(endTrials);

const account = (catalog: TrialBox['catalog'], name: string, about: { role?: string; password?: string; at?: string } = {}) =>
  catalog.run(
    'INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, NULL, ?)',
    ...[`${name} ${about.password ?? 'old'}`, name, name, about.role ?? 'admin', about.password ?? 'old', about.at ?? '2026-02-01', '{}'],
  );
const job = (catalog: TrialBox['catalog'], state: string) =>
  catalog.run(
    `INSERT INTO jobs (id, kind, subject, job_order, state, priority, created_at, attempts, progress, problem_count, words)
     VALUES ('a', 'backup', '{}', '{}', ?, 'normal', '2026-03-01', 1, '{}', 0, '')`,
    state,
  );
const accounts = async (box: TrialBox) =>
  (await box.catalog.all<{ name: string; role: string; password: string }>('SELECT name, role, password FROM accounts ORDER BY name')).map(
    (row) => [row.name, row.role, row.password],
  );
const packsOf = async (box: TrialBox) => {
  const names: string[] = [];
  for await (const { name } of box.repository.store.list('data')) names.push(name);
  return names;
};

comingBack('gets it back from the repository as soon as that opens, and keeps who claimed it meanwhile', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('language', 'es');
  await account(box.catalog, 'anna');
  await account(box.catalog, 'berta', { role: 'viewer' });
  const audit = (await Users.over(box.catalog)).audit;
  await audit.add(BOX, { action: 'settings' });
  await box.continuity.boxSnapshot();

  await box.loseCatalog();
  assert.is(box.catalog.origin, 'new');
  assert.ok(box.continuity.status.isAwaitingReturn);
  assert.ok(await (await Users.over(box.catalog)).claim.code(), 'it is nobody’s again');
  const since = { password: 'new', at: '2026-03-02' };
  await account(box.catalog, 'berta', since);
  await account(box.catalog, 'chris', since);
  await box.settings.set('language', 'de');
  await box.catalog.run("INSERT INTO folders VALUES ('/srv/new', '2026-03-02')");
  box.isLocked = true;
  await box.continuity.repositoryOpened();
  assert.equal((await accounts(box)).length, 2, 'nothing happens before the repository is open');

  // A restart in between forgets nothing.
  await box.turnOff();
  await box.turnOn();
  assert.is(box.catalog.origin, 'kept');
  box.isLocked = false;
  await box.continuity.repositoryOpened();
  assert.equal(await accounts(box), [
    ['anna', 'admin', 'old'],
    ['berta', 'admin', 'new'],
    ['chris', 'admin', 'new'],
  ]);
  assert.is(await box.settings.get('language', ''), 'es');
  assert.equal(
    (await box.catalog.all('SELECT path FROM folders')).map((row) => row.path),
    ['/srv/new'],
  );
  assert.is((await (await Users.over(box.catalog)).audit.list()).length, 1);
  assert.not(box.continuity.status.isAwaitingReturn);
  const [said] = box.returned;
  assert.is(said!.time, '2026-03-01T12:00:00.000Z');
  for (const part of ['/srv/new', 'berta is back', 'chris made since stays', 'language', 'sign in again', said!.before])
    assert.match(box.log.join('\n'), part);
  assert.match(readFileSync(path.join(box.state, said!.before), 'latin1'), 'chris');
  assert.equal(await box.catalog.problems(), []);

  // What is back is the copy's content, too, and is what the next box snapshot holds.
  await box.turnOff();
  await box.turnOn();
  assert.is((await accounts(box)).length, 3);
  assert.is((await box.continuity.boxSnapshot()).kind, 'unchanged');
});

comingBack('takes the one before when the newest box snapshot is damaged', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('which', 'first');
  await box.continuity.boxSnapshot();
  const earlier = await packsOf(box);
  box.now += DAY_MS;
  await box.settings.set('which', 'second');
  await box.continuity.boxSnapshot();
  for (const name of await packsOf(box)) if (!earlier.includes(name)) flipByte(box.repository.store.pathOf!('data', name), 100);
  await box.loseCatalog();
  await box.continuity.repositoryOpened();
  assert.is(await box.settings.get('which', ''), 'first');
  assert.match(box.log.join('\n'), /box snapshot .* cannot be used/);
});

comingBack('begins anew and says so when the repository holds no box snapshot', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  for (const { id } of await listSnapshots(box.repository)) flipByte(box.repository.store.pathOf!('snapshots', id), 40);
  await box.loseCatalog();
  await box.settings.set('since', true);
  await box.continuity.repositoryOpened();
  assert.match(box.log.join('\n'), 'everything else begins anew');
  assert.not(box.continuity.status.isAwaitingReturn);
  assert.ok(await box.settings.get('since', false));
});

comingBack('takes no box snapshot that was copied from another repository', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('whose', 'another');
  await box.continuity.boxSnapshot();
  await box.loseCatalog();
  const { store, master, keyId, config } = box.repository;
  box.repository = new Repository({ store, master, keyId, config: { ...config, id: '00'.repeat(32) } });
  const told: string[] = [];
  const found = await takeOut(box.repository, {
    file: path.join(box.state, 'x.sqlite'),
    signal: AbortSignal.timeout(60_000),
    tell: (each) => told.push(each),
  });
  assert.is(found, undefined);
  assert.match(told.join('\n'), 'was made for another repository');
});

comingBack('goes on from its copy when that has come as far', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('which', 'saved');
  await box.continuity.boxSnapshot();
  await box.settings.set('which', 'copied');
  await box.catalog.saveCopy();
  await box.loseCatalog({ spareCopy: true });
  await box.continuity.repositoryOpened();
  assert.is(await box.settings.get('which', ''), 'copied');
  assert.match(box.log.join('\n'), 'goes on from its copy');
  assert.not(box.continuity.status.isAwaitingReturn);
});

comingBack('takes the box snapshot when the copy is older, and keeps what was entered since', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  const old = path.join(box.state, 'old copy');
  copyFileSync(box.catalog.copy, old);
  await account(box.catalog, 'anna', { password: 'changed' });
  await box.continuity.boxSnapshot();
  await box.turnOff();
  copyFileSync(old, box.catalog.copy);
  rmSync(box.catalog.file);
  await box.turnOn();
  assert.is(box.catalog.origin, 'copy');
  await account(box.catalog, 'chris', { at: new Date().toISOString() });
  await box.continuity.repositoryOpened();
  assert.equal(
    (await accounts(box)).map(([name]) => name),
    ['anna', 'chris'],
  );
  assert.match(box.log.join('\n'), 'newer than its copy');
});

comingBack('waits until jobs have ended, which would go on in the history of others', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('language', 'es');
  await job(box.catalog, 'running');
  await box.continuity.boxSnapshot();
  await box.loseCatalog();
  await job(box.catalog, 'running');
  await box.continuity.repositoryOpened();
  assert.match(String(box.continuity.status.failure), 'Jobs have not ended');
  assert.ok(box.continuity.status.isAwaitingReturn);
  await box.catalog.run("UPDATE jobs SET state = 'done'");
  await box.continuity.tick();
  assert.is(await box.settings.get('language', ''), 'es');
  const [back] = await box.catalog.all<{ state: string }>('SELECT state FROM jobs');
  assert.is(back!.state, 'interrupted', 'what ran when the box snapshot was made runs no more');
  assert.is((await listSnapshots(box.repository)).length, 1, 'none was made while it waited');
});

comingBack('tells the rooms that its contents are others now', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  await box.loseCatalog();
  let told = 0;
  box.catalog.onReplaced(() => void told++);
  await box.continuity.repositoryOpened();
  assert.is(told, 1);
  await box.continuity.boxSnapshot();
  assert.is(told, 1);
});

comingBack('raises an alarm when its catalog is damaged while it runs, and comes back from the copy', async () => {
  await using box = await TrialBox.start();
  for (let number = 0; number < 200; number++) await box.settings.set(`setting ${number}`, 'x'.repeat(500));
  await box.continuity.boxSnapshot();
  await box.turnOff();
  await box.turnOn();
  await box.catalog.run('PRAGMA wal_checkpoint(TRUNCATE)');
  flipPages(box.catalog.file);
  box.now += DAY_MS;
  await box.continuity.tick();
  assert.match(String(box.continuity.status.catalogDamage), 'damaged');
  assert.match(box.log.join('\n'), 'not safe');
  await box.turnOff();
  box.log.length = 0;
  await box.turnOn();
  assert.is(box.catalog.origin, 'copy');
  assert.is(Object.keys(await box.settings.all()).length, 200);
  await box.continuity.repositoryOpened();
  assert.is(box.continuity.status.catalogDamage, null);
});

function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  chmodSync(file, 0o600);
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.from([bytes[at]! ^ 0xff]), 0, 1, at);
  closeSync(descriptor);
}

/** Every page in the middle of the file loses its head. */
function flipPages(file: string): void {
  const { length } = readFileSync(file);
  for (let page = Math.floor(length / 4096 / 2); page < length / 4096; page++) flipByte(file, page * 4096);
}

comingBack.run();
