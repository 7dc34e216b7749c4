/** A stdout or stderr that takes nothing: answers that cannot be told are a failure, remarks are not, and no lock stays. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { environmentFor, holdfast, PROGRAM } from './holdfast.ts';

const telling = suite('a command that cannot tell its words');
const scratch = temporaryFolder('unwritable-output');
const source = path.join(scratch, 'source');
const repository = path.join(scratch, 'repository');
const ours = holdfast(repository);

/** Runs the command with a redirection of the shell behind it. */
const run = (redirection: string, ...args: string[]) =>
  runProgram('bash', ['-c', `"$0" "$@" ${redirection}`, PROGRAM, ...args], { env: environmentFor(repository, 'correct horse') });

telling.before(async () => {
  await fs.mkdir(source);
  await fs.writeFile(path.join(source, 'file'), 'content');
  await ours.must(['init']);
  await ours.must(['backup', source]);
});

for (const args of [
  ['snapshots'],
  ['ls', 'latest'],
  ['dump', 'latest', source],
  ['backup', '--json', source],
  ['check', '--json'],
  ['--help'],
]) {
  telling(`fails with one sentence when stdout is full: ${args.slice(0, 2).join(' ')}`, async () => {
    const { code, stderr } = await run('>/dev/full', ...args);
    assert.is(code, 1, stderr);
    assert.match(stderr, /^[^\n]*the answer cannot be written to stdout: no space left on device\.[^\n]*\n$/);
    assert.equal(await fs.readdir(path.join(repository, 'locks')), [], 'no lock stays');
  });
}

for (const redirection of ['2>&-', '2>/dev/full', '2> >(exec true)']) {
  telling(`is done when only its remarks are lost: ${redirection}`, async () => {
    const { code, stdout } = await run(redirection, 'backup', source);
    assert.is(code, 0);
    assert.match(stdout, /^saved snapshot /m);
    assert.is((await run(redirection, 'ls', 'ffffffff')).code, 1, 'a failure stays one');
  });
}

telling('finishes a backup whose reader went away, and unlocks', async () => {
  const before = JSON.parse((await ours.must(['snapshots', '--json'])).stdout) as unknown[];
  const { code, stderr } = await run('> >(exec true)', 'backup', '--json', source);
  assert.equal([code, stderr], [0, '']);
  assert.is((JSON.parse((await ours.must(['snapshots', '--json'])).stdout) as unknown[]).length, before.length + 1);
  assert.equal(await fs.readdir(path.join(repository, 'locks')), []);
});

telling.run();
