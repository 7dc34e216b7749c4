/** Locks: who may be in at the same time, which locks do not count, and what happens when one cannot be renewed. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, isFault } from '../../src/base/index.ts';
import { withLock } from '../../src/repository/locking.ts';
import { Lock } from '../../src/repository/locks.ts';
import { thisOwner } from '../../src/repository/owner.ts';
import { Repository } from '../../src/repository/repository.ts';
import type { Store } from '../../src/repository/stores/store.ts';
import { loadUnpacked, saveUnpacked } from '../../src/repository/unpacked.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, sampleRepository } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const locks = suite('locks');
const root = temporaryFolder('locks');
let places = 0;
const newRepository = async () => await sampleRepository(path.join(root, `place ${places++}`));
const MINUTE = 60_000;

async function plantLock(repository: Repository, fields: Record<string, unknown>): Promise<string> {
  const lock = { time: new Date().toISOString(), exclusive: true, hostname: 'elsewhere', username: 'anna', pid: 1, ...fields };
  return await saveUnpacked(repository, 'locks', JSON.stringify(lock));
}

async function leftLocks(repository: Repository): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of repository.store.list('locks')) names.push(name);
  return names;
}

/** The same repository with some of its store's methods replaced. */
function withStore(repository: Repository, changes: Partial<Store>): Repository {
  return new Repository({
    ...repository,
    config: repository.config,
    master: repository.master,
    keyId: '',
    store: { ...repository.store, ...changes },
  });
}

async function isFree(repository: Repository, exclusive: boolean): Promise<boolean> {
  const code = await faultOf(async () => await (await Lock.take(repository, { exclusive }))[Symbol.asyncDispose]());
  if (code !== 'no fault' && code !== 'repository.locked') throw new Error(code);
  return code === 'no fault';
}

locks('let readers in together and keep whoever wants to be alone out', async () => {
  const repository = await newRepository();
  {
    await using _first = await Lock.take(repository, { exclusive: false });
    await using _second = await Lock.take(repository, { exclusive: false });
    assert.not(await isFree(repository, true));
    assert.is((await listAll(repository.store, 'locks')).size, 2, 'a refused one leaves nothing behind');
  }
  {
    await using _alone = await Lock.take(repository, { exclusive: true });
    assert.not(await isFree(repository, true));
    assert.not(await isFree(repository, false));
  }
  assert.equal(leftovers(repository), []);
});

locks('of two that want to be alone at the same moment never let both in', async () => {
  const repository = await newRepository();
  const taken = await Promise.allSettled([1, 2, 3].map(() => Lock.take(repository, { exclusive: true })));
  assert.ok(taken.filter(({ status }) => status === 'fulfilled').length <= 1);
  for (const lock of taken) if (lock.status === 'fulfilled') await lock.value[Symbol.asyncDispose]();
  assert.equal(leftovers(repository), []);
});

locks('say who they are, and a refusal says who is in', async () => {
  const repository = await newRepository();
  {
    await using _lock = await Lock.take(repository, { exclusive: true });
    const [name] = (await listAll(repository.store, 'locks')).keys();
    const file = (await loadUnpacked(repository, 'locks', name!)) as Record<string, unknown>;
    assert.equal(Object.keys(file), ['time', 'exclusive', 'hostname', 'username', 'pid', 'uid', 'gid']);
    assert.is(file.pid, process.pid);
    assert.is(file.hostname, os.hostname());
  }
  await plantLock(repository, { pid: 4711 });
  try {
    await Lock.take(repository, { exclusive: false });
    assert.unreachable();
  } catch (error) {
    assert.ok(isFault(error, 'repository.locked') && error.retryable);
    assert.match((error as Fault).message, 'anna@elsewhere, process 4711');
  }
});

if (process.getuid?.() === 0) {
  locks('are taken also by a user without an account, who is known by the number', () => {
    process.seteuid!(54_321);
    try {
      assert.equal(thisOwner(), { username: '54321', uid: 54_321, gid: 0 });
    } finally {
      process.seteuid!(0);
    }
    assert.is(thisOwner().username, 'root');
  });
}

locks('go stale after half an hour, and not before', async () => {
  const repository = await newRepository();
  await plantLock(repository, { time: new Date(Date.now() - 29 * MINUTE).toISOString() });
  assert.not(await isFree(repository, false), 'a process of another machine may live');
  const later = await newRepository();
  await plantLock(later, { time: new Date(Date.now() - 31 * MINUTE).toISOString() });
  assert.ok(await isFree(later, true));
});

locks('go stale with their process, on this machine only', async () => {
  const { pid } = spawnSync('true');
  const here = await newRepository();
  await plantLock(here, { hostname: os.hostname(), pid });
  assert.ok(await isFree(here, true));
  const elsewhere = await newRepository();
  await plantLock(elsewhere, { pid });
  assert.not(await isFree(elsewhere, true));
  const living = await newRepository();
  await plantLock(living, { hostname: os.hostname(), pid: process.ppid });
  assert.not(await isFree(living, true));
});

locks('of this machine do not count when they are older than whatever process has their number now', async () => {
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const here = { hostname: os.hostname(), pid: process.pid };
  const restarted = await newRepository();
  await plantLock(restarted, { ...here, time: ago(process.uptime() * 1000 + 5_000) });
  assert.ok(await isFree(restarted, true));
  const ours = await newRepository();
  await plantLock(ours, { ...here, time: ago(0) });
  assert.not(await isFree(ours, true));
});

locks('that are stale go when another is taken, so that restic is not kept out by them', async () => {
  const repository = await newRepository();
  const dead = spawnSync('true').pid;
  await plantLock(repository, { hostname: os.hostname(), pid: dead });
  await plantLock(repository, { time: new Date(Date.now() - 31 * MINUTE).toISOString() });
  const fresh = await plantLock(repository, { exclusive: false });
  {
    await using _lock = await Lock.take(repository, { exclusive: false });
  }
  assert.equal(await leftLocks(repository), [fresh]);
});

locks('that are empty do not count, those that cannot be read do', async () => {
  const repository = await newRepository();
  const file = path.join(repository.store.location, 'locks', 'ab'.repeat(32));
  writeFileSync(file, '');
  assert.ok(await isFree(repository, true));
  writeFileSync(file, 'half written');
  assert.not(await isFree(repository, false));
});

locks('that go away while they are looked at do not count', async () => {
  const repository = await newRepository();
  const gone = withStore(repository, {
    async *list(kind) {
      yield* repository.store.list(kind);
      if (kind === 'locks') yield { name: 'cd'.repeat(32), sizeBytes: 100 };
    },
  });
  assert.ok(await isFree(gone, true));
});

locks('are renewed: the new file is there before the old one goes', async () => {
  const repository = await newRepository();
  const steps: string[] = [];
  const watched = withStore(repository, {
    async stage(kind) {
      const staged = await repository.store.stage(kind);
      return {
        append: (bytes) => staged.append(bytes),
        [Symbol.asyncDispose]: () => staged[Symbol.asyncDispose](),
        async commit(name) {
          await staged.commit(name);
          steps.push(`write ${name}`);
        },
      };
    },
    async remove(kind, name) {
      steps.push(`remove ${name}`);
      await repository.store.remove(kind, name);
    },
  });
  {
    await using _lock = await Lock.take(watched, { exclusive: false, refreshMs: 20 });
    while (steps.length < 7) await sleep(5);
    assert.not(await isFree(repository, true));
  }
  const names = steps.filter((step) => step.startsWith('write')).map((step) => step.slice(6));
  const expected = names.flatMap((name, number) => [`write ${name}`, ...(number > 0 ? [`remove ${names[number - 1]}`] : [])]);
  assert.equal(steps, [...expected, `remove ${names.at(-1)}`]);
  assert.equal(leftovers(repository), []);
});

/** A lock whose store fails from now on, at a time that the test sets. */
async function failingLock(fails: { write: boolean; remove: boolean }) {
  const repository = await newRepository();
  let now = Date.now();
  let isBroken = false;
  let attempts = 0;
  const broken = new Fault('store.unreachable', 'the store is away', { retryable: true });
  const store = withStore(repository, {
    async stage(kind) {
      attempts++;
      if (isBroken && fails.write) throw broken;
      return await repository.store.stage(kind);
    },
    async remove(kind, name) {
      if (isBroken && fails.remove) throw broken;
      await repository.store.remove(kind, name);
    },
  });
  const lock = await Lock.take(store, { exclusive: false, refreshMs: 5, clock: () => now });
  return {
    repository,
    lock,
    /** After at least one more attempt to renew it. */
    async after(minutes: number, broke: boolean) {
      isBroken = broke;
      now += minutes * MINUTE;
      const before = attempts;
      while (attempts < before + 2 && !lock.signal.aborted) await sleep(2);
    },
  };
}

locks('bear a store that is away for a while, and are lost when it stays away', async () => {
  const { lock, after, repository } = await failingLock({ write: true, remove: true });
  await after(15, true);
  assert.not(lock.signal.aborted);
  await after(1, false);
  await after(20, true);
  assert.not(lock.signal.aborted, 'counted from the last renewal');
  await after(3, true);
  assert.ok(isFault(lock.signal.reason, 'repository.lock.lost'));
  await after(0, false);
  await lock[Symbol.asyncDispose]();
  assert.equal(leftovers(repository), []);
});

locks('are lost when the machine slept until others took them for stale', async () => {
  const { lock, after } = await failingLock({ write: false, remove: false });
  await after(31, false);
  assert.ok(isFault(lock.signal.reason, 'repository.lock.lost'));
  await lock[Symbol.asyncDispose]();
});

locks('remove also those older files that could not be removed in time', async () => {
  const { lock, after, repository } = await failingLock({ write: false, remove: true });
  await after(1, true);
  await after(1, true);
  await after(1, false);
  await lock[Symbol.asyncDispose]();
  assert.equal(leftovers(repository), []);
});

locks('are removed when the work fails, and the failure is what is told', async () => {
  const repository = await newRepository();
  const failure = new Fault('store.full', 'the disk is full');
  for (const changes of [{}, { remove: () => Promise.reject(new Fault('store.unreachable', 'the store is away')) }]) {
    const code = await faultOf(
      withLock(withStore(repository, changes), { mode: 'write', signal: never }, async () => {
        throw failure;
      }),
    );
    assert.is(code, 'store.full');
    if (!('remove' in changes)) assert.equal(leftovers(repository), []);
  }
});

locks('tell cancelled work as cancelled, or as what the signal carries', async () => {
  const repository = await newRepository();
  const need = (signal: AbortSignal) => ({ mode: 'read', noLock: true, signal }) as const;
  assert.is(await faultOf(withLock(repository, need(AbortSignal.abort()), async () => 1)), 'cancelled');
  const controller = new AbortController();
  const cancelled = withLock(repository, need(controller.signal), async (signal) => {
    controller.abort();
    signal.throwIfAborted();
  });
  assert.is(await faultOf(cancelled), 'cancelled');
  const lost = AbortSignal.abort(new Fault('repository.lock.lost', 'lost'));
  assert.is(await faultOf(withLock(repository, need(lost), async () => 1)), 'repository.lock.lost');
});

locks('are not needed to read where nothing can be written', async () => {
  const repository = await newRepository();
  for (const code of ['store.readonly', 'store.full'] as const) {
    const store = withStore(repository, { stage: () => Promise.reject(new Fault(code, 'no')) });
    assert.is(await withLock(store, { mode: 'read', signal: never }, async () => 'read'), 'read');
    assert.is(await withLock(store, { mode: 'check', signal: never }, async () => 'read'), 'read');
    assert.is(await faultOf(withLock(store, { mode: 'write', signal: never }, async () => 'read')), code);
    assert.is(await faultOf(withLock(store, { mode: 'exclusive', signal: never }, async () => 'read')), code);
  }
});

locks.run();
