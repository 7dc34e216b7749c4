// deadline: 600 s
/** A disk that fails at any call of a restore, on either side: what has its name is whole, what is missing is told, and again works. */
import './file-calls.ts';
import './without-pauses.ts';
import './weak-passwords.ts';

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FaultCode, isFault } from '../../src/base/index.ts';
import { findSnapshot, type RestoreResult, restore } from '../../src/repository/index.ts';
import { trial } from '../long.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never } from '../repository/sample-repository.ts';
import { arm, disarm, type Mishap, watchFiles } from './file-calls.ts';
import { assertUnharmed, at, copyOf, differences, makeTrial, type Trial } from './trial-repository.ts';

const failing = suite('a restore');
const scratch = temporaryFolder('failing restore');
const watched = path.join(scratch, 'watched');
watchFiles(watched);
const template = makeTrial(path.join(scratch, 'template'), 50_000);
const target = path.join(watched, 'target');

const CODES: Partial<Record<Mishap, readonly FaultCode[]>> = {
  EIO: ['store.unreachable', 'restore.target.unwritable'],
  tear: ['store.unreachable', 'restore.target.unwritable'],
  ENOSPC: ['restore.target.full'],
};

async function restored({ repository, ids }: Trial): Promise<RestoreResult> {
  const opened = at(repository, repository.store.location);
  const snapshot = await findSnapshot(opened, ids.at(-1)!);
  return await restore(opened, { snapshot, target, signal: never, workers: 1 });
}

async function outcomeOf(tried: Trial): Promise<{ problems: number; code?: FaultCode }> {
  try {
    return { problems: (await restored(tried)).problems };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { problems: 1, code: error.code };
  }
}

/** Names other than those of files that were under way. */
function differencesNow({ before }: Trial): { missing: readonly string[]; other: readonly string[] } {
  if (!existsSync(target)) return { missing: ['all'], other: [] };
  const { missing, other } = differences(before, target);
  return { missing, other: other.filter((name) => !/^\.holdfast-part-/.test(path.basename(name))) };
}

async function failAt(mishap: Mishap, call: number): Promise<boolean> {
  const tried = copyOf(await template, path.join(watched, 'try'));
  try {
    arm(mishap, call);
    const { problems, code } = await outcomeOf(tried);
    if (!disarm().happened) return false;
    if (code !== undefined) assert.ok(CODES[mishap]!.includes(code), code);
    const { missing, other } = differencesNow(tried);
    assert.equal(other, [], 'a file has its name and is not whole');
    assert.ok(missing.length === 0 || problems > 0, `${missing} are missing, and nobody says so`);
    await assertUnharmed(tried);
    if (missing.length > 0) await restored(tried);
    assert.equal(differencesNow(tried), { missing: [], other: [] });
    return true;
  } finally {
    disarm();
    for (const name of ['try', 'target']) rmSync(path.join(watched, name), { recursive: true, force: true });
  }
}

for (const mishap of ['EIO', 'ENOSPC', 'tear'] as const) {
  failing(`with ${mishap} at any call leaves nothing half done under its name`, async () => {
    let call = 0;
    while (await trial(`${mishap} at call ${call + 1}`, () => failAt(mishap, call + 1))) call++;
    assert.ok(call > 5, `${call} calls`);
  });
}

failing('whose writes are short is complete all the same', async () => {
  const tried = copyOf(await template, path.join(watched, 'try'));
  arm('short');
  const { problems } = await outcomeOf(tried);
  disarm();
  assert.is(problems, 0);
  assert.equal(differencesNow(tried), { missing: [], other: [] });
});

failing.run();
