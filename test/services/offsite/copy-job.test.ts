/** Copying as a job: a second repository that the same passphrase opens, kept up to date, and never made where a drive is missing. */
import '../../faults/weak-passwords.ts';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../../src/base/index.ts';
import { listSnapshots, openRepository, openStore } from '../../../src/repository/index.ts';
import { writeKey } from '../../../src/repository/keys.ts';
import { type CopyJobResult, copyJob, Offsite } from '../../../src/services/offsite/index.ts';
import { seededBytes } from '../../kernels/seeded.ts';
import { plant, problemsOf, sampleRepository, save } from '../../repository/sample-repository.ts';
import { BoxWithJobs } from '../box-with-jobs.ts';

const copies = suite('the job that copies');

async function boxWithVersion() {
  const box = await BoxWithJobs.start();
  await writeKey(box.repository.store, box.repository.master, { password: 'correct horse' });
  await save(box.repository, plant(path.join(box.folder, 'home'), { a: seededBytes(1, 100_000) }));
  const target = path.join(box.folder, 'drive');
  mkdirSync(target);
  return { box, target, kind: copyJob(box.access) };
}

copies('makes a repository that the same passphrase opens, and brings it what is new', async () => {
  const { box, target, kind } = await boxWithVersion();
  await using _box = box;
  const first = await box.run(kind, { target });
  assert.equal([first.state, (first.result as unknown as CopyJobResult).snapshotsCopied], ['done', 1]);
  const opened = await openRepository(openStore(target), 'correct horse');
  assert.not.equal(opened.id, box.repository.id);
  assert.is(opened.polynomial, box.repository.polynomial);
  assert.equal((await problemsOf(opened)).problems, []);
  await save(box.repository, plant(path.join(box.folder, 'home'), { b: seededBytes(2, 100_000) }));
  await writeKey(box.repository.store, box.repository.master, { password: 'another passphrase' });
  const second = await box.run(kind, { target });
  const { snapshotsCopied, snapshotsThere, targetId, partial } = second.result as unknown as CopyJobResult;
  assert.equal([snapshotsCopied, snapshotsThere, targetId, partial], [1, 1, opened.id, false]);
  assert.is((await listSnapshots(await openRepository(openStore(target), 'another passphrase'))).length, 2);
});

copies('refuses a repository with another key, and changes nothing there', async () => {
  const { box, target, kind } = await boxWithVersion();
  await using _box = box;
  await sampleRepository(target);
  const before = readdirSync(target, { recursive: true }).sort();
  const job = await box.run(kind, { target });
  assert.equal([job.state, job.failure!.code], ['failed', 'repository.foreign']);
  assert.match(job.failure!.detail, 'holdfast copy');
  assert.equal(readdirSync(target, { recursive: true }).sort(), before);
});

copies('makes nothing where the drive is missing', async () => {
  const { box, target, kind } = await boxWithVersion();
  await using _box = box;
  const nowhere = await box.run(kind, { target: path.join(box.folder, 'unplugged') });
  assert.is(nowhere.failure?.code, 'store.unreachable');
  const refused = await box.jobs.submit('copy', { target: box.access.location }, { by: null }).catch((error: unknown) => error);
  assert.ok(isFault(refused, 'input.invalid'));
  // The repository was made by an earlier attempt, and then the drive went away: its folder is empty.
  await box.run(kind, { target });
  const saved: unknown[] = [];
  const work = {
    signal: new AbortController().signal,
    report() {},
    problem() {},
    log() {},
    save: async (state: unknown) => void saved.push(state),
  };
  await kind.run({ target }, { ...work, saved: undefined });
  renameSync(target, `${target}-away`);
  mkdirSync(target);
  const error = await kind.run({ target }, { ...work, saved: saved[0] }).catch((thrown: unknown) => thrown);
  assert.ok(isFault(error, 'store.unreachable'));
  assert.equal(readdirSync(target), []);
});

copies('of a place that the box knows take away keys that the box removed, and make nothing in an empty place of theirs', async () => {
  await using box = await BoxWithJobs.start();
  const { repository } = box;
  const old = await writeKey(repository.store, repository.master, { password: 'an old passphrase' });
  await save(repository, plant(path.join(box.folder, 'home'), { a: seededBytes(1, 100_000) }));
  const target = path.join(box.folder, 'drive');
  mkdirSync(target);
  const offsite = new Offsite({ catalog: box.catalog, jobs: box.jobs, keepOut: [path.join(box.folder, 'state')], ...box.access });
  const copy = async () => {
    const news = box.jobs.watch(AbortSignal.timeout(60_000));
    return await box.ended((await offsite.copy(target, null)).id, news);
  };
  const refused = await offsite.copy(path.join(box.folder, 'state', 'copy'), null).catch((error: unknown) => error);
  assert.ok(isFault(refused, 'input.invalid'));
  assert.is((await copy()).state, 'done');
  await openRepository(openStore(target), 'an old passphrase');
  await writeKey(repository.store, repository.master, { password: 'a new passphrase' });
  await repository.store.remove('keys', old.id);
  assert.is((await copy()).state, 'done');
  const refusal = await openRepository(openStore(target), 'an old passphrase').catch((error: unknown) => error);
  assert.ok(isFault(refusal, 'repository.password.wrong'));
  await openRepository(openStore(target), 'a new passphrase');
  const [known] = await offsite.copies();
  assert.ok(known!.isSameDrive && known!.lastCopyAt !== null);
  renameSync(target, `${target}-away`);
  mkdirSync(target);
  assert.is((await copy()).failure?.code, 'store.unreachable');
  assert.equal(readdirSync(target), []);
});

copies.run();
