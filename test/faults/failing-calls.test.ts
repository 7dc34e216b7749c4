// deadline: 600 s
/**
 * A disk that fails at one call, any of them, in any thread: the failure is told as what it is, nothing is harmed, and doing it again
 * succeeds.
 */
import './file-calls.ts';
import './one-thread.ts';
import './without-pauses.ts';
import './weak-passwords.ts';

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FaultCode, isFault } from '../../src/base/index.ts';
import { times, trial } from '../long.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { arm, disarm, type Mishap, watchFiles } from './file-calls.ts';
import { assertUnharmed, at, copyOf, makeTrial, OPERATIONS, prepare, storedTwice, type Trial } from './trial-repository.ts';

const failing = suite('a disk that fails');
const scratch = temporaryFolder('failing');
const watched = path.join(scratch, 'watched');
watchFiles(watched);
const template = makeTrial(path.join(scratch, 'template'), 300_000);

const CODES: Partial<Record<Mishap, FaultCode>> = {
  EIO: 'store.unreachable',
  gone: 'store.unreachable',
  tear: 'store.unreachable',
  ENOSPC: 'store.full',
};

type Name = keyof typeof OPERATIONS;

async function fresh(name: Name): Promise<Trial> {
  return await prepare(name, copyOf(await template, path.join(watched, 'try')));
}

/** What the operation promised, or the code it failed with. */
async function disturbed(name: Name, tried: Trial): Promise<{ promised?: string | undefined; code?: FaultCode }> {
  try {
    return { promised: await OPERATIONS[name].run(tried) };
  } catch (error) {
    if (!isFault(error)) throw error;
    assert.ok(error.message.length > 20);
    return { code: error.code };
  }
}

/** Files never change under their names: with the same names, a repository is as it was, and doing it again is doing it at first. */
function namesBelow({ repository }: Trial): string {
  return readdirSync(repository.store.location, { recursive: true }).sort().join();
}

async function assertRecovers(name: Name, tried: Trial): Promise<void> {
  const again = { ...tried, repository: at(tried.repository, tried.repository.store.location) };
  const promised = await OPERATIONS[name].run(again);
  await OPERATIONS[name].assertDone(again, promised);
  await assertUnharmed(again);
}

async function failAt(name: Name, mishap: Mishap, call: number): Promise<boolean> {
  const tried = await fresh(name);
  const before = namesBelow(tried);
  try {
    arm(mishap, call);
    const outcome = await disturbed(name, tried);
    const { happened } = disarm();
    if (!happened) return false;
    if (outcome.code !== undefined) assert.is(outcome.code, CODES[mishap]);
    else await OPERATIONS[name].assertDone(tried, outcome.promised);
    await assertUnharmed(tried);
    if (name === 'backup') assert.equal(await storedTwice(tried.repository), []);
    if (namesBelow(tried) !== before) await assertRecovers(name, tried);
    return true;
  } finally {
    disarm();
    rmSync(path.join(watched, 'try'), { recursive: true, force: true });
  }
}

for (const name of Object.keys(OPERATIONS) as Name[]) {
  for (const mishap of ['EIO', 'ENOSPC', 'tear'] as const) {
    failing(`with ${mishap} at any call of a ${name} says so and harms nothing`, async () => {
      let call = 0;
      while (await trial(`${mishap} at call ${call + 1} of a ${name}`, () => failAt(name, mishap, call + 1))) call++;
      assert.ok(call > 0);
    });
  }
  failing(`for good in the middle of a ${name} says so, and all goes on when it is back`, async () => {
    const step = times(3, 1);
    for (let call = 1; await trial(`gone at call ${call} of a ${name}`, () => failAt(name, 'gone', call)); call += step);
  });
  for (const mishap of ['short', 'delay'] as const) {
    failing(`by nothing, but whose calls come ${mishap}: a ${name} succeeds`, async () => {
      for (let round = 0; round < times(2, 20); round++) {
        const tried = await fresh(name);
        arm(mishap);
        const { promised } = await disturbed(name, tried);
        disarm();
        await OPERATIONS[name].assertDone(tried, promised);
        await assertUnharmed(tried);
        rmSync(path.join(watched, 'try'), { recursive: true, force: true });
      }
    });
  }
}

failing.run();
