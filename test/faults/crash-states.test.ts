/** Power cuts: whatever a disk kept or lost of what was on its way to it, no snapshot that was told is harmed, and check is clean. */
// deadline: 120 s
import './file-calls.ts';
import './without-pauses.ts';
import './weak-passwords.ts';

import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBlob } from '../../src/repository/browse.ts';
import { packOf } from '../../src/repository/index/load.ts';
import { changePassword, check, forget, prune, Repository, walkTree } from '../../src/repository/index.ts';
import { writeKey } from '../../src/repository/keys.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { seededRandom, times, trial } from '../long.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, problemsOf, reopened, sampleRepository, save } from '../repository/sample-repository.ts';
import { CrashingDisk, readRecord } from './crash-states.ts';
import { note, type Recorded, watchFiles } from './file-calls.ts';
import { memoryStore } from './memory-store.ts';

const STATES = times(500, 20_000);
/** So many of the states are written out, and worked with. */
const USED = times(8, 80);

const cuts = suite('a power cut at any moment of a backup, a forget, a prune or a key change');
const scratch = temporaryFolder('crash');
const watched = path.join(scratch, 'watched');
const source = path.join(scratch, 'source');
const log = path.join(scratch, 'record');

const file = (version: number, number: number) => seededBytes(number % 2 === 0 ? version * 100 + number : number, 9_000 * (number + 1));
const version = (of: number) =>
  Object.fromEntries(Array.from({ length: 9 }, (_, number) => [`d${number % 3}/f${number}`, file(of, number)]));

function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(paths.map((found) => [path.relative(watched, found), readFileSync(found)]));
}

interface Recording {
  readonly repository: Repository;
  readonly before: ReadonlyMap<string, Buffer>;
  readonly records: readonly Recorded[];
}

/** Two backups, a forget of what was first, a prune that moves much and removes much, and another password. */
async function recordWork(): Promise<Recording> {
  const { store, config, master } = await sampleRepository(path.join(watched, 'repository'));
  const { id: keyId } = await writeKey(store, master, { password: 'old password' });
  const repository = new Repository({ store, config, master, keyId });
  const first = (await save(repository, plant(source, version(1)), { workers: 2 })).snapshot!;
  const before = filesBelow(watched);
  watchFiles(watched, log);
  note(`kept ${first.id}`);
  for (const number of [2, 3]) {
    const { snapshot } = await save(repository, plant(source, version(number)), { workers: 2 });
    note(`kept ${snapshot!.id}`);
  }
  note(`leaving ${first.id}`);
  await forget(repository, { signal: never, policy: undefined, choose: (all) => all.filter(({ id }) => id === first.id) });
  note(`gone ${first.id}`);
  await prune(repository, { signal: never, maxUnusedShare: 0 });
  await changePassword(repository, 'new password');
  note(`closed ${keyId}`);
  return { repository, before, records: readRecord(log) };
}

const whole = new WeakSet<Buffer>();

/** Throws when a file that can be seen under its own name is not what its name says. */
function assertNamed(files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    const id = path.basename(name);
    if (whole.has(bytes) || !/^[0-9a-f]{64}$/.test(id)) continue;
    assert.is(hash('sha256', bytes), id, `${name} is not whole`);
    whole.add(bytes);
  }
}

interface Promised {
  readonly kept: Set<string>;
  readonly gone: Set<string>;
  /** Keys that open it no more. */
  readonly closed: Set<string>;
}

async function assertNothingLost({ config, master }: Repository, files: ReadonlyMap<string, Buffer>, promised: Promised): Promise<void> {
  assertNamed(files);
  const repository = new Repository({ store: memoryStore(files), config, master, keyId: '' });
  const { problems } = await check(repository, { signal: never, noLock: true });
  assert.equal(problems, []);
  for (const id of promised.kept) assert.ok(files.has(`snapshots/${id}`), `snapshot ${id} was told and is lost`);
  for (const id of promised.gone) assert.not(files.has(`snapshots/${id}`), `snapshot ${id} was forgotten and is back`);
  const keys = [...files.keys()].filter((name) => /^keys.[0-9a-f]{64}$/.test(name)).map((name) => path.basename(name));
  assert.ok(
    keys.some((id) => !promised.closed.has(id)),
    'no key is left',
  );
  for (const id of promised.closed) assert.not(keys.includes(id), 'the old password opens it again');
}

function hear({ kept, gone, closed }: Promised, what: string): void {
  const [word, id] = what.split(' ') as [string, string];
  if (word === 'kept') kept.add(id);
  if (word === 'leaving') kept.delete(id);
  if (word === 'gone') gone.add(id);
  if (word === 'closed') closed.add(id);
}

/** Calls `look` with states all along the record, as many as asked for. */
async function cutPower(
  { before, records }: Recording,
  states: number,
  look: (files: ReadonlyMap<string, Buffer>, promised: Promised, label: string) => Promise<void>,
): Promise<void> {
  const random = seededRandom('power');
  const disk = new CrashingDisk(before);
  const promised: Promised = { kept: new Set(), gone: new Set(), closed: new Set() };
  let seen = 0;
  for (const [at, recorded] of records.entries()) {
    if (recorded.call === 'note') hear(promised, recorded.name);
    else disk.apply(recorded);
    for (const until = Math.round(((at + 1) / records.length) * states); seen < until; seen++) {
      const files = new Map([...disk.state(random)].map(([name, bytes]) => [name.replace('repository/', ''), bytes]));
      const label = `state ${seen}, after ${recorded.call} ${recorded.name}`;
      await trial(label, () => look(files, promised, label));
    }
  }
}

let recording: Recording;
cuts.before(async () => {
  recording = await recordWork();
});

cuts(`harms nothing (${STATES} states)`, async () => {
  await cutPower(recording, STATES, (files, promised) => assertNothingLost(recording.repository, files, promised));
});

cuts(`leaves what the next backup and the next prune can work with (${USED} states)`, async () => {
  let number = 0;
  await cutPower(recording, USED, async (files) => {
    const place = path.join(scratch, `state-${number++}`);
    // The locks' owner, this process, lives on; after a real power cut they are stale.
    mkdirSync(path.join(place, 'locks'), { recursive: true });
    for (const [name, bytes] of files) {
      if (name.startsWith('locks/')) continue;
      mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
      writeFileSync(path.join(place, name), bytes);
    }
    const { config, master } = recording.repository;
    const repository = reopened(new Repository({ store: { ...memoryStore(files), location: place }, config, master, keyId: '' }));
    const { snapshot } = await save(repository, plant(source, version(1)), { workers: 1 });
    await prune(repository, { signal: never, maxUnusedShare: 0 });
    assert.equal(await problemsOf(repository).then(({ problems, hints }) => [problems, hints]), [[], []]);
    await assertReadable(repository, snapshot!.tree);
  });
});

async function assertReadable(repository: Repository, tree: string): Promise<void> {
  const { table, packs } = await repository.index();
  for await (const { node } of walkTree(repository, tree, never))
    for (const id of node.content ?? []) {
      assert.ok(packOf({ table, packs }, table.places(Buffer.from(id, 'hex'), 'data')[0]!));
      await loadBlob(repository, id, 'data');
    }
}

for (const [what, isLeftOut] of [
  ['files', (recorded: Recorded) => recorded.call === 'sync' && /tmp-/.test(recorded.name)],
  ['folders of packs', (recorded: Recorded) => recorded.call === 'sync' && /data\/[0-9a-f]{2}$/.test(recorded.name)],
  ['the folder of indexes', (recorded: Recorded) => recorded.call === 'sync' && recorded.name.endsWith('index')],
  ['the folder of snapshots', (recorded: Recorded) => recorded.call === 'sync' && recorded.name.endsWith('snapshots')],
] as const) {
  cuts(`would harm something if ${what} were not synced`, async () => {
    const careless = { ...recording, records: recording.records.filter((recorded) => !isLeftOut(recorded)) };
    let harmed = 0;
    await cutPower(careless, times(200, 2000), async (files, promised) => {
      await assertNothingLost(recording.repository, files, promised).catch(() => harmed++);
    });
    assert.ok(harmed > 0, 'these states would not show it');
  });
}

cuts.run();
