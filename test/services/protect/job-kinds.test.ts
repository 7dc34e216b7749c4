/** Backup, check and prune as jobs: real threads, real folders. */
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../../src/base/index.ts';
import { listSnapshots } from '../../../src/repository/index.ts';
import {
  type BackupJobResult,
  backupJob,
  type CheckJobResult,
  checkJob,
  type PruneJobResult,
  pruneJob,
} from '../../../src/services/protect/index.ts';
import { ProvenPacks } from '../../../src/services/protect/proven-packs.ts';
import { seededBytes } from '../../kernels/seeded.ts';
import { plant, problemsOf, save } from '../../repository/sample-repository.ts';
import { BoxWithJobs } from '../box-with-jobs.ts';

const kinds = suite('the jobs that protect');

const packsOf = ({ access: { location } }: BoxWithJobs) =>
  readdirSync(path.join(location, 'data'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));

kinds('back a folder up, tell what could not be read, and keep no key in the catalog', async () => {
  await using box = await BoxWithJobs.start();
  const folder = plant(path.join(box.folder, 'home'), { 'a.txt': 'hello', 'b/c.bin': seededBytes(1, 300_000), 'left/out': 'x' });
  symlinkSync('a.txt', path.join(folder, 'link'));
  const kind = backupJob({ ...box.access, leftOutOf: () => [path.join(folder, 'left')] });
  const job = await box.run(kind, { folder });
  const result = job.result as unknown as BackupJobResult;
  assert.equal([job.state, job.subject, result.filesNew, result.partial], ['done', { folder }, 2, false]);
  assert.equal(
    (await listSnapshots(box.repository)).map(({ id, paths }) => [id, paths]),
    [[result.snapshotId, [folder]]],
  );
  assert.is(job.progress.phase, 'backing up');
  const again = await box.run(kind, { folder });
  assert.is((again.result as unknown as BackupJobResult).filesUnmodified, 2);
  const key = Buffer.from(box.repository.master.encrypt);
  const state = readdirSync(path.join(box.folder, 'state')).filter((name) => name.startsWith('catalog'));
  for (const file of state) {
    const bytes = readFileSync(path.join(box.folder, 'state', file));
    for (const form of [key, key.toString('base64'), key.toString('hex'), key.join(',')]) assert.not(bytes.includes(form));
  }
});

kinds('refuse a wrong order before anything is queued, and fail with the Fault of what is not there', async () => {
  await using box = await BoxWithJobs.start();
  const kind = backupJob({ ...box.access, leftOutOf: () => [] });
  const job = await box.run(kind, { folder: path.join(box.folder, 'nowhere') });
  assert.equal([job.state, job.failure?.code], ['failed', 'backup.source.missing']);
  const refused = await box.jobs.submit('backup', { folder: 'relative' }, { by: null }).catch((error: unknown) => error);
  assert.ok(isFault(refused, 'input.invalid'));
});

kinds('check a whole repository, and list what is wrong with a damaged one', async () => {
  await using box = await BoxWithJobs.start();
  await save(box.repository, plant(path.join(box.folder, 'home'), { a: seededBytes(1, 50_000) }));
  const whole = await box.run(checkJob(box.access), { readData: 'all' });
  const result = whole.result as unknown as CheckJobResult;
  assert.equal([whole.state, result.whole, result.readData, result.packsRead], ['done', true, 'all', packsOf(box).length]);
  rmSync(path.join(box.access.location, 'data', packsOf(box)[0]!));
  const damaged = await box.run(checkJob(box.access), { readData: 'none' });
  assert.equal([damaged.state, (damaged.result as unknown as CheckJobResult).whole], ['done', false]);
  const problems = await box.jobs.problems(damaged.id, { limit: 100 });
  assert.is(problems.length, damaged.problemCount);
  assert.ok(problems.some(({ kind, path: pack }) => kind === 'pack' && pack.startsWith('data/')));
});

kinds('check on where they were cut off, and read nothing twice', async () => {
  await using box = await BoxWithJobs.start();
  for (let day = 0; day < 12; day++)
    await save(box.repository, plant(path.join(box.folder, 'home'), { [`${day}`]: seededBytes(day, 400_000) }));
  const kind = checkJob(box.access);
  box.jobs.register(kind);
  const news = box.jobs.watch(AbortSignal.timeout(60_000));
  const { id } = await box.jobs.submit('check', { readData: 'all' }, { by: null });
  // What an attempt that was cut off saved: half of the packs.
  const half = packsOf(box).filter((_, number) => number % 2 === 0);
  const proven = ProvenPacks.from(undefined, Date.now());
  for (const name of half) proven.add(path.basename(name));
  assert.equal(ProvenPacks.from(proven.state, Date.now()).size, half.length);
  assert.is(ProvenPacks.from(proven.state, Date.now() + 8 * 24 * 3_600_000).size, 0);
  await box.ended(id, news);
  const result = await kind.run({ readData: 'all' }, { ...listening(), saved: JSON.parse(JSON.stringify(proven.state)) });
  assert.is(result.packsRead, packsOf(box).length);
  const whole = (await box.jobs.get(id)).result!;
  assert.ok(Number(result.bytesRead) < Number(whole.bytesRead) * 0.8, `${result.bytesRead} of ${whole.bytesRead}`);
  const share = await kind.run({ readData: { percent: 60 } }, { ...listening(), saved: proven.state });
  assert.is(share.packsRead, Math.round(packsOf(box).length * 0.6));
});

kinds('forget by a policy and free the space, or only say so', async () => {
  await using box = await BoxWithJobs.start();
  const folder = path.join(box.folder, 'home');
  for (let day = 1; day <= 4; day++) {
    rmSync(folder, { recursive: true, force: true });
    await save(box.repository, plant(folder, { [`${day}`]: seededBytes(day, 200_000) }), { time: `2026-01-0${day}T12:00:00Z` });
  }
  const dry = await box.run(pruneJob(box.access), { policy: { last: 1 }, dryRun: true });
  const wouldBe = dry.result as unknown as PruneJobResult;
  assert.equal([wouldBe.snapshotsForgotten, wouldBe.dryRun, (await listSnapshots(box.repository)).length], [3, true, 4]);
  assert.ok(wouldBe.bytesFreed > 500_000);
  const kept = await box.run(pruneJob(box.access), { policy: {} });
  assert.equal([(kept.result as unknown as PruneJobResult).snapshotsForgotten, (await listSnapshots(box.repository)).length], [0, 4]);
  const job = await box.run(pruneJob(box.access), { policy: { last: 1 } });
  const result = job.result as unknown as PruneJobResult;
  assert.equal([job.state, result.snapshotsForgotten, result.snapshots], ['done', 3, 1]);
  assert.ok(result.bytesFreed > 500_000);
  assert.equal((await problemsOf(box.repository)).problems, []);
  const log = (await box.jobs.log(job.id, { limit: 100 })).map(({ text }) => text);
  assert.is(log.filter((line) => line.startsWith('Forgot version')).length, 3);
});

kinds('wait for each other, as all of them work on the drive of the repository', async () => {
  await using box = await BoxWithJobs.start();
  const folder = plant(path.join(box.folder, 'home'), { a: 'x' });
  writeFileSync(path.join(folder, 'b'), 'y');
  const news = box.jobs.watch(AbortSignal.timeout(60_000));
  box.jobs.register(backupJob({ ...box.access, leftOutOf: () => [] }));
  box.jobs.register(pruneJob(box.access));
  const first = await box.jobs.submit('backup', { folder }, { by: null });
  const second = await box.jobs.submit('prune', { policy: { last: 1 } }, { by: null });
  assert.equal([first.state, second.state, second.waitsFor], ['running', 'queued', 'drive']);
  const ended = await box.ended(second.id, news);
  assert.equal([ended.state, (await box.jobs.get(first.id)).state], ['done', 'done']);
});

function listening() {
  return {
    signal: new AbortController().signal,
    saved: undefined as unknown,
    report: () => {},
    problem: () => {},
    log: () => {},
    save: async () => {},
  };
}

kinds.run();
