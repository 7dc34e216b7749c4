/** Forgetting and tagging, with restic as the judge of what a policy keeps. */
import path from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRepository, openStore } from '../../src/repository/index.ts';
import { saveSnapshot } from '../../src/repository/snapshots.ts';
import { holdfast } from '../cli/holdfast.ts';
import { histories } from '../repository/forget/arbitraries.ts';
import { instantOf } from '../repository/forget/oracle.ts';
import { plant } from '../repository/sample-repository.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const forgetting = suite('forgetting');
const scratch = temporaryFolder('forget');
const SEED = Number(process.env.HOLDFAST_SEED ?? 20261122);

/** mulberry32: the same numbers for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  };
}

interface Group {
  readonly keep: readonly { id: string }[] | null;
  readonly remove: readonly { id: string }[] | null;
  readonly reasons: readonly { snapshot: { id: string }; matches: readonly string[] }[] | null;
}

/** Since 0.16 restic keeps a group's oldest snapshot too while a count lasts; before, that reason did not exist. */
function asBefore16(groups: readonly Group[]): Group[] {
  return groups.map((group) => {
    const only = (group.reasons ?? []).filter(({ matches }) => matches.every((reason) => reason.startsWith('oldest ')));
    const oldest = new Set(only.map(({ snapshot }) => snapshot.id));
    const gone = (group.keep ?? []).filter(({ id }) => oldest.has(id));
    return { ...group, keep: (group.keep ?? []).filter(({ id }) => !oldest.has(id)), remove: [...(group.remove ?? []), ...gone] };
  });
}

function decisionsOf(groups: readonly Group[]): { keep: string[]; remove: string[] } {
  const ids = (pick: (group: Group) => readonly { id: string }[] | null) =>
    groups.flatMap((group) => (pick(group) ?? []).map(({ id }) => id)).sort();
  return { keep: ids(({ keep }) => keep), remove: ids(({ remove }) => remove) };
}

forgetting('keeps exactly what restic keeps, whatever the policy', async () => {
  const repository = path.join(scratch, 'many');
  const [ours, theirs] = [holdfast(repository), restic(repository)];
  await theirs.init(2);
  const next = random(SEED);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next(all.length))]!;
  const opened = await openRepository(openStore(repository), Buffer.from('correct horse'));
  const last = Date.parse('2026-11-20T00:00:00Z');
  for (let number = 0; number < 100; number++) {
    const instant = last - Math.floor(next(1) ** 3 * 3 * 365 * 86_400_000);
    await saveSnapshot(opened, {
      time: `${new Date(instant).toISOString().slice(0, -1)}${pick(['Z', '+01:00', '+02:00', '-03:30', '+13:45'])}`,
      tree: 'a'.repeat(64),
      paths: pick([['/home'], ['/home', '/srv'], ['/srv', '/home']]),
      hostname: pick(['nas', 'laptop']),
      tags: pick([[], ['a'], ['a', 'b'], ['b', 'a']]),
    });
  }
  const odd = fc.sample(histories, { seed: SEED, numRuns: 8 }).flat();
  for (const { time, tags } of new Map(odd.map((snapshot) => [instantOf(snapshot), snapshot])).values())
    await saveSnapshot(opened, {
      time,
      tree: 'a'.repeat(64),
      paths: ['/home'],
      hostname: pick(['nas', 'laptop']),
      ...(tags ? { tags } : {}),
    });
  const keepsOldest = !/^restic 0\.1[0-5]\./.test((await theirs.run(['version'])).stdout);
  for (let round = 0; round < 12; round++) {
    const rules = [
      ...pick([[], ['--keep-last', String(Math.floor(next(6)))]]),
      ...['hourly', 'daily', 'weekly', 'monthly', 'yearly'].flatMap((period) =>
        next(1) < 0.35 ? [`--keep-${period}`, pick(['0', '1', '2', '5', '30'])] : [],
      ),
      ...(next(1) < 0.3 ? ['--keep-within', pick(['12h', '3d', '2m', '1y1m1d1h', '300000y'])] : []),
      ...['hourly', 'daily', 'weekly', 'monthly', 'yearly'].flatMap((period) =>
        next(1) < 0.15 ? [`--keep-within-${period}`, pick(['36h', '10d', '5m', '2y'])] : [],
      ),
      ...(next(1) < 0.3 ? ['--keep-tag', pick(['a', 'b', 'a,b', 'c'])] : []),
      '--keep-tag',
      'never',
    ];
    const more = ['--group-by', pick(['host,paths', 'host', 'paths', 'tags', 'host,tags', ''])];
    const args = ['forget', '--dry-run', '--json', ...rules, ...more];
    const judged = await theirs.run(args);
    const decided = await ours.must([...args, '--unsafe-allow-remove-all']);
    const told = `seed ${SEED}, round ${round}: ${args.join(' ')}`;
    const groups = JSON.parse(decided.stdout) as Group[];
    assert.equal(decisionsOf(keepsOldest ? groups : asBefore16(groups)), decisionsOf(JSON.parse(judged.stdout)), told);
  }
});

forgetting('removes by id and by policy, and restic sees the same', async () => {
  const repository = path.join(scratch, 'few');
  const [ours, theirs] = [holdfast(repository), restic(repository)];
  const source = plant(path.join(scratch, 'source'), { 'a.txt': 'content' });
  await ours.must(['init']);
  for (const time of ['2026-01-01 10:00:00', '2026-01-01 11:00:00', '2026-01-02 10:00:00'])
    await ours.must(['backup', source, '--time', time]);
  const [first] = await theirs.snapshots();
  const dry = await ours.must(['forget', first!.id, '--dry-run']);
  assert.match(dry.stdout, /would remove 1 snapshot/);
  assert.is((await theirs.snapshots()).length, 3);
  await ours.must(['forget', '--keep-daily', '2']);
  assert.equal(
    (await theirs.snapshots()).map(({ time }) => time.slice(0, 16)),
    ['2026-01-01T11:00', '2026-01-02T10:00'],
  );
  await ours.must(['forget', 'latest']);
  assert.is((await theirs.snapshots()).length, 1);
  assert.is(await theirs.check(), '');
});

forgetting('refuses what would remove everything unless told expressly', async () => {
  const ours = holdfast(path.join(scratch, 'few'));
  const refused = await ours.run(['forget', '--keep-tag', 'nothing']);
  assert.is(refused.code, 1);
  assert.match(refused.stderr, /would remove every snapshot/);
  assert.is((await ours.run(['forget'])).code, 2);
  assert.is((await ours.run(['forget', '--keep-last', '0'])).code, 2);
  assert.is((await ours.run(['forget', '--keep-last', 'many'])).code, 2);
  assert.is((await ours.run(['forget', '--keep-within', '1w'])).code, 2);
  assert.is((await ours.run(['forget', 'latest', '--keep-last', '1'])).code, 2);
  const [summary] = await ours.json(['snapshots']);
  assert.is((summary as unknown as unknown[]).length, 1);
});

forgetting('leaves the tags to tag, which keeps the first id and is understood by restic', async () => {
  const repository = path.join(scratch, 'few');
  const [ours, theirs] = [holdfast(repository), restic(repository)];
  const [before] = await theirs.snapshots();
  await ours.must(['tag', '--add', 'taxes,2026']);
  await ours.must(['tag', '--remove', '2026']);
  const [after] = (await theirs.snapshots()) as unknown as { id: string; tags: string[]; original: string; tree: string }[];
  assert.equal(after!.tags, ['taxes']);
  assert.is(after!.original, before!.id);
  assert.is(after!.tree, before!.tree);
  await ours.must(['tag', '--set', '']);
  assert.is((await theirs.snapshots())[0]!.tags, undefined);
  assert.is((await ours.run(['tag'])).code, 2);
  assert.match((await ours.must(['tag', '--remove', 'absent'])).stdout, /0 snapshots/);
});

forgetting.run();
