/** Box snapshots: when they are made, what they hold, which of them stay, and what stock restic says of them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Jobs } from '../../../src/box/jobs/index.ts';
import { BoxKeys } from '../../../src/box/keys/index.ts';
import { BOX_TAG, backup, listSnapshots, type Snapshot } from '../../../src/repository/index.ts';
import { saveSnapshot } from '../../../src/repository/snapshots.ts';
import { thinOut } from '../../../src/services/continuity/save.ts';
import { Protect, Vault } from '../../../src/services/protect/index.ts';
import { Restore } from '../../../src/services/restore/index.ts';
import { folderSource } from '../../../src/sources/index.ts';
import { restic } from '../../peers/restic.ts';
import { DAY_MS, endTrials, HOUR_MS, PASSPHRASE, TrialBox } from './trial-box.ts';

const boxSnapshots = suite('a box snapshot');
const signal = AbortSignal.timeout(100_000);

boxSnapshots.after(endTrials);

boxSnapshots('is listed and restored by stock restic, and holds what cannot be made again', async () => {
  await using box = await TrialBox.start();
  await box.settings.set('language', 'es');
  await box.catalog.run("INSERT INTO folders VALUES ('/srv/photos', '2026-03-01T11:00:00.000Z')");
  await signIn(box, 'anna');
  assert.is((await box.continuity.boxSnapshot()).kind, 'written');

  const judge = restic(box.repository.store.location, PASSPHRASE);
  const [listed] = await judge.snapshots();
  assert.equal([listed!.hostname, listed!.tags, listed!.paths], ['attic', [BOX_TAG], ['/holdfast/catalog']]);
  assert.is(await judge.check(), '');
  const target = path.join(box.state, 'restored');
  await judge.restore('latest', target);
  const about = JSON.parse(readFileSync(path.join(target, 'holdfast/catalog/about.json'), 'utf8'));
  assert.equal([about.version, about.time, about.repository], [1, '2026-03-01T12:00:00.000Z', box.repository.id]);
  const catalog = new DatabaseSync(path.join(target, 'holdfast/catalog/catalog.copy.sqlite'), { readOnly: true });
  const count = (table: string) => catalog.prepare(`SELECT count(*) AS count FROM ${table}`).get()!.count;
  assert.equal(['settings', 'folders', 'accounts', 'sessions', 'loss'].map(count), [1, 1, 1, 0, 0]);
  catalog.close();
  assert.not(existsSync(path.join(box.state, 'box-snapshot')), 'the staging folder is gone');
});

boxSnapshots('is made when a person changed something, and not when nothing but the moment did', async () => {
  await using box = await TrialBox.start();
  const next = async () => (await box.continuity.boxSnapshot()).kind;
  assert.is(await next(), 'written');
  assert.is(await next(), 'unchanged');
  await box.turnOff();
  await box.turnOn();
  assert.is(await next(), 'unchanged', 'also when it has to be looked up after a restart');
  await signIn(box, 'anna');
  assert.is(await next(), 'written', 'there is a new account');
  await box.catalog.run("UPDATE accounts SET last_sign_in_at = '2026-03-02T00:00:00.000Z'");
  await box.catalog.run('DELETE FROM sessions');
  assert.is(await next(), 'unchanged', 'who is signed in is of the moment');
  await box.settings.set('language', 'de');
  assert.is(await next(), 'written');
  assert.is((await listSnapshots(box.repository)).length, 3);
});

boxSnapshots('waits up to a day for history alone', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  await box.catalog.run("INSERT INTO audit VALUES (1, '2026-03-01', NULL, 'box', NULL, 'started', NULL, 'done', '{}', x'00', x'01')");
  assert.is((await box.continuity.boxSnapshot()).kind, 'waiting');
  box.now += DAY_MS - 1;
  assert.is((await box.continuity.boxSnapshot()).kind, 'waiting');
  box.now += 1;
  assert.is((await box.continuity.boxSnapshot()).kind, 'written');
  assert.equal(box.log, []);
});

boxSnapshots('is made within the hour, by the clock, and waits while the repository is locked', async () => {
  await using box = await TrialBox.start();
  box.continuity.start();
  assert.ok(box.everyHour);
  const made = async () => (await listSnapshots(box.repository)).length;
  box.isLocked = true;
  await box.settings.set('language', 'de');
  await box.continuity.tick();
  assert.is(await made(), 0);
  assert.is(box.continuity.status.boxSnapshotAt, null);
  box.isLocked = false;
  await box.continuity.repositoryOpened();
  assert.is(await made(), 1);
  assert.is(box.continuity.status.boxSnapshotAt, '2026-03-01T12:00:00.000Z');
  box.now += HOUR_MS;
  await box.continuity.tick();
  assert.is(await made(), 1, 'nothing changed');
  await box.settings.set('language', 'es');
  await box.continuity.tick();
  assert.is(await made(), 2);
  assert.equal(box.log, []);
});

boxSnapshots('goes when newer ones cover its time; people’s snapshots and other hosts’ stay', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  const [{ id, ...made }] = (await listSnapshots(box.repository)) as [Snapshot];
  for (let day = 1; day < 24; day++) {
    await saveSnapshot(box.repository, { ...made, time: new Date(box.now + day * DAY_MS).toISOString() });
  }
  for (const time of ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']) {
    await saveSnapshot(box.repository, { ...made, time, tags: [] });
    await saveSnapshot(box.repository, { ...made, time, hostname: 'cellar' });
  }
  const now = box.now + 24 * DAY_MS;
  const removed = await thinOut(box.repository, { host: 'attic', now, spare: id, signal });
  const left = await listSnapshots(box.repository);
  const days = left.filter((each) => each.hostname === 'attic' && each.tags?.includes(BOX_TAG)).map(({ time }) => time.slice(5, 10));
  // The one that is spared, seven days, and the last of each week before.
  assert.equal(days, ['03-01', '03-08', '03-15', '03-18', '03-19', '03-20', '03-21', '03-22', '03-23', '03-24']);
  assert.is(removed, 24 - days.length);
  assert.is(left.length, 4 + days.length);
  assert.is(await thinOut(box.repository, { host: 'attic', now, spare: id, signal }), 0);
});

boxSnapshots('is no version of anybody’s files', async () => {
  await using box = await TrialBox.start();
  await box.continuity.boxSnapshot();
  const [own] = await listSnapshots(box.repository);
  await backup(box.repository, folderSource([import.meta.dirname]), { signal, workers: 1 });
  const restore = new Restore(() => box.repository);
  assert.equal(
    (await restore.snapshots()).map(({ paths }) => paths),
    [[import.meta.dirname]],
  );
  const refusal = await restore.snapshot(own!.id).catch((error: { code: string }) => error.code);
  assert.is(refusal, 'snapshot.unknown');
  const log = () => {};
  const keys = await BoxKeys.in(box.state);
  const vault = await Vault.in(box.state, { keys, settings: box.settings, log });
  const protect = await Protect.in(box.state, { catalog: box.catalog, vault, jobs: new Jobs(box.catalog, { log }), own: [box.state], log });
  await vault.unlock(PASSPHRASE);
  assert.equal(
    (await protect.folders()).map((folder) => folder.path),
    [import.meta.dirname],
  );
  await vault.close();
});

/** An account with a session, as the door would make them. */
async function signIn({ catalog }: TrialBox, name: string): Promise<void> {
  await catalog.run("INSERT INTO accounts VALUES (?, ?, ?, 'admin', 'hash', '2026-03-01T11:00:00.000Z', NULL, '{}')", name, name, name);
  await catalog.run("INSERT INTO sessions VALUES (?, x'aa', ?, '2026-03-01', '2026-03-01', '127.0.0.1', 'test')", `${name}'s`, name);
}

boxSnapshots.run();
