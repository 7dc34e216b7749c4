/** Jobs: what people ask of them, who runs when, and what outlives the box. */
import { rm } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, isFault } from '../../../src/base/index.ts';
import type { Job } from '../../../src/box/jobs/index.ts';
import { freshFolder, TestBox } from './catalog-for-jobs.ts';

const jobs = suite('jobs');

const refusal = async (asked: Promise<unknown>) =>
  await asked.then(
    () => 'accepted',
    (error) => (isFault(error) ? error.code : String(error)),
  );
const texts = async (box: TestBox, id: string) => (await box.jobs.log(id, { limit: 100 })).map(({ text }) => text);

jobs('run, give back a result, and are remembered with their log', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id, requestedBy } = await box.submit('asks', 'one', 'sda');
  assert.is(requestedBy, 'anna');
  const { work, finish } = await box.began('one');
  work.log('half way');
  finish({ files: 3 });
  const job = await box.until(id, 'done');
  assert.equal([job.result, job.attempts, job.failure], [{ files: 3 }, 1, null]);
  assert.ok(job.finishedAt! >= job.startedAt! && job.startedAt! >= job.createdAt);
  assert.equal(await texts(box, id), ['Began.', 'half way', 'Done.']);
  assert.equal(box.jobs.active, []);
  assert.equal(await box.jobs.get(id), job);
});

jobs('that fail say why, and go on when asked: the same job, one attempt more, from where it was', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('asks', 'one', 'sda');
  const first = await box.began('one');
  assert.is(first.work.saved, undefined);
  await first.work.save({ at: 7 });
  first.work.problem({ kind: 'unreadable', path: '/a', message: 'a sector' });
  first.fail(new Fault('store.full', 'The disk is full.'));
  const failed = await box.until(id, 'failed');
  assert.equal([failed.failure, failed.problemCount], [{ code: 'store.full', detail: 'The disk is full.' }, 1]);
  assert.is((await box.jobs.problems(id, { limit: 10 }))[0]!.path, '/a');
  await box.jobs.resume(id);
  const second = await box.began('one', 2);
  assert.equal(second.work.saved, { at: 7 });
  second.finish();
  const done = await box.until(id, 'done');
  assert.equal([done.attempts, done.failure, done.problemCount], [2, null, 0]);
  assert.equal(await box.jobs.problems(id, { limit: 10 }), []);
  assert.equal(await texts(box, id), [
    'Began.',
    'Failed (store.full): The disk is full.',
    'Asked to go on.',
    'Began again, attempt 2.',
    'Done.',
  ]);
  assert.is(await refusal(box.jobs.resume(id)), 'job.ended');
});

jobs('that make a mistake fail with code internal, and the stack is in the log of the box', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('asks', 'one');
  (await box.began('one')).fail(new TypeError('undefined is not a backup'));
  assert.is((await box.until(id, 'failed')).failure!.code, 'internal');
  assert.match(box.log.join('\n'), /TypeError: undefined is not a backup\n\s+at /);
});

jobs('can be cancelled and paused while they run and while they wait', async () => {
  await using box = await TestBox.in(freshFolder());
  const running = await box.submit('asks', 'running', 'sda');
  const waiting = await box.submit('asks', 'waiting', 'sda');
  assert.is((await box.jobs.get(waiting.id)).waitsFor, 'drive');
  await box.began('running');
  assert.is((await box.jobs.pause(waiting.id)).state, 'paused');
  const stopping = await box.jobs.cancel(running.id);
  assert.ok(stopping.stopping === 'cancel' || stopping.state === 'cancelled');
  assert.is((await box.until(running.id, 'cancelled')).failure, null);
  assert.is((await box.jobs.get(waiting.id)).state, 'paused');
  await box.jobs.resume(waiting.id);
  await box.began('waiting');
  await box.jobs.pause(waiting.id);
  assert.is((await box.until(waiting.id, 'paused')).finishedAt, null);
  assert.is((await box.jobs.cancel(waiting.id)).state, 'cancelled');
  assert.is(await refusal(box.jobs.cancel(waiting.id)), 'job.ended');
  assert.is(await refusal(box.jobs.pause(waiting.id)), 'job.ended');
  assert.is(await refusal(box.jobs.cancel('nobody')), 'job.unknown');
  assert.is(await refusal(box.submit('magic', 'one')), 'job.kind.unknown');
});

jobs('keep off a drive that another job works on, and go by urgency, then by age', async () => {
  await using box = await TestBox.in(freshFolder());
  const first = await box.submit('asks', 'first', 'sda');
  await box.submit('yields', 'background', 'sda');
  await box.submit('asks', 'second', 'sda', 'sdb');
  await box.submit('asks', 'third', 'sdb');
  await box.submit('asks', 'elsewhere', 'sdc');
  await box.began('elsewhere');
  const states = () => Object.fromEntries(box.jobs.active.map(({ subject, state }) => [subject.name, state]));
  assert.equal(states(), { first: 'running', background: 'queued', second: 'queued', third: 'queued', elsewhere: 'running' });
  (await box.began('first')).finish();
  await box.until(first.id, 'done');
  (await box.began('second')).finish();
  await box.began('third');
  await box.began('background');
});

jobs('that yield make way for more urgent ones, and go on afterwards', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('yields', 'check', 'sda');
  await (await box.began('check')).work.save('half');
  const urgent = await box.submit('asks', 'restore', 'sda');
  const restore = await box.began('restore');
  const waiting = await box.jobs.get(id);
  assert.equal([waiting.state, waiting.waitsFor, waiting.failure], ['queued', 'drive', null]);
  restore.finish();
  await box.until(urgent.id, 'done');
  const again = await box.began('check', 2);
  assert.is(again.work.saved, 'half');
  again.finish();
  assert.is((await box.until(id, 'done')).attempts, 2);
  assert.ok((await texts(box, id)).includes('Made way for more urgent work.'));
});

jobs('that need the repository wait until it is open', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('locked', 'one', 'sda');
  assert.is((await box.jobs.get(id)).waitsFor, 'repository');
  const other = await box.submit('asks', 'two', 'sda');
  (await box.began('two')).finish();
  await box.until(other.id, 'done');
  await box.jobs.repositoryIsOpen(true);
  (await box.began('one')).finish();
  assert.is((await box.until(id, 'done')).waitsFor, null);
});

jobs('are interrupted, or go on by themselves, when the box died', async () => {
  let box = await TestBox.in(freshFolder());
  const asks = await box.submit('asks', 'asks', 'sda');
  const resumes = await box.submit('resumes', 'resumes', 'sdb');
  const queued = await box.submit('asks', 'queued', 'sdb');
  await box.began('asks');
  await (await box.began('resumes')).work.save({ at: 3 });
  const stopping = await box.submit('asks', 'stopping', 'sdc');
  await box.began('stopping');
  // A person was told that it stops; the box died before it did.
  await box.catalog.run("UPDATE jobs SET stopping = 'pause' WHERE id = ?", stopping.id);
  box = await box.crash();
  assert.is((await box.jobs.get(asks.id)).state, 'interrupted');
  assert.is((await box.jobs.get(stopping.id)).state, 'paused');
  const again = await box.began('resumes');
  assert.equal(again.work.saved, { at: 3 });
  assert.ok((await texts(box, resumes.id)).includes('The box stopped while this ran.'));
  assert.is((await box.jobs.get(queued.id)).state, 'queued');
  await box.jobs.resume(asks.id);
  (await box.began('asks')).finish();
  assert.is((await box.until(asks.id, 'done')).attempts, 2);
  again.finish();
  (await box.began('queued')).finish();
  await box.until(queued.id, 'done');
  await box[Symbol.asyncDispose]();
});

jobs('are not taken up from a copy of the catalog before a person says so: they may have ended since', async () => {
  const first = await TestBox.in(freshFolder());
  const [running, queued] = [await first.submit('resumes', 'running', 'sda'), await first.submit('asks', 'queued', 'sda')];
  await first.catalog.saveCopy();
  await first.catalog.close();
  await rm(first.catalog.file);
  await using second = await TestBox.in(first.folder);
  assert.is(second.catalog.origin, 'copy');
  for (const { id } of [running, queued]) assert.is((await second.jobs.get(id)).state, 'interrupted');
  await second.jobs.resume(running.id);
  (await second.began('running')).finish();
  await second.until(running.id, 'done');
});

jobs('stop when the box stops, and are there at the next start', async () => {
  const folder = freshFolder();
  const first = await TestBox.in(folder);
  const asks = await first.submit('asks', 'asks', 'sda');
  const resumes = await first.submit('resumes', 'resumes', 'sdb');
  await first.began('asks');
  await first.began('resumes');
  await first[Symbol.asyncDispose]();
  await using second = await TestBox.in(folder);
  assert.is((await second.jobs.get(asks.id)).state, 'interrupted');
  (await second.began('resumes')).finish();
  await second.until(resumes.id, 'done');
});

jobs('of a kind that this version does not know are interrupted, and can be cancelled', async () => {
  const folder = freshFolder();
  const first = await TestBox.in(folder, (box) => box.jobs.register(box.kind({ kind: 'later' })));
  const { id } = await first.submit('later', 'one');
  await first.began('one');
  const second = await first.crash();
  assert.is((await second.jobs.get(id)).state, 'interrupted');
  assert.is(await refusal(second.jobs.resume(id)), 'job.kind.unknown');
  assert.is((await second.jobs.cancel(id)).state, 'cancelled');
  await second[Symbol.asyncDispose]();
});

jobs('do not lose their end when the catalog cannot be written for a while', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('asks', 'one', 'sda');
  const { finish } = await box.began('one');
  await box.catalog.run("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  finish({ kept: true });
  while (box.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.match(box.log.join('\n'), 'the disk is full');
  assert.is((await box.jobs.get(id)).state, 'running');
  assert.is(await refusal(box.jobs.cancel(id)), 'state.unusable');
  assert.is((await box.jobs.get(id)).stopping, null);
  await box.catalog.run('DROP TRIGGER full');
  assert.equal((await box.until(id, 'done')).result, { kept: true });
});

jobs('tell their progress a few times a second, and the last of it for sure', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('asks', 'one');
  const { work, finish } = await box.began('one');
  const ended = new AbortController();
  const told: Job[] = [];
  const reading = (async () => {
    for await (const job of box.jobs.watch(ended.signal)) told.push(job);
  })();
  for (let bytesDone = 1; bytesDone <= 10_000; bytesDone++)
    work.report({ phase: 'backing up', filesDone: 1, bytesDone, bytesTotal: 10_000, filesTotal: 2, errors: 0, current: 'a' });
  finish();
  const { progress } = await box.until(id, 'done');
  assert.equal(
    [progress.phase, progress.done, progress.total, progress.unit, progress.current],
    ['backing up', 10_000, 10_000, 'bytes', 'a'],
  );
  ended.abort();
  await reading;
  assert.ok(told.length <= 10, `${told.length} times`);
});

jobs('leave their drive to an errand of the box, and the errand waits for its turn', async () => {
  await using box = await TestBox.in(freshFolder());
  const { signal } = new AbortController();
  const one = await box.submit('asks', 'one', 'sda');
  const { finish } = await box.began('one');
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isBegun = false;
  const errand = box.jobs.errand(['sda'], signal, async () => {
    isBegun = true;
    begun.resolve();
    await ended.promise;
    return 'done';
  });
  assert.is(await box.jobs.errand(['sdb'], signal, async () => 'elsewhere'), 'elsewhere');
  assert.not(isBegun);
  finish();
  await box.until(one.id, 'done');
  await begun.promise;
  const two = await box.submit('asks', 'two', 'sda');
  assert.is((await box.jobs.get(two.id)).waitsFor, 'drive');
  const late = new AbortController();
  const givenUp = box.jobs.errand(['sda'], late.signal, async () => assert.unreachable());
  late.abort(new Fault('cancelled', 'The box is stopping.'));
  assert.is(await refusal(givenUp), 'cancelled');
  ended.resolve();
  assert.is(await errand, 'done');
  (await box.began('two')).finish();
  await box.until(two.id, 'done');
});

jobs('count all their problems, and keep the first thousand', async () => {
  await using box = await TestBox.in(freshFolder());
  const { id } = await box.submit('asks', 'one');
  const { work, finish } = await box.began('one');
  for (let number = 0; number < 1_500; number++) work.problem({ kind: 'unreadable', path: `/${number}`, message: 'gone' });
  assert.is((await box.jobs.problems(id, { limit: 1 }))[0]!.path, '/0');
  finish();
  assert.is((await box.until(id, 'done')).problemCount, 1_500);
  const all = [];
  for (let after = 0; ; after = all.at(-1)!.number) {
    const page = await box.jobs.problems(id, { after, limit: 400 });
    if (page.length === 0) break;
    all.push(...page);
  }
  assert.is(all.length, 1_000);
});

jobs('are listed newest first, page by page, and found by their kind, subject, failure and log', async () => {
  await using box = await TestBox.in(freshFolder());
  const ids: string[] = [];
  for (const name of ['Größe', '100%_sure', 'third', 'fourth', 'fifth']) ids.push((await box.submit('asks', name)).id);
  (await box.began('third')).work.log('A line about Needles');
  (await box.began('fourth')).fail(new Fault('store.full', 'There is no room for this.'));
  await box.until(ids[3]!, 'failed');
  const names = async (query: Partial<Parameters<typeof box.jobs.list>[0]>) =>
    (await box.jobs.list({ limit: 10, ...query })).map(({ subject }) => subject.name);
  assert.equal(await names({ limit: 2 }), ['fifth', 'fourth']);
  assert.equal(await names({ limit: 2, before: ids[3]! }), ['third', '100%_sure']);
  assert.equal(await names({ text: 'GRÖSSE' }), []);
  assert.equal(await names({ text: 'GRÖßE' }), ['Größe']);
  assert.equal(await names({ text: '0%_s' }), ['100%_sure']);
  assert.equal(await names({ text: 'needles' }), ['third']);
  assert.equal(await names({ text: 'no room' }), ['fourth']);
  assert.equal(await names({ state: 'failed' }), ['fourth']);
  assert.equal(await names({ kind: 'resumes' }), []);
});

jobs('are forgotten when there are too many, and their logs when they are old', async () => {
  let now = Date.parse('2026-01-01');
  const box = await TestBox.in(freshFolder(), undefined, () => now);
  const { id } = await box.submit('asks', 'first');
  (await box.began('first')).finish();
  await box.until(id, 'done');
  const second = await box.submit('asks', 'second');
  (await box.began('second')).finish();
  await box.until(second.id, 'done');
  await box.catalog.transaction(async (sql) => {
    const columns = (await sql.all<{ name: string }>("SELECT name FROM pragma_table_info('jobs')")).map(({ name }) => name).slice(2);
    const copy = `INSERT INTO jobs (id, ${columns}) SELECT lower(hex(randomblob(16))), ${columns} FROM jobs WHERE id = ?`;
    for (let number = 0; number < 1_999; number++) await sql.run(copy, second.id);
  });
  now += 91 * 24 * 3_600_000;
  const again = await box.crash(() => now);
  assert.is(await refusal(again.jobs.get(id)), 'job.unknown');
  assert.equal(await texts(again, second.id), []);
  await again[Symbol.asyncDispose]();
});

jobs.run();
