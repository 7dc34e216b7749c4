// deadline: 600 s
/**
 * kill -9: whatever the moment, what was promised is there, check and restic find nothing, and the next run goes through and leaves
 * nothing behind. Most kills come at a chosen call, spread over all of them; some at a random time.
 */
import './without-pauses.ts';
import './weak-passwords.ts';

import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom, times, trial } from '../long.ts';
import { restic } from '../peers/restic.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers } from '../repository/sample-repository.ts';
import type { Errand } from './killed-program.ts';
import * as trials from './trial-repository.ts';
import { OPERATIONS, RESTIC_PASSWORD, type Trial } from './trial-repository.ts';

const [AT_CALLS, AT_TIMES] = [times(14, 70), times(6, 40)];
const RESTIC_EVERY = times(7, 20);

const killed = suite('a program that is killed');
const scratch = temporaryFolder('killed');
const template = trials.makeTrial(path.join(scratch, 'template'), 5_000_000);

type Name = keyof typeof OPERATIONS;

interface Death {
  /** What it told before it died, if it came so far. */
  readonly promised: string | undefined;
  readonly calls: number;
  readonly lastedMs: number;
  readonly signal: NodeJS.Signals | null;
}

/** Runs the operation in a process of its own until it ends or dies. */
async function runAside(name: Name, { repository, ...rest }: Trial, death: { killAt?: number; killAfterMs?: number }): Promise<Death> {
  const { store, config, master, keyId } = repository;
  const child = fork(path.join(import.meta.dirname, 'killed-program.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(scratch, 'compiled') },
  });
  const told: Buffer[] = [];
  child.stdout!.on('data', (bytes: Buffer) => told.push(bytes));
  let begun = 0;
  child.on('message', () => {
    begun = performance.now();
    if (death.killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), death.killAfterMs);
  });
  const parts = { config, master, keyId } as Errand['parts'];
  child.send({ operation: name, location: store.location, trial: rest, parts, killAt: death.killAt ?? 0 } satisfies Errand);
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_code, by) => resolve(by)));
  const [promised, calls] = Buffer.concat(told).toString().trim().split(' ');
  return { promised: promised || undefined, calls: Number(calls), lastedMs: performance.now() - begun, signal };
}

async function fresh(name: Name, place: string): Promise<Trial> {
  return await trials.prepare(name, trials.copyOf(await template, path.join(scratch, place)));
}

async function assertSurvived(name: Name, tried: Trial, { promised }: Death): Promise<void> {
  await trials.assertUnharmed(tried);
  assert.ok(await trials.isSame(tried, { snapshot: tried.ids.at(-1)!, folder: tried.before }));
  if (promised !== undefined) await OPERATIONS[name].assertDone(tried, promised);
}

/** The next run needs no help: the lock of the dead does not count. */
async function assertGoesOn(name: Name, tried: Trial): Promise<void> {
  const next = { ...tried, repository: trials.at(tried.repository, tried.repository.store.location) };
  const promised = await OPERATIONS[name].run(next);
  await OPERATIONS[name].assertDone(next, promised);
  await trials.assertUnharmed(next);
  if (name === 'backup') assert.equal(await trials.storedTwice(next.repository), []);
  const locks = leftovers(next.repository).filter((file) => /^locks.[0-9a-f]{64}$/.test(file));
  assert.equal(locks, []);
}

async function assertResticAgrees({ repository }: Trial): Promise<void> {
  const judge = restic(repository.store.location, RESTIC_PASSWORD);
  await judge.run(['unlock']);
  assert.is(await judge.check(), '');
}

async function kill(name: Name, number: number, death: { killAt?: number; killAfterMs?: number }): Promise<Death> {
  const tried = await fresh(name, `${name}-${number}`);
  const died = await runAside(name, tried, death);
  await assertSurvived(name, tried, died);
  if (number % RESTIC_EVERY === 0) await assertResticAgrees(tried);
  await assertGoesOn(name, tried);
  rmSync(path.join(scratch, `${name}-${number}`), { recursive: true });
  return died;
}

for (const name of Object.keys(OPERATIONS) as Name[]) {
  killed(`in a ${name} loses nothing (${AT_CALLS + AT_TIMES} kills)`, async () => {
    const random = seededRandom(name);
    const whole = await runAside(name, await fresh(name, `${name}-whole`), {});
    assert.is(whole.signal, null);
    const moments = Array.from({ length: AT_CALLS }, (_, at) => ({
      killAt: 1 + Math.floor(((at + random(1000) / 1000) / AT_CALLS) * whole.calls),
    }));
    const delays = Array.from({ length: AT_TIMES }, () => ({ killAfterMs: random(Math.ceil(whole.lastedMs)) }));
    let deaths = 0;
    for (const [number, death] of [...moments, ...delays].entries()) {
      const { signal } = await trial(`${name}, ${JSON.stringify(death)} of ${whole.calls} calls`, () => kill(name, number, death));
      if (signal === 'SIGKILL') deaths++;
    }
    assert.ok(deaths >= AT_CALLS - 1, `${deaths} died`); // threads may need a call less
  });
}

killed.run();
