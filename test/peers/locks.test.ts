/** restic and Holdfast in one repository at the same time: who deletes or checks is alone, who reads or adds is not. */
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdfast } from '../cli/holdfast.ts';
import type { ProgramRun } from './programs.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const sharing = suite('restic and Holdfast, in one repository at the same time,');
const scratch = temporaryFolder('locks');
const repository = path.join(scratch, 'repository');
const source = path.join(scratch, 'source');
const ours = holdfast(repository);
const theirs = restic(repository);

sharing.before(async () => {
  await fs.mkdir(source);
  await fs.writeFile(path.join(source, 'file'), 'content');
  await theirs.init(2);
  await theirs.backup([source]);
});

/** Stops a program the moment its lock appears, does `meanwhile`, and lets it go on. */
async function whileItHoldsItsLock(
  start: (onStart: (child: ChildProcess) => void) => Promise<ProgramRun>,
  meanwhile: () => Promise<void>,
): Promise<ProgramRun> {
  const locks = path.join(repository, 'locks');
  const watching = new AbortController();
  const changes = fs.watch(locks, { signal: watching.signal });
  let child: ChildProcess | undefined;
  const running = start((started) => {
    child = started;
  });
  for await (const _ of changes) if ((await fs.readdir(locks)).some((name) => /^[0-9a-f]{64}$/.test(name))) break;
  watching.abort();
  child!.kill('SIGSTOP');
  try {
    await meanwhile();
  } finally {
    child!.kill('SIGCONT');
  }
  return await running;
}

sharing('keep out of a check by restic: Holdfast does not back up', async () => {
  const check = await whileItHoldsItsLock(
    (onStart) => theirs.run(['check', '--read-data'], { onStart }),
    async () => {
      const run = await ours.run(['backup', source]);
      assert.is(run.code, 11, run.stderr);
      assert.match(run.stderr, /lock/);
    },
  );
  assert.is(check.code, 0, check.stderr);
});

sharing('keep out of a check by Holdfast: restic does not back up', async () => {
  const check = await whileItHoldsItsLock(
    (onStart) => ours.run(['check', '--read-data'], { onStart }),
    async () => {
      const run = await theirs.run(['backup', source]);
      assert.is(run.code, 1);
      assert.match(run.stderr, /already locked exclusively/);
    },
  );
  assert.is(check.code, 0, check.stderr);
});

sharing('back up side by side: neither shuts the other out', async () => {
  const backup = await whileItHoldsItsLock(
    (onStart) => theirs.run(['backup', source], { onStart }),
    async () => assert.is((await ours.run(['backup', source])).code, 0),
  );
  assert.is(backup.code, 0, backup.stderr);
  const other = await whileItHoldsItsLock(
    (onStart) => ours.run(['backup', source], { onStart }),
    async () => assert.is((await theirs.run(['backup', source])).code, 0),
  );
  assert.is(other.code, 0, other.stderr);
});

sharing('do not delete while the other backs up', async () => {
  const passwordFile = path.join(scratch, 'password');
  await fs.writeFile(passwordFile, 'correct horse');
  await whileItHoldsItsLock(
    (onStart) => theirs.run(['backup', source], { onStart }),
    async () => assert.is((await ours.run(['key', 'passwd', '--new-password-file', passwordFile])).code, 11),
  );
  await whileItHoldsItsLock(
    (onStart) => ours.run(['backup', source], { onStart }),
    async () => assert.is((await theirs.run(['prune'])).code, 1),
  );
});

sharing('do not prune or forget while the other backs up, nor back up while the other prunes', async () => {
  const backup = await whileItHoldsItsLock(
    (onStart) => theirs.run(['backup', source], { onStart }),
    async () => {
      for (const args of [['prune'], ['forget', '--keep-last', '1']]) assert.is((await ours.run(args)).code, 11, args[0]);
    },
  );
  assert.is(backup.code, 0, backup.stderr);
  const theirPrune = await whileItHoldsItsLock(
    (onStart) => theirs.run(['prune'], { onStart }),
    async () => assert.is((await ours.run(['backup', source])).code, 11),
  );
  assert.is(theirPrune.code, 0, theirPrune.stderr);
  const ourPrune = await whileItHoldsItsLock(
    (onStart) => ours.run(['prune'], { onStart }),
    async () => {
      const run = await theirs.run(['backup', source]);
      assert.is(run.code, 1);
      assert.match(run.stderr, /already locked exclusively/);
    },
  );
  assert.is(ourPrune.code, 0, ourPrune.stderr);
});

sharing('lose nothing by it', async () => {
  assert.is(await theirs.check(), '');
  assert.is((await ours.run(['check', '--read-data'])).code, 0);
});

sharing('leave no lock behind', async () => {
  assert.equal(await fs.readdir(path.join(repository, 'locks')), []);
});

sharing.run();
