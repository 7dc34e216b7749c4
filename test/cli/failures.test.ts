/** Each way in which a command can fail: its exit code, its words, and nothing lost. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { saveConfig } from '../../src/repository/config.ts';
import { openRepository, openStore } from '../../src/repository/index.ts';
import { Lock } from '../../src/repository/locks.ts';
import { mustRun, runProgram } from '../peers/programs.ts';
import { restic } from '../peers/restic.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { environmentFor, holdfast, messages, PROGRAM } from './holdfast.ts';

const PASSWORD = 'correct horse';
const failing = suite('a command that cannot be done');
const asRoot = process.getuid?.() === 0 ? failing : failing.skip;
const scratch = temporaryFolder('failures');
const at = (...parts: string[]) => path.join(scratch, ...parts);
const repository = at('repository');
const source = at('source');
const ours = holdfast(repository);

failing.before(async () => {
  await fs.mkdir(source);
  await fs.writeFile(path.join(source, 'file'), 'content');
  await ours.must(['init']);
  await ours.must(['backup', source]);
});

/** Runs the command and checks exit code, words and JSON of its failure. */
async function fails(args: readonly string[], expected: { exit: number; code: string; text: RegExp }, program = ours): Promise<void> {
  const asText = await program.run(args);
  assert.is(asText.code, expected.exit, `${args.join(' ')}: ${asText.stderr}`);
  assert.match(asText.stderr, expected.text);
  assert.not.match(asText.stderr, /\n\s+at .+:\d+/, `people do not read stack traces: ${asText.stderr}`);
  assert.is(asText.stdout, '');
  const asJson = await program.run([...args, '--json']);
  assert.is(asJson.code, expected.exit);
  const said = messages(asJson.stderr).at(-1)!;
  assert.equal([said.message_type, said.code, said.exit_code], ['exit_error', expected.code, expected.exit]);
  assert.ok(String(said.message).length > 10);
}

failing('says that the password is wrong: 12', async () => {
  await fails(['snapshots'], { exit: 12, code: 'repository.password.wrong', text: /password/ }, holdfast(repository, 'wrong'));
});

failing('says that there is no repository, in no folder and in a folder of something else: 10', async () => {
  const expected = { exit: 10, code: 'repository.absent', text: /no repository/ };
  await fails(['snapshots'], expected, holdfast(at('nowhere')));
  await fails(['backup', source], expected, holdfast(source));
  assert.equal(await fs.readdir(source), ['file'], 'the folder was left as it was');
});

failing('says that there is a repository already, and leaves it: 1', async () => {
  const before = await fs.readdir(path.join(repository, 'keys'));
  await fails(['init'], { exit: 1, code: 'repository.exists', text: /already/ });
  assert.equal(await fs.readdir(path.join(repository, 'keys')), before);
});

failing('says that another program has it locked: 11, while reading without a lock goes on', async () => {
  const open = await openRepository(openStore(repository), PASSWORD);
  await using _lock = await Lock.take(open, { exclusive: true });
  await fails(['backup', source], { exit: 11, code: 'repository.locked', text: /lock/ });
  await fails(['key', 'add', '--new-password-file', '/dev/null'], { exit: 2, code: 'input.invalid', text: /empty/ });
  assert.is((await ours.run(['ls', 'latest', '--no-lock'])).code, 0);
});

failing('says which source is not there: 1, and makes no snapshot', async () => {
  await fails(['backup', at('gone')], { exit: 1, code: 'backup.source.missing', text: /gone/ });
  assert.is((JSON.parse((await ours.must(['snapshots', '--json'])).stdout) as unknown[]).length, 1);
});

failing('backs up the rest when one of several sources is not there: 3, with it named', async () => {
  const { code, stderr, stdout } = await ours.run(['backup', source, at('gone')]);
  assert.is(code, 3);
  assert.is(stderr, `vanished: ${at('gone')}: it is not there\n1 problem: the snapshot does not hold everything, see above\n`);
  assert.match(stdout, /saved snapshot/);
  const made = JSON.parse((await ours.must(['snapshots', '--json', '--latest', '1'])).stdout) as { paths: string[] }[];
  assert.equal(made.at(-1)!.paths, [source]);
});

failing('backs up the rest when a file cannot be read: 3, with the file named', async () => {
  const partly = at('partly readable');
  await fs.mkdir(partly);
  await fs.writeFile(path.join(partly, 'readable'), 'yes');
  await fs.writeFile(path.join(partly, 'odd\nname'), 'no', { mode: 0o000 });
  // Root reads everything, so the program runs without that capability.
  const capabilities = '-dac_override,-dac_read_search';
  const [program, ...before] =
    process.getuid?.() === 0 ? ['setpriv', `--bounding-set=${capabilities}`, `--inh-caps=${capabilities}`, PROGRAM] : [PROGRAM];
  const env = environmentFor(repository, PASSWORD);
  const asText = await runProgram(program!, [...before, 'backup', partly], { env });
  assert.is(asText.code, 3, asText.stderr);
  assert.match(asText.stderr, /odd\\n?\w*name/);
  assert.match(asText.stderr, /1 problem/);
  const asJson = await runProgram(program!, [...before, 'backup', partly, '--json'], { env });
  const problem = messages(asJson.stderr).find((message) => message.message_type === 'error');
  assert.match(String(problem?.item), /odd\nname/);
  assert.is(messages(asJson.stdout).at(-1)!.problems, 1);
  assert.match((await ours.must(['ls', 'latest'])).stdout, /readable/);
});

failing('says that nothing matches what a restore was to include: 3', async () => {
  const { code, stderr } = await ours.run(['restore', 'latest', '--target', at('nothing'), '-i', 'no such name']);
  assert.is(code, 3);
  await fs.mkdir(at('with empty', 'empty'), { recursive: true });
  await ours.must(['backup', at('with empty'), '--host', 'empty']);
  await ours.must(['restore', 'latest', '--host', 'empty', '--target', at('only a folder'), '-i', 'empty']);
  assert.match(stderr, /^nothing in the snapshot matches --include: nothing was restored$/m);
});

failing('refuses an empty path and an empty tag before anything else is said: 2', async () => {
  await fails(['backup', '', '--repo', path.join(process.cwd(), 'none')], {
    exit: 2,
    code: 'input.invalid',
    text: /^holdfast: a path to back up is empty/,
  });
  await fails(['tag', '--add', ''], { exit: 2, code: 'input.invalid', text: /tag .* is empty/ });
});

failing('says that no snapshot has that id, or that the snapshot does not hold that path: 1', async () => {
  await fails(['ls', 'ffffffffffff'], { exit: 1, code: 'snapshot.unknown', text: /ffffffffffff/ });
  await fails(['ls', 'latest', '--host', 'elsewhere'], { exit: 1, code: 'snapshot.unknown', text: /no snapshot/ });
  await fails(['dump', 'latest', '/not/there'], { exit: 1, code: 'snapshot.path.unknown', text: /'\/not\/there'/ });
});

failing('refuses a repository of a newer version: 1', async () => {
  const newer = holdfast(at('newer'));
  await newer.must(['init']);
  const open = await openRepository(openStore(newer.repository), PASSWORD);
  await fs.rm(path.join(newer.repository, 'config'));
  await saveConfig(open.store, open.sealer, { ...open.config, version: 3 as 2 });
  await fails(['snapshots'], { exit: 1, code: 'repository.version.unsupported', text: /version/ }, newer);
});

failing('keeps the key in use, and knows no key of that id: 1', async () => {
  const [key] = JSON.parse((await ours.must(['key', 'list', '--json'])).stdout) as { id: string }[];
  await fails(['key', 'remove', key!.id], { exit: 1, code: 'repository.key.last', text: /stays|last|in use/ });
  await fails(['key', 'remove', 'ffffffff'], { exit: 1, code: 'repository.key.unknown', text: /ffffffff/ });
});

asRoot('says that the disk is full: 1, and what was in the repository stays whole', async () => {
  await using disk = await mounted('full', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs']);
  const small = holdfast(path.join(disk.path, 'repository'));
  await small.must(['init']);
  await small.must(['backup', source]);
  const big = at('big');
  await fs.mkdir(big);
  for (let file = 0; file < 20; file++) await fs.writeFile(path.join(big, `${file}`), crypto.getRandomValues(new Uint8Array(60_000)));
  await fs.writeFile(
    path.join(big, 'large'),
    Buffer.concat(Array.from({ length: 500 }, () => crypto.getRandomValues(new Uint8Array(65_536)))),
  );
  await fails(['backup', big], { exit: 1, code: 'store.full', text: /full|room|space/ }, small);
  const leftOver = (await fs.readdir(path.join(small.repository, 'data'))).filter((name) => name.length > 2);
  assert.equal(leftOver, [], 'the failed attempt takes no room');
  const snapshots = JSON.parse((await small.must(['snapshots', '--json'])).stdout) as unknown[];
  assert.is(snapshots.length, 1);
  assert.is((await small.must(['dump', 'latest', path.join(source, 'file')])).stdout, 'content');
  const judged = await restic(small.repository).run(['check', '--read-data', '--no-lock']);
  assert.is(judged.code, 0, judged.stderr);
});

asRoot('says that the disk cannot be written: 1, while reading goes on', async () => {
  await using disk = await mounted('read-only', ['--bind', repository]);
  await mustRun('mount', ['-o', 'remount,bind,ro', disk.path]);
  const readOnly = holdfast(disk.path);
  await fails(['backup', source], { exit: 1, code: 'store.readonly', text: /read-only|written/ }, readOnly);
  assert.is((await readOnly.must(['dump', 'latest', path.join(source, 'file'), '--path', source])).stdout, 'content');
});

failing('leaves a repository that restic finds nothing wrong with', async () => {
  assert.is(await restic(repository).check(), '');
});

async function mounted(name: string, args: readonly string[]): Promise<AsyncDisposable & { path: string }> {
  const place = at(name);
  await fs.mkdir(place);
  await mustRun('mount', [...args, place]);
  return {
    path: place,
    [Symbol.asyncDispose]: async () => {
      await mustRun('umount', ['--lazy', place]);
    },
  };
}

failing.run();
