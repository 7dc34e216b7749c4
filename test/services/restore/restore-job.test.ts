/** Restoring as a job: what is chosen comes under the folder that all of it lies in, and nothing else. */
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault, toByteString } from '../../../src/base/index.ts';
import { choosePaths } from '../../../src/services/restore/chosen-paths.ts';
import { type RestoreJobOrder, type RestoreJobResult, restoreJob } from '../../../src/services/restore/index.ts';
import { plant, save } from '../../repository/sample-repository.ts';
import { BoxWithJobs } from '../box-with-jobs.ts';

const restores = suite('the job that restores');
const FILES = { 'home/anna/a.txt': 'a', 'home/anna/photos/1.jpg': '1', 'home/ben/a.txt': 'b', 'home/ben/größe': 'c' };
const paths = (...texts: string[]) => texts.map((text) => toByteString(text));

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

async function boxWithVersion() {
  const box = await BoxWithJobs.start();
  const { snapshot } = await save(box.repository, plant(path.join(box.folder, 'source'), FILES));
  const kind = restoreJob({ ...box.access, keepOut: [path.join(box.folder, 'state')] });
  const target = path.join(box.folder, 'restored');
  return { box, kind, order: { snapshot: snapshot!.id, target, paths: paths('') } satisfies RestoreJobOrder };
}

restores('brings everything, or several things under the folder they share', async () => {
  const { box, kind, order } = await boxWithVersion();
  await using _box = box;
  const all = await box.run(kind, order);
  assert.equal([all.state, (all.result as unknown as RestoreJobResult).files], ['done', 4]);
  assert.equal(filesIn(order.target), Object.keys(FILES).sort());
  const some = { ...order, target: path.join(box.folder, 'some'), paths: paths('home/anna/photos', 'home/ben/größe') };
  await box.run(kind, some);
  assert.equal(filesIn(some.target), ['anna/photos/1.jpg', 'ben/größe']);
  const one = { ...order, target: path.join(box.folder, 'one'), paths: paths('home/anna/photos') };
  await box.run(kind, one);
  assert.equal(filesIn(one.target), ['photos/1.jpg']);
});

restores('leaves what is there and tells of it, unless it is asked to overwrite', async () => {
  const { box, kind, order } = await boxWithVersion();
  await using _box = box;
  await box.run(kind, order);
  writeFileSync(path.join(order.target, 'home/anna/a.txt'), 'mine now');
  const kept = await box.run(kind, order);
  const result = kept.result as unknown as RestoreJobResult;
  assert.equal([kept.state, result.partial, result.alreadyThere, kept.problemCount], ['done', true, 3, 1]);
  assert.is((await box.jobs.problems(kept.id, { limit: 5 }))[0]!.path, '/home/anna/a.txt');
  await box.run(kind, { ...order, overwrite: 'always' });
  assert.is(readFileSync(path.join(order.target, 'home/anna/a.txt'), 'utf8'), 'a');
});

restores('replaces only what is older when it is asked for what is newer', async () => {
  const { box, kind, order } = await boxWithVersion();
  await using _box = box;
  await box.run(kind, order);
  const [younger, older] = ['home/anna/a.txt', 'home/ben/a.txt'].map((name) => path.join(order.target, name)) as [string, string];
  for (const file of [younger, older]) writeFileSync(file, 'mine now');
  utimesSync(older, 0, 0);
  const job = await box.run(kind, { ...order, overwrite: 'if-newer' });
  assert.equal([job.state, job.problemCount, (job.result as unknown as RestoreJobResult).files], ['done', 0, 1]);
  assert.equal([readFileSync(younger, 'utf8'), readFileSync(older, 'utf8')], ['mine now', 'b']);
});

restores('refuses what the snapshot does not hold, and the folders of the box itself', async () => {
  const { box, kind, order } = await boxWithVersion();
  await using _box = box;
  const unknown = await box.run(kind, { ...order, paths: paths('home/anna', 'home/carl') });
  assert.equal([unknown.state, unknown.failure?.code], ['failed', 'snapshot.path.unknown']);
  const refused = async (change: Partial<RestoreJobOrder>) =>
    isFault(await box.jobs.submit('restore', { ...order, ...change }, { by: null }).catch((error: unknown) => error), 'input.invalid');
  assert.ok(await refused({ target: path.join(box.folder, 'state/keys') }));
  assert.ok(await refused({ target: 'relative' }));
  assert.ok(await refused({ paths: [] }));
});

restores('chooses by whole names, and never more than was chosen', () => {
  const chosen = (all: ByteString[], asked: string) => choosePaths(all).select(asked as ByteString, {} as never);
  assert.is(choosePaths(paths('a/b', 'a/b/c')).root, 'a');
  assert.is(chosen(paths('a/b', 'a/c/d'), 'b'), 'take');
  assert.is(chosen(paths('a/b', 'a/c/d'), 'b/x/y'), 'take');
  assert.is(chosen(paths('a/b', 'a/c/d'), 'bb'), 'skip');
  assert.is(chosen(paths('a/b', 'a/c/d'), 'c'), 'below');
  assert.is(chosen(paths('a/b', 'a/c/d'), 'c/e'), 'skip');
  assert.is(choosePaths(paths('a', '')).root, '');
});

restores.run();
