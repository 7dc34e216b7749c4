/** What commands answer, to people and in JSON. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ODD_NAMES } from '../peers/odd-names.table.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { environmentFor, holdfast, PROGRAM } from './holdfast.ts';

const answering = suite('a command answers');
const scratch = temporaryFolder('answers');
const source = path.join(scratch, 'source');
const odd = path.join(scratch, 'odd');
const repository = path.join(scratch, 'repository');
const ours = holdfast(repository);

const document = async <T>(...args: string[]): Promise<T> => JSON.parse((await ours.must([...args, '--json'])).stdout);

answering.before(async () => {
  await fs.mkdir(path.join(source, 'folder', 'deeper'), { recursive: true });
  await fs.writeFile(path.join(source, 'file'), 'content', { mode: 0o640 });
  await fs.writeFile(path.join(source, 'folder', 'deeper', 'leaf'), 'leaf');
  await fs.symlink('file', path.join(source, 'link'));
  await fs.mkdir(odd);
  for (const [index, name] of ODD_NAMES.entries()) await fs.writeFile(Buffer.concat([Buffer.from(`${odd}/`), name]), `content ${index}`);
  const [made] = await ours.json(['init']);
  assert.is(made!.message_type, 'initialized');
  assert.match(String(made!.id), /^[0-9a-f]{64}$/);
});

answering('backup: counts, as restic names them, and the id of the snapshot', async () => {
  const first = (await ours.json(['backup', source, '--tag', 'a,b', '--host', 'anna', '--time', '2026-01-02 03:04:05'])).at(-1)!;
  assert.is(first.message_type, 'summary');
  assert.equal([first.files_new, first.files_changed, first.files_unmodified, first.total_files_processed], [2, 0, 0, 2]);
  assert.is(first.total_bytes_processed, 11);
  assert.match(String(first.snapshot_id), /^[0-9a-f]{64}$/);
  const text = (await ours.must(['backup', source, '--host', 'anna'])).stdout;
  assert.match(text, /^files: +0 new, 0 changed, 2 unchanged$/m);
  assert.match(text, /^saved snapshot [0-9a-f]{8}$/m);
  assert.is((await ours.must(['backup', source, '--host', 'anna', '--quiet'])).stdout, '');
});

answering('backup --dry-run: what would be done, and no snapshot', async () => {
  const before = await document<unknown[]>('snapshots');
  const told = (await ours.json(['backup', '--dry-run', '--force', source])).at(-1)!;
  assert.equal([told.dry_run, told.files_new, told.snapshot_id], [true, 2, undefined]);
  assert.is((await document<unknown[]>('snapshots')).length, before.length);
});

answering('snapshots: a table, and restic’s fields in JSON; filters narrow it down', async () => {
  const all = await document<Record<string, unknown>[]>('snapshots');
  assert.is(all.length, 3);
  const [first] = all;
  assert.equal([first!.hostname, first!.tags, first!.paths, first!.time], ['anna', ['a', 'b'], [source], '2026-01-02T03:04:05Z']);
  assert.is(first!.short_id, String(first!.id).slice(0, 8));
  const table = (await ours.must(['snapshots'])).stdout;
  assert.match(table, /^ID +Time +Host +Tags +Size +Paths$/m);
  assert.match(table, new RegExp(`^${first!.short_id} +2026-01-02 03:04:05 +anna +a `, 'm'));
  assert.match(table, /^3 snapshots$/m);
  const count = async (...filter: string[]) => (await document<unknown[]>('snapshots', ...filter)).length;
  assert.is(await count('--tag', 'a'), 1);
  assert.is(await count('--tag', 'a,c'), 0);
  assert.is(await count('--latest', '1'), 1);
  assert.is(await count('--host', 'nobody'), 0);
  assert.is(await count('--path', source), 3);
  assert.is(await count(String(first!.id).slice(0, 10)), 1);
  assert.is(await count('latest', String(first!.id)), 2);
  assert.is(await count('latest', '--host', 'anna'), 1);
  assert.is((await ours.run(['snapshots', 'latest', 'ffffffff'])).code, 1);
  assert.is((await ours.must(['snapshots', '--host', 'nobody'])).stdout, 'no snapshots\n');
});

answering('ls: everything, or one folder, or all below it', async () => {
  const listed = async (...args: string[]) => (await ours.must(['ls', 'latest', ...args])).stdout.trimEnd().split('\n');
  const inside = (lines: string[]) => lines.filter((line) => line.startsWith(`${source}/`)).map((line) => line.slice(source.length));
  const all = ['/file', '/folder', '/folder/deeper', '/folder/deeper/leaf', '/link'];
  assert.equal(inside(await listed()), all);
  assert.equal(inside(await listed(source)), ['/file', '/folder', '/link']);
  assert.equal(inside(await listed(source, '--recursive')), all);
  const [long] = (await listed('-l', source)).filter((line) => line.endsWith('/file'));
  assert.match(long!, /^-rw-r----- \S+ +\S+ +7 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \//);
  assert.ok((await listed('-l', source)).some((line) => /^l.* -> file$/.test(line)));
});

answering('ls --json: the snapshot, then a line for every node', async () => {
  const [head, ...nodes] = await ours.json(['ls', 'latest', source]);
  assert.is(head!.struct_type, 'snapshot');
  const file = nodes.find(({ name }) => name === 'file')!;
  assert.equal([file.struct_type, file.type, file.size, file.mode, file.path], ['node', 'file', 7, '0640', path.join(source, 'file')]);
  assert.match(String(file.mtime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  assert.is(nodes.find(({ name }) => name === 'link')!.linktarget, 'file');
});

answering('dump: exactly the bytes of any file, by the name that ls shows', async () => {
  await ours.must(['backup', odd]);
  const lines = (await ours.must(['ls', 'latest', odd])).stdout.trimEnd().split('\n');
  assert.is(lines.length, ODD_NAMES.length + 1);
  const samples = lines.filter((line) => line.startsWith('"') || /[*$;é]/.test(line)).slice(0, 8);
  const contents = new Set<string>();
  for (const shown of samples) contents.add((await ours.must(['dump', 'latest', shown])).stdout);
  assert.is(contents.size, samples.length);
  for (const content of contents) assert.match(content, /^content \d+$/);
});

answering('dump: a folder as a ZIP that unzip finds whole', async () => {
  const { rawStdout } = await ours.must(['dump', 'latest', odd]);
  const zip = path.join(scratch, 'folder.zip');
  await fs.writeFile(zip, rawStdout);
  const { stdout } = await mustRun('unzip', ['-t', zip]);
  assert.match(stdout, /No errors detected/);
  assert.is(stdout.match(/OK$/gm)?.length, ODD_NAMES.length + 1);
});

answering('dump: also a name that is not UTF-8 and was typed as it is', async () => {
  const command = `exec "$0" dump latest "$(printf '%s/\\377\\376' "$1")"`;
  const { stdout } = await mustRun('bash', ['-c', command, PROGRAM, odd], { env: environmentFor(repository, 'correct horse') });
  assert.is(stdout, `content ${ODD_NAMES.findIndex((name) => name.equals(Buffer.from([0xff, 0xfe])))}`);
});

answering('key: one is listed, added, opens, and is removed again', async () => {
  const passwordFile = path.join(scratch, 'second password');
  await fs.writeFile(passwordFile, 'second\n');
  const added = await document<{ id: string }>('key', 'add', '--new-password-file', passwordFile);
  const second = holdfast(repository, 'second');
  const keys = JSON.parse((await second.must(['key', 'list', '--json'])).stdout) as { id: string; current: boolean }[];
  assert.equal([keys.length, keys.find(({ current }) => current)?.id], [2, added.id]);
  assert.match((await ours.must(['key', 'list'])).stdout, /^ ID +User +Host +Made$/m);
  await ours.must(['key', 'remove', added.id.slice(0, 12)]);
  assert.is((await second.run(['key', 'list'])).code, 12);
});

answering('key passwd: the new password opens, the old one does not', async () => {
  const changing = holdfast(path.join(scratch, 'changing'), 'old');
  await changing.must(['init']);
  const passwordFile = path.join(scratch, 'new password');
  await fs.writeFile(passwordFile, 'nëw with spaces \n');
  await changing.must(['key', 'passwd', '--new-password-file', passwordFile]);
  assert.is((await changing.run(['snapshots'])).code, 12);
  assert.is((await changing.must(['snapshots', '--password-file', passwordFile])).code, 0);
  const piped = await changing.must(['snapshots', '-p', '-'], { input: 'nëw with spaces \n' });
  assert.is(piped.stdout, 'no snapshots\n');
});

answering('check: what was looked at', async () => {
  const told = (await ours.json(['check', '--read-data'])).at(-1)!;
  assert.equal([told.message_type, told.num_errors, told.snapshots], ['summary', 0, 4]);
  assert.ok(Number(told.bytes_read) > 0);
  assert.match((await ours.must(['check'])).stdout, /^no problems found: 4 snapshots, /);
});

answering('a reader that goes away without a word', async () => {
  const child = spawn(PROGRAM, ['ls', 'latest'], {
    env: { ...process.env, ...environmentFor(repository, 'correct horse') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal([code, complaint], [0, '']);
});

answering('backup: what excludes leave out', async () => {
  const excludes = path.join(scratch, 'excludes');
  await fs.writeFile(excludes, '# by kind\n*.tmp\n');
  const kinds = path.join(scratch, 'kinds');
  await fs.mkdir(path.join(kinds, 'cache'), { recursive: true });
  await fs.mkdir(path.join(kinds, 'marked'));
  for (const name of ['keep', 'a.tmp', 'B.LOG', 'large', 'cache/x', 'marked/x', 'marked/.nobackup']) {
    await fs.writeFile(path.join(kinds, name), name === 'large' ? 'x'.repeat(3000) : name);
  }
  await fs.writeFile(path.join(kinds, 'cache', 'CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55');
  const list = path.join(scratch, 'list');
  await fs.writeFile(list, `# paths\n${kinds}\n`);
  const args = [
    '--exclude-file',
    excludes,
    '--iexclude',
    '*.log',
    '--exclude-larger-than',
    '2k',
    '--exclude-caches',
    '--exclude-if-present',
    '.nobackup',
  ];
  await ours.must(['backup', '--files-from', list, ...args]);
  const lines = (await ours.must(['ls', 'latest', kinds, '--recursive'])).stdout.trimEnd().split('\n');
  const names = lines.map((line) => line.slice(kinds.length + 1)).filter((name) => name !== '');
  assert.equal(names, ['cache', 'cache/CACHEDIR.TAG', 'keep', 'marked', 'marked/.nobackup']);
});

answering('backup: that the repository inside what is saved is left out', async () => {
  const home = path.join(scratch, 'home *');
  await fs.mkdir(path.join(home, 'docs'), { recursive: true });
  await fs.writeFile(path.join(home, 'docs', 'letter'), 'dear');
  await fs.symlink(home, path.join(scratch, 'way'));
  const inside = holdfast(path.join(scratch, 'way', 'my [re]pository'));
  await inside.must(['init']);
  for (const [target, cwd] of [
    [home, undefined],
    ['.', home],
    [path.join(scratch, 'way', '.'), undefined],
  ] as const) {
    const args = ['backup', target, '--exclude', '!my*'];
    const { stderr } = await inside.must(args, { ...(cwd === undefined ? {} : { cwd }) });
    assert.match(stderr, /^note: the repository in .* lies inside what is backed up; it is left out$/m, target);
    const { stdout } = await inside.must(['ls', 'latest']);
    assert.not.match(stdout, /pository/, target);
  }
  assert.is((await inside.must(['backup', path.join(home, 'docs')])).stderr, '');
  const itself = await inside.run(['backup', inside.repository]);
  assert.is(itself.code, 2);
  assert.match(itself.stderr, /lies in the repository itself/);
});

answering.run();
