// deadline: 600 s
/** Bits that flip, files that go missing, are cut off or change places: check finds each of them, and no restore is silently wrong. */
import './weak-passwords.ts';

import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { findSnapshot, restore } from '../../src/repository/index.ts';
import { seededRandom, times, trial } from '../long.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, problemsOf } from '../repository/sample-repository.ts';
import { at, copyOf, differences, makeTrial, type Trial } from './trial-repository.ts';

const [FLIPS, HARMS] = [times(300, 10_000), times(100, 2000)];
const scratch = temporaryFolder('bits');
const damaged = suite('a repository that is damaged');
const template = makeTrial(path.join(scratch, 'template'), 200_000);
const random = seededRandom('bits');

/** How often each kind is hit: packs are most of the bytes, but a few flips in the others say as much. */
const KINDS = ['data', 'data', 'data', 'data', 'data', 'index', 'index', 'snapshots', 'keys', 'config'] as const;

function filesOf({ repository }: Trial, kind: (typeof KINDS)[number]): string[] {
  const place = path.join(repository.store.location, kind);
  if (kind === 'config') return [place];
  const entries = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

/** A byte anywhere, but every fourth time near one of the ends, where IVs, headers and lengths lie. */
function somewhere(sizeBytes: number): number {
  if (random(4) > 0) return random(sizeBytes);
  const near = random(Math.min(64, sizeBytes));
  return random(2) === 0 ? near : sizeBytes - 1 - near;
}

/** Restores the newest snapshot: true when it is what was saved, or said that it is not. */
async function isHonest({ repository, before, ids }: Trial): Promise<boolean> {
  const target = path.join(scratch, 'restored');
  try {
    const opened = at(repository, repository.store.location);
    const snapshot = await findSnapshot(opened, ids.at(-1)!);
    const { problems } = await restore(opened, { snapshot, target, signal: never, noLock: true, workers: 1 });
    const { missing, other } = differences(before, target);
    return other.length === 0 && (missing.length === 0 || problems > 0);
  } catch (error) {
    if (!isFault(error)) throw error;
    return true;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

let harms = 0;

/** Does harm, and has it found. Only packs need their bytes read for that; what a restore does not need is not restored from. */
async function harm(tried: Trial, { kind, label }: { kind: (typeof KINDS)[number]; label: string }, act: () => void): Promise<void> {
  await trial(label, async () => {
    act();
    assert.ok((await problemsOf(tried.repository, kind === 'data')).problems.length > 0, 'check did not find it');
    const isRestored = kind === 'index' || kind === 'snapshots' || (kind === 'data' && harms++ % 2 === 0);
    if (isRestored) assert.ok(await isHonest(tried), 'a restore was silently wrong');
    // That repair keeps what can be kept of random damage is proven in test/repository/repair.test.ts.
  });
}

damaged(`by one bit is found out, wherever it is (${FLIPS} flips)`, async () => {
  const tried = copyOf(await template, path.join(scratch, 'flipped'));
  assert.equal((await problemsOf(tried.repository)).problems, []);
  for (let flip = 0; flip < FLIPS; flip++) {
    const kind = KINDS[flip % KINDS.length]!;
    const files = filesOf(tried, kind);
    const file = files[random(files.length)]!;
    const whole = readFileSync(file);
    const bent = Buffer.from(whole);
    const byte = somewhere(bent.length);
    bent[byte]! ^= 1 << random(8);
    chmodSync(file, 0o600);
    const label = `a flip in byte ${byte} of ${bent.length} of ${file}`;
    await harm(tried, { kind, label }, () => writeFileSync(file, bent));
    writeFileSync(file, whole);
  }
  assert.equal((await problemsOf(tried.repository)).problems, []);
});

/** What can happen to a whole file. A snapshot or a key that is gone is no damage: that is how they are forgotten and removed. */
const HARM = {
  removed: (file: string) => rmSync(file),
  'cut off': (file: string, sizeBytes: number) => truncateSync(file, random(sizeBytes)),
  emptied: (file: string) => truncateSync(file, 0),
  'filled with zeros': (file: string, sizeBytes: number) => writeFileSync(file, Buffer.alloc(sizeBytes)),
  lengthened: (file: string) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from([random(256)])])),
};

damaged(`by files that are removed, cut off or change places is found out (${HARMS} files)`, async () => {
  const tried = copyOf(await template, path.join(scratch, 'harmed'));
  const names = Object.keys(HARM) as (keyof typeof HARM)[];
  for (let number = 0; number < HARMS; number++) {
    const kind = KINDS[number % KINDS.length]!;
    const files = filesOf(tried, kind);
    const file = files[random(files.length)]!;
    const name = names[random(names.length)]!;
    if (name === 'removed' && (kind === 'snapshots' || kind === 'keys')) continue;
    const whole = readFileSync(file);
    chmodSync(file, 0o600);
    await harm(tried, { kind, label: `${file} ${name}` }, () => HARM[name](file, whole.length));
    writeFileSync(file, whole);
  }
  for (const kind of ['data', 'index', 'snapshots', 'keys'] as const) {
    const [one, other] = filesOf(tried, kind).slice(-2) as [string, string];
    await harm(tried, { kind, label: `${one} and ${other} swapped` }, () => swap(one, other));
    swap(one, other);
  }
  assert.equal((await problemsOf(tried.repository)).problems, []);
});

function swap(one: string, other: string): void {
  const aside = path.join(scratch, 'aside');
  renameSync(one, aside);
  renameSync(other, one);
  renameSync(aside, other);
}

damaged.run();
