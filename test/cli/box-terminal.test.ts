/** A person who follows a job of the box: progress that is drawn, Ctrl-C that leaves the job to the box, a box that goes away and comes back. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JobView } from '../../src/api/contract/index.ts';
import { LOCKS, PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { runProgram } from '../peers/programs.ts';
import { environmentFor, messages, PROGRAM } from './holdfast.ts';
import { onTerminal } from './pseudo-terminal.ts';

let box: TemporaryBox;
let env: Record<string, string | undefined>;

const follower = suite('who follows a job of the box');

follower.before(async () => {
  box = await TemporaryBox.start(LOCKS);
  env = { ...environmentFor(undefined, undefined), HOLDFAST_STATE: box.folder };
  await box.send('POST', '/api/repository', { passphrase: PASSPHRASE });
});

follower.after(async () => {
  await box[Symbol.asyncDispose]();
});

const unlock = () => box.send('POST', '/api/repository/unlock', { passphrase: PASSPHRASE });

/** Calls back once, at the first text that holds what is waited for. */
function once(wanted: RegExp, then: () => void): (sent: string) => void {
  let isOver = false;
  return (sent) => {
    if (isOver || !wanted.test(sent)) return;
    isOver = true;
    then();
  };
}

follower('sees in two lines that fit how far it is and what it waits for, and at the end what came of it', async () => {
  await box.restart();
  await box.signIn();
  const open = once(/waits for the passphrase/, () => void unlock());
  const { code, sent } = await onTerminal(['box', 'check'], { env, columns: 70, onOutput: open });
  assert.is(code, 0, sent);
  const frames = sent.split('\r\x1b[A\x1b[J');
  assert.match(frames[0]!, /\[ +\] +0 B {2}measuring\r?\nwaits for the passphrase 0 files$/);
  for (const line of frames.slice(1, -1).flatMap((frame) => frame.split(/\r?\n/))) assert.ok(line.length < 70, JSON.stringify(line));
  assert.match(frames.at(-1)!, /^check: done in 0:\d\d; 0 versions and .* all is whole/);
});

follower('sees what a job waits for; Ctrl-C leaves it to the box and says so: 130', async () => {
  await box.restart();
  await box.signIn();
  let typist: { type(text: string): void } | undefined;
  const interrupt = once(/waits for the passphrase/, () => typist!.type('\x03'));
  const { code, sent } = await onTerminal(['box', 'check', '--read-data'], {
    env,
    columns: 70,
    onOutput: (text, typing) => {
      typist = typing;
      interrupt(text);
    },
  });
  assert.is(code, 130, sent);
  const [, id] = /job ([0-9a-f]{8}) goes on in the box: `holdfast box follow \1` shows it/.exec(sent)!;
  const [job] = (await box.json<{ jobs: JobView[] }>('/api/jobs?kind=check')).jobs;
  assert.equal([job!.id.slice(0, 8), job!.state], [id, 'queued']);
});

follower('who pipes it reads a line of what holds the job up, and it goes on when the box was restarted in between', async () => {
  const restart = once(
    /waits for the passphrase/,
    () =>
      void box
        .restart()
        .then(() => box.signIn())
        .then(unlock),
  );
  let stderr = '';
  const run = await runProgram(PROGRAM, ['box', 'follow'], {
    env,
    onStart: (child) =>
      child.stderr!.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        restart(stderr);
      }),
  });
  assert.is(run.code, 0, run.stderr);
  assert.match(run.stderr, /^job [0-9a-f]{8} waits for the passphrase\nthe box does not answer; waiting for it to come back\n/);
  assert.match(run.stdout, /^check reading all data: done in .*; all is whole\n$/);
});

follower('who wants JSON reads a line a message, the last one with the job', async () => {
  const run = await runProgram(PROGRAM, ['box', 'check', '--json'], { env });
  assert.is(run.code, 0, run.stderr);
  const said = messages(run.stdout);
  assert.ok(said.slice(0, -1).every(({ message_type }) => message_type === 'status'));
  assert.is(said.at(-1)!.message_type, 'summary');
});

follower('types a password that is not shown, to unlock', async () => {
  await box.restart();
  let typed = 0;
  const { code, sent } = await onTerminal(['box', 'unlock'], {
    env,
    onOutput: (text, { type }) => {
      const asked = text.match(/passphrase of the backups: /g)?.length ?? 0;
      if (asked > typed) type(`${['wrong', PASSPHRASE][typed++]}\r`);
    },
  });
  assert.is(code, 0, sent);
  assert.match(sent, /that was wrong, try again[\s\S]*the backups are open/);
  assert.not.match(sent, /horse/);
});

follower.run();
