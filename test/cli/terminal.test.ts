/** A person at a terminal: progress that is drawn, passwords that are asked and not shown, Ctrl-C that ends cleanly. */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { restic } from '../peers/restic.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { environmentFor, holdfast, messages } from './holdfast.ts';
import { onTerminal } from './pseudo-terminal.ts';

const person = suite('a person at a terminal');
const scratch = temporaryFolder('terminal');
const source = path.join(scratch, 'source');
const repository = path.join(scratch, 'repository');
const ours = holdfast(repository);
const known = environmentFor(repository, 'correct horse');
const unknown = environmentFor(repository, undefined);

person.before(async () => {
  await fs.mkdir(source);
  await fs.writeFile(path.join(source, 'red \x1b[31m\u202e name'), randomBytes(60_000_000));
  for (let file = 0; file < 200; file++) await fs.writeFile(path.join(source, `file ${file}`), randomBytes(1_000_000));
  await ours.must(['init']);
});

person('sees a bar, files, bytes and the time left, in two lines that fit, and nothing of it stays', async () => {
  const { code, sent } = await onTerminal(['backup', '--dry-run', source], { env: known, columns: 100 });
  assert.is(code, 0, sent);
  assert.match(sent, /\[#* *\] +\d+% {2}[\d.]+ \w+ of 248 MiB.*\r?\nbacking up [\d,]+ of 201 files {2}/);
  assert.match(sent, /(measuring|\d+:\d\d left)/);
  const frames = sent.split('\r\x1b[A\x1b[J');
  assert.ok(frames.length > 2, 'it moves');
  for (const line of frames.slice(0, -1).flatMap((frame) => frame.split(/\r?\n/))) assert.ok(line.length < 100, JSON.stringify(line));
  assert.match(frames.at(-1)!, /^files: +201 new/);
});

person('sees lines that fit a narrow terminal, too', async () => {
  const { sent } = await onTerminal(['backup', '--dry-run', source], { env: known, columns: 40 });
  const frames = sent.split('\r\x1b[A\x1b[J').slice(0, -1);
  assert.ok(frames.length > 0);
  for (const line of frames.flatMap((frame) => frame.split(/\r?\n/))) assert.ok(line.length < 40, JSON.stringify(line));
});

person('is never sent a control character or a reordering mark by the name of a file', async () => {
  const { sent } = await onTerminal(['backup', '--dry-run', source], { env: known, columns: 120 });
  assert.not.match(sent, /\x1b\[31m|\u202e/);
});

person('sees no progress with --quiet, and none is sent to a file', async () => {
  const { sent } = await onTerminal(['backup', '--dry-run', '--quiet', source], { env: known });
  assert.is(sent, '');
  const { stdout, stderr } = await ours.must(['backup', '--dry-run', source]);
  assert.is(stderr, '');
  assert.not.match(stdout, /\x1b|%/);
});

person('is asked for the password, which is not shown, and asked again when it is wrong', async () => {
  let typed = 0;
  const { code, sent } = await onTerminal(['snapshots'], {
    env: unknown,
    onOutput: (text, { type }) => {
      const asked = text.match(/password of the repository: /g)?.length ?? 0;
      if (asked > typed) type(['wrong\r', 'correcz\x7ft horsx\x15correct horse\r'][typed++]!);
    },
  });
  assert.is(code, 0, sent);
  assert.match(sent, /wrong password, try again/);
  assert.not.match(sent, /correc|horse/);
});

person('types a new password twice, and both must be the same', async () => {
  const fresh = environmentFor(path.join(scratch, 'fresh'), undefined);
  const typing = (...answers: string[]) => {
    let typed = 0;
    return (text: string, { type }: { type(text: string): void }) => {
      const asked = text.match(/password for the new repository( again)?: /g)?.length ?? 0;
      if (asked > typed) type(`${answers[typed++]}\r`);
    };
  };
  const differ = await onTerminal(['init'], { env: fresh, onOutput: typing('one', 'two') });
  assert.is(differ.code, 2);
  assert.match(differ.sent, /the two passwords differ/);
  assert.is((await onTerminal(['init'], { env: fresh, onOutput: typing('grün', 'grün') })).code, 0);
  assert.is((await holdfast(path.join(scratch, 'fresh'), 'grün').run(['snapshots'])).code, 0);
});

person('who types Ctrl-C at the password ends it: 130', async () => {
  let isTyped = false;
  const { code } = await onTerminal(['snapshots'], {
    env: unknown,
    onOutput: (text, { type }) => {
      if (!isTyped && text.includes('password')) type('\x03');
      isTyped ||= text.includes('password');
    },
  });
  assert.is(code, 130);
});

person('who types Ctrl-C in a backup ends it cleanly: 130, no lock and nothing broken stays, the next one goes on', async () => {
  let isTyped = false;
  const { code, sent } = await onTerminal(['backup', source], {
    env: known,
    onOutput: (text, { type }) => {
      const isUnderWay = /[1-9]\d*% {2}/.test(text);
      if (!isTyped && isUnderWay) type('\x03');
      isTyped ||= isUnderWay;
    },
  });
  assert.is(code, 130, sent);
  assert.match(sent, /cancelling; what is saved stays/);
  assert.equal(await fs.readdir(path.join(repository, 'locks')), []);
  assert.equal(
    (await fs.readdir(path.join(repository, 'data'))).filter((name) => name.length > 2),
    [],
    'no temporary file',
  );
  assert.equal(JSON.parse((await ours.must(['snapshots', '--json'])).stdout), []);
  assert.is(await restic(repository).check(), '');
  const summary = (await ours.json(['backup', source])).at(-1)!;
  assert.is(summary.files_new, 201);
  assert.ok(Number(summary.data_added) < Number(summary.total_bytes_processed), 'what was saved before is used');
});

person('who has a script send SIGTERM gets the same, in JSON', async () => {
  const run = await ours.run(['backup', '--force', '--json', source, '--host', 'another'], {
    onStart: (child) => child.stdout!.on('data', (chunk: Buffer) => chunk.includes('"status"') && child.kill('SIGTERM')),
  });
  assert.is(run.code, 130, run.stderr);
  assert.is(messages(run.stderr).at(-1)!.code, 'cancelled');
  assert.equal(await fs.readdir(path.join(repository, 'locks')), []);
});

person.run();
