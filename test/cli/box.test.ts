/** What the page does, from a terminal: status, jobs and versions of a real box, by its own socket. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { indexed } from '../api/indexed.ts';
import { PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { BoxLine } from './box-line.ts';
import { messages } from './holdfast.ts';

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly result: Record<string, unknown>;
}

const scratch = temporaryFolder('box line');
const files = path.join(scratch, 'files');
let box: TemporaryBox;
let line: BoxLine;

const terminal = suite('a box from a terminal');

terminal.before(async () => {
  mkdirSync(path.join(files, 'letters'), { recursive: true });
  writeFileSync(path.join(files, 'letters/to the bank.txt'), 'first');
  writeFileSync(path.join(files, 'letters/draft.txt'), 'draft');
  writeFileSync(Buffer.concat([Buffer.from(`${files}/letters/`), Buffer.from('caf\xe9', 'latin1')]), 'odd');
  box = await TemporaryBox.start();
  line = new BoxLine({ HOLDFAST_STATE: box.folder });
});

terminal.after(async () => {
  await box[Symbol.asyncDispose]();
});

terminal('says in one sentence how it is, and what needs somebody', async () => {
  const said = await line.must('status');
  assert.match(said, /^.* has no backups yet\.\n/);
  assert.match(said, /the repository is to be made: `holdfast box init`/);
  assert.is((await line.json<{ repository: string }>('status')).repository, 'absent');
  await box.send('POST', '/api/repository', { passphrase: PASSPHRASE });
  assert.match(await line.must('status'), /has backed up nothing yet/);
});

terminal('backs a folder up, follows the job to its end and tells what came of it', async () => {
  const { code, stdout, stderr } = await line.run('backup', files);
  assert.is(code, 0, stderr);
  assert.match(stdout, /^backup of .*files: done in 0:\d\d; version [0-9a-f]{8}: 3 files new, 0 files changed/);
  assert.match(stderr, /: job [0-9a-f]{8}; Ctrl-C leaves it to the box/);
  assert.match(await line.must('status'), /has backed up its folder, last at .*; it counts as protected when the recovery kit/);
});

terminal('tells the end of a job in JSON, one line a message', async () => {
  writeFileSync(path.join(files, 'letters/to the bank.txt'), 'second, and longer');
  rmSync(path.join(files, 'letters/draft.txt'));
  const { message_type, job } = await line.json<{ message_type: string; job: Job }>('backup', files);
  assert.is(message_type, 'summary');
  assert.equal([job.kind, job.state, job.result.filesChanged], ['backup', 'done', 1]);
});

terminal('brings files of a version back, by the paths that it lists', async () => {
  const inside = `${files.slice(1)}/letters`;
  const listed = await line.must('ls', 'latest', inside);
  assert.match(listed, /18 B {2}.* {2}.*letters\/to the bank\.txt\n/);
  assert.match(listed, new RegExp(`"${inside}/caf\\\\xe9"`));
  const target = path.join(scratch, 'back');
  const { code, stderr, stdout } = await line.run('restore', 'latest', `${inside}/to the bank.txt`, '--target', target);
  assert.is(code, 0, stderr);
  assert.match(stdout, /1 file and 0 folders restored/);
  assert.is(readFileSync(path.join(target, 'to the bank.txt'), 'utf8'), 'second, and longer');
  assert.is(await line.must('dump', 'latest', `/${inside}/to the bank.txt`), 'second, and longer');
  assert.is((await line.must('dump', 'latest', inside, '--zip')).slice(0, 2), 'PK');
  assert.match((await line.run('dump', 'latest', inside)).stderr, 'A folder is written with --zip.');
});

terminal('a job that fails ends with the code of its failure and says why', async () => {
  const { code, stdout, stderr } = await line.run(
    'restore',
    'latest',
    '/does/not/exist',
    '--target',
    path.join(scratch, 'nothing'),
    '--json',
  );
  assert.is(code, 1, stdout);
  const failure = messages(stderr).at(-1)!;
  assert.equal([failure.message_type, failure.code], ['exit_error', 'snapshot.path.unknown']);
  assert.match(
    await line.must('status'),
    /restore of [0-9a-f]{8} into .*nothing failed: .* \(`holdfast box resume [0-9a-f]{8}` tries again\)/,
  );
});

terminal('a folder that is not there is refused, and those beside it are backed up all the same', async () => {
  const { code, stdout, stderr } = await line.run('backup', path.join(scratch, 'gone'), files);
  assert.is(code, 1);
  assert.match(stdout, /^backup of .*files: done in /);
  assert.match(stderr, /Nothing was saved; earlier versions are untouched/);
});

terminal('leaves a job to the box when it is told to, and follows it later to the same end', async () => {
  const said = await line.must('check', '--read-data', '--detach');
  const id = /job ([0-9a-f]{8}); `holdfast box follow/.exec(said)![1]!;
  assert.match(await line.must('follow', id), /^check reading all data: done in .* read; all is whole\n$/);
  assert.match(await line.must('follow', 'latest'), /all is whole/);
  assert.is(await line.must('follow'), 'no job runs\n');
  assert.match(await line.must('job', id), /^check reading all data: done\n\nid: .*\nordered: .* by console\n/);
});

terminal('lists jobs by kind, state and text, and shows the log and the problems of one', async () => {
  const kinds = async (...words: string[]) => (await line.json<Job[]>('jobs', ...words)).map(({ kind }) => kind);
  assert.equal(await kinds(), ['check', 'backup', 'restore', 'restore', 'backup', 'backup']);
  assert.equal(await kinds('--most', '1'), ['check']);
  assert.match(await line.must('jobs', '--most', '1'), /there are more; --most 2 shows them/);
  assert.equal(await kinds('--in-state', 'failed'), ['restore']);
  assert.equal(await kinds('--kind', 'backup', files), ['backup', 'backup', 'backup']);
  assert.match(await line.must('jobs'), /^ID +Kind +State +Since +By +About\n-+\n[0-9a-f]{8} {2}check +done /);
  assert.is(await line.must('job', 'latest', '--problems'), 'no problems\n');
  assert.ok(Array.isArray(await line.json('job', 'latest', '--log')));
  const ended = await line.run('cancel', 'latest');
  assert.is(ended.code, 1, ended.stdout);
  assert.match((await line.run('job', 'ffffffff-')).stderr, /no job has an id that begins with.*\n.*`holdfast box jobs` shows them/);
});

terminal('prunes by the rules of a command line, at first only in words', async () => {
  assert.match(await line.must('prune', '--keep-last', '1', '--dry-run'), /2 versions would be forgotten/);
  assert.is((await line.json<unknown[]>('snapshots')).length, 3);
  const { code, stderr } = await line.run('prune', '--keep-last', '0');
  assert.is(code, 2);
  assert.match(stderr, /--keep-last needs a number from 1, not '0'/);
});

terminal('finds names in all versions, lists the versions of one, and compares two', async () => {
  await indexed(box, 3);
  const found = await line.must('search', 'draft');
  assert.match(found, /^In +Changed +Size +Versions +Gone since +Path\n-+\n[0-9a-f]{8} .* 5 B +1 +\d{4}-\d\d-\d\d +.*draft\.txt\n$/);
  assert.is(await line.must('search', 'no such name'), 'nothing found\n');
  const inside = `${files.slice(1)}/letters`;
  const listed = await line.json<{ versions: { sizeBytes: number }[] }>('versions', 'latest', `${inside}/to the bank.txt`);
  assert.equal(
    listed.versions.map(({ sizeBytes }) => sizeBytes),
    [18, 5],
  );
  const [after, , before] = await line.json<{ id: string }[]>('snapshots');
  const compared = await line.must('compare', before!.id, after!.id, inside, '--counts');
  assert.match(compared, /^- .*draft\.txt\nM .*to the bank\.txt\n\nadded: 0 files.*\nremoved: 1 file, .*\nchanged: 1 file/m);
});

terminal('says what is wrong with a command line before the box is asked', async () => {
  const cases: [string[], RegExp][] = [
    [['restore', 'latest'], /--target FOLDER/],
    [['restore', 'latest', '--target', '/x', '--overwrite', 'perhaps'], /never, if-newer or always/],
    [['check', '--read-data-subset', '0%'], /a share from 0\.1% to 100%/],
    [['status', '--token-file', '/x'], /--token-file needs --url/],
    [['status', '--url', 'https://box:1', '--state', '/x'], /cannot stand together/],
    [['status', '--url', 'http://attic.local'], /by https/],
    [['status', '--url', 'ftp://attic.local'], /no address of a box/],
    [['status', '--url', 'https://localhost:1', '--fingerprint', 'abc'], /32 pairs/],
  ];
  for (const [words, expected] of cases) {
    const { code, stderr } = await line.run(...words);
    assert.is(code, 2, stderr);
    assert.match(stderr, expected);
  }
});

terminal('says clearly that no box runs there', async () => {
  const { code, stderr } = await line.run('status', '--state', path.join(scratch, 'no state'));
  assert.is(code, 1);
  assert.match(stderr, /no box runs with its state in .*no state\. `holdfast appliance` starts one\./);
  const spoken = messages((await line.run('status', '--json', '--url', 'https://127.0.0.1:1')).stderr)[0]!;
  assert.equal([spoken.message_type, spoken.code], ['exit_error', 'box.absent']);
});

terminal('does not take the latest version of one folder for that of all', async () => {
  const other = path.join(scratch, 'other files');
  mkdirSync(other);
  writeFileSync(path.join(other, 'x'), 'x');
  await line.must('backup', other);
  const { code, stderr } = await line.run('restore', 'latest', '--target', path.join(scratch, 'all'));
  assert.is(code, 2, stderr);
  for (const folder of [files, other]) assert.match(stderr, folder);
  await line.must('backup', files);
});

terminal('is never kinder in its sentence than what is known', async () => {
  const said = await line.must('status');
  assert.match(said, 'nobody has read the newest versions again: `holdfast box check --read-data`');
  assert.match(said, 'no copy of the backups lies on another drive: `holdfast box copy FOLDER`');
});

terminal.run();
