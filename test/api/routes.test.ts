/** The API on a real box: what each route answers, and how it fails. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  FolderChoice,
  FolderPage,
  JobLog,
  JobPage,
  JobProblemList,
  JobView,
  Problem,
  ProtectedFolder,
  SnapshotView,
  Status,
} from '../../src/api/contract/index.ts';
import { askPlainly } from './ask-plainly.ts';
import { generateFiles } from './generated-files.ts';
import { LOCKS, PASSPHRASE, TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let files: string;

const routes = suite('the API');

routes.before(async () => {
  files = await generateFiles({ many: 2_500 });
  box = await TemporaryBox.start(LOCKS);
});

routes.after(async () => {
  await box[Symbol.asyncDispose]();
  await rm(files, { recursive: true, force: true });
});

async function refused(response: Promise<Response> | Response, status: number, code: string): Promise<Problem> {
  const answer = await response;
  assert.is(answer.headers.get('content-type'), 'application/problem+json');
  const problem = (await answer.json()) as Problem;
  assert.is(problem.code, code);
  assert.is(answer.status, status);
  assert.is(problem.status, status);
  assert.is(problem.type, `urn:holdfast:${code}`);
  return problem;
}

routes('begins without a repository', async () => {
  const { repository, jobs, folders, copies, lastCheck, countsAsProtected } = await box.json<Status>('/api/status');
  assert.equal(
    { repository, jobs, folders, copies, lastCheck, countsAsProtected },
    { repository: 'absent', jobs: [], folders: [], copies: [], lastCheck: null, countsAsProtected: false },
  );
  await refused(box.get('/api/snapshots'), 404, 'repository.absent');
  await refused(box.send('POST', '/api/repository/unlock', { passphrase: PASSPHRASE }), 404, 'repository.absent');
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: files }), 404, 'repository.absent');
});

routes('shows the folders of the box to choose from', async () => {
  const choice = await box.json<FolderChoice>(`/api/folders?path=${encodeURIComponent(files)}`);
  assert.equal(
    choice.folders.map(({ name }) => name),
    ['data', 'empty', 'letters', 'many', 'odd names', 'pictures'],
  );
  assert.is(choice.parent, path.dirname(files));
  assert.ok(choice.folders.every(({ readable }) => readable));
  assert.ok(choice.places.includes('/'));
  const root = await box.json<FolderChoice>('/api/folders?path=/');
  assert.is(root.parent, null);
});

routes('says what is wrong with a folder that cannot be shown', async () => {
  await refused(box.get('/api/folders?path=/no/such/folder'), 404, 'backup.source.missing');
  await refused(box.get(`/api/folders?path=${encodeURIComponent(path.join(files, 'letters/hello.txt'))}`), 404, 'backup.source.missing');
  await refused(box.get('/api/folders?path=relative'), 400, 'input.invalid');
  await refused(box.get('/api/folders?path=/tmp%00/x'), 400, 'input.invalid');
});

routes('takes no short passphrase, and says why', async () => {
  await refused(box.send('POST', '/api/repository', { passphrase: ' spaces around ' }), 400, 'input.invalid');
  const { detail } = await refused(box.send('POST', '/api/repository', { passphrase: '9 letters' }), 422, 'passphrase.short');
  assert.match(detail, /at least 10 characters/);
});

routes('makes one repository, even when asked twice at once', async () => {
  const answers = await Promise.all([1, 2].map(() => box.send('POST', '/api/repository', { passphrase: PASSPHRASE })));
  assert.equal(answers.map(({ status }) => status).sort(), [201, 409]);
  await refused(box.send('POST', '/api/repository', { passphrase: PASSPHRASE }), 409, 'repository.exists');
});

routes('backs a folder up as a job, one at a time, and tells how it goes by events', async () => {
  const started = await box.send('POST', '/api/jobs', { kind: 'backup', folder: files });
  assert.is(started.status, 202);
  const job = (await started.json()) as JobView;
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: files }), 409, 'backup.running');
  const finished = await box.finished(job.id);
  assert.is(finished.state, 'done');
  assert.is(finished.requestedBy, 'Anna');
  const result = finished.result as { filesNew: number; bytesAdded: number; partial: boolean };
  assert.is(result.filesNew, finished.progress.filesDone);
  assert.ok(result.bytesAdded > 3_000_000 && !result.partial);
  await refused(box.send('POST', `/api/jobs/${job.id}/cancel`, {}), 409, 'job.ended');
});

routes('refuses what cannot be backed up', async () => {
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: '/no/such/folder' }), 404, 'backup.source.missing');
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: 'relative' }), 400, 'input.invalid');
  await refused(
    box.send('POST', '/api/jobs', { kind: 'backup', folder: path.join(files, 'letters/hello.txt') }),
    404,
    'backup.source.missing',
  );
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: path.join(box.repository, 'data') }), 400, 'input.invalid');
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folders: [] }), 400, 'input.invalid');
});

routes('shows the other snapshots when one is damaged, and says that it is', async () => {
  assert.equal(await box.json('/api/damaged-snapshots'), []);
  const bad = path.join(box.repository, 'snapshots', 'ab'.repeat(32));
  await writeFile(bad, 'no snapshot');
  try {
    assert.is((await box.json<SnapshotView[]>('/api/snapshots')).length, 1);
    assert.is((await box.json<ProtectedFolder[]>('/api/protected')).length, 1);
    assert.match((await box.json<string[]>('/api/damaged-snapshots')).join(), /snapshots\/abab.* is damaged/);
  } finally {
    await rm(bad);
  }
});

routes('lists snapshots, and the folders they protect', async () => {
  const [snapshot] = await box.json<SnapshotView[]>('/api/snapshots');
  assert.equal(snapshot!.paths, [files]);
  assert.equal(await box.json<SnapshotView>(`/api/snapshots/${snapshot!.id}`), snapshot);
  const [folder] = await box.json<ProtectedFolder[]>('/api/protected');
  const { lastTime, ...rest } = folder!;
  assert.equal(rest, { path: files, snapshotCount: 1, lastSnapshotId: snapshot!.id, start: snapshot!.start, leftOut: [] });
  const [job] = (await box.json<Status>('/api/status')).recent;
  assert.ok(Date.parse(lastTime!) > Date.parse(snapshot!.time) && Date.parse(lastTime!) <= Date.parse(job!.finishedAt!));
  await refused(box.get('/api/snapshots/latest/folder'), 404, 'route.unknown');
  await refused(box.get(`/api/snapshots/${'0'.repeat(64)}/folder`), 404, 'snapshot.unknown');
});

routes('gives a large folder in pages, ordered as people expect', async () => {
  const { id, start } = await box.latest();
  const page = (offset: number) => box.json<FolderPage>(`/api/snapshots/${id}/folder?path=${start}/many&offset=${offset}`);
  const pages = await Promise.all([0, 1_000, 2_000].map(page));
  assert.equal(
    pages.map(({ total, offset, entries }) => [total, offset, entries.length]),
    [
      [2_500, 0, 1_000],
      [2_500, 1_000, 1_000],
      [2_500, 2_000, 500],
    ],
  );
  const names = pages.flatMap(({ entries }) => entries.map(({ name }) => name));
  assert.equal(
    names,
    Array.from({ length: 2_500 }, (_, number) => `note ${number}.txt`),
  );
  await refused(box.get(`/api/snapshots/${id}/folder?path=${start}/many&offset=-1`), 400, 'input.invalid');
});

routes('tells what is in a folder: kinds, links, times, and the way to it', async () => {
  const { id, start } = await box.latest();
  const folder = await box.json<FolderPage>(`/api/snapshots/${id}/folder?path=${start}/data`);
  assert.equal(
    folder.entries.map(({ name, type, preview, linkTarget }) => [name, type, preview, linkTarget]),
    [
      ['link to hello', 'symlink', null, '../letters/hello.txt'],
      ['pipe', 'fifo', null, null],
      ['random.bin', 'file', null, null],
      ['run.sh', 'file', 'text', null],
    ],
  );
  assert.is(folder.entries[2]!.modified, '1969-12-31T00:00:00.000Z');
  assert.equal(folder.trail.at(-1), { name: 'data', path: `${start}/data` });
  assert.is(folder.trail[0]!.path, '');
});

routes('answers 304 while a folder of a snapshot is known, for each page of it', async () => {
  const { id, start } = await box.latest();
  const route = `/api/snapshots/${id}/folder?path=${start}/letters`;
  const etag = (await box.get(route)).headers.get('etag')!;
  const again = (path: string) => askPlainly(box.port, { path, headers: { Cookie: box.cookie, 'If-None-Match': etag } });
  assert.is((await again(route)).status, 304);
  assert.is((await again(`${route}&offset=1`)).status, 200);
});

routes('answers 304 to a script that knows a list already', async () => {
  const etag = (await box.get('/api/jobs')).headers.get('etag')!;
  const again = (route: string) => askPlainly(box.port, { path: route, headers: { Cookie: box.cookie, 'If-None-Match': etag } });
  assert.is((await again('/api/jobs')).status, 304);
  assert.is((await again('/api/jobs?limit=1&state=failed')).status, 200);
});

routes('shows a job, its log and what it could not read; and finds it again', async () => {
  const { jobs } = await box.json<JobPage>(`/api/jobs?kind=backup&text=${encodeURIComponent(path.basename(files))}`);
  const [job] = jobs;
  assert.equal(await box.json<JobView>(`/api/jobs/${job!.id}`), job);
  assert.equal(await box.json<JobProblemList>(`/api/jobs/${job!.id}/problems`), { problems: [], count: 0 });
  assert.ok((await box.json<JobLog>(`/api/jobs/${job!.id}/log`)).length >= 2);
  assert.equal((await box.json<JobPage>('/api/jobs?text=nothing-like-it')).jobs, []);
  await refused(box.get('/api/jobs/nobody/problems'), 404, 'job.unknown');
});

routes('checks the repository as a job, and remembers what it proved', async () => {
  const { id } = await box.startJob({ kind: 'check', readData: 'all' });
  assert.is((await box.finished(id)).result!.whole, true);
  const { lastCheck } = await box.json<Status>('/api/status');
  assert.ok(lastCheck!.isWhole && lastCheck!.readData === 'all');
});

routes('restores into a folder of the box as a job, and nothing that is in the way is lost', async () => {
  const { id: snapshot, start } = await box.latest();
  const target = path.join(files, 'back');
  const { id } = await box.startJob({ kind: 'restore', snapshot, paths: [`${start}/letters/hello.txt`], target });
  const { state, failure } = await box.finished(id);
  assert.equal([state, failure], ['done', null]);
  assert.is(await readFile(path.join(target, 'hello.txt'), 'utf8'), await readFile(path.join(files, 'letters/hello.txt'), 'utf8'));
  await refused(box.send('POST', '/api/jobs', { kind: 'restore', snapshot, paths: [''], target: box.repository }), 400, 'input.invalid');
  await rm(target, { recursive: true });
});

routes('brings a copy up to date as a job, and lists it', async () => {
  const target = path.join(files, 'copy');
  await mkdir(target);
  const { id } = await box.startJob({ kind: 'copy', target });
  const { state, failure } = await box.finished(id);
  assert.equal([state, failure], ['done', null]);
  const [copy] = (await box.json<Status>('/api/status')).copies;
  assert.is(copy!.path, target);
  assert.ok(copy!.lastCopyAt !== null);
  await rm(target, { recursive: true });
});

routes('tells who comes back what was missed, and nothing else', async () => {
  const [first] = await take(box.events(), 1);
  assert.is(first!.name, 'status');
  await box.send('POST', '/api/protected', { folder: path.join(files, 'letters') });
  const answer = await box.get('/api/events', { 'Last-Event-ID': first!.id });
  const { id, data } = await firstEvent(answer);
  assert.ok(Number(id) > Number(first!.id));
  assert.ok(data.folders.some((folder) => folder.path === path.join(files, 'letters')));
});

routes('is locked after a restart when it shall wait for the passphrase, and opens by the right passphrase only', async () => {
  await box.restart();
  assert.is((await box.json<Status>('/api/status')).repository, 'locked');
  await refused(box.get('/api/snapshots'), 409, 'repository.closed');
  await refused(box.send('POST', '/api/jobs', { kind: 'backup', folder: files }), 409, 'repository.closed');
  await refused(box.send('POST', '/api/repository/unlock', { passphrase: 'not this one' }), 403, 'repository.password.wrong');
  assert.is((await box.send('POST', '/api/repository/unlock', { passphrase: PASSPHRASE })).status, 200);
  assert.is((await box.json<SnapshotView[]>('/api/snapshots')).length, 1);
});

routes('keeps the passphrase to itself', async () => {
  for (const route of ['/api/status', '/api/snapshots', '/api/protected'])
    assert.not.match(await (await box.get(route)).text(), new RegExp(PASSPHRASE));
  assert.equal(box.log, []);
});

routes.run();

async function firstEvent(response: Response): Promise<{ id: string; data: Status }> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const event = /^id: (\S+)\nevent: status\ndata: (.*)\n\n/m.exec(text);
    if (event) return { id: event[1]!, data: JSON.parse(event[2]!) as Status };
  }
  throw new Error('the stream ended before an event');
}

async function take<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
}
