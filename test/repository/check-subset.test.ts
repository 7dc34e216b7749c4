/** Which packs a check of some data reads. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseSubset } from '../../src/repository/check/subset.ts';
import { check } from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, reopened, sampleRepository, save } from './sample-repository.ts';
import { listAll } from './store-contract.ts';

const subset = suite('a check of some data');
const sizes = new Map(Array.from({ length: 500 }, (_, number) => [seededBytes(number, 32).toString('hex'), 1000 + number]));

subset('in parts reads every pack once', () => {
  for (const count of [1, 2, 7, 256]) {
    const parts = Array.from({ length: count }, (_, index) => [
      ...chooseSubset(sizes, { kind: 'part', part: index + 1, of: count }).keys(),
    ]);
    assert.equal(parts.flat().sort(), [...sizes.keys()].sort());
  }
});

subset('by share reads that many packs, and one at least', () => {
  assert.is(chooseSubset(sizes, { kind: 'share', share: 0.1 }).size, 50);
  assert.is(chooseSubset(sizes, { kind: 'share', share: 0.0001 }).size, 1);
  assert.is(chooseSubset(sizes, { kind: 'share', share: 1 }).size, 500);
  assert.is(chooseSubset(new Map(), { kind: 'share', share: 0.5 }).size, 0);
});

subset('by size reads about so many bytes', () => {
  const bytes = chooseSubset(sizes, { kind: 'bytes', bytes: 20_000 })
    .values()
    .reduce((sum, size) => sum + size, 0);
  assert.ok(bytes >= 20_000 && bytes < 21_600, `${bytes}`);
  assert.is(chooseSubset(sizes, { kind: 'bytes', bytes: 1e12 }).size, 500);
});

subset('takes other packs each time', () => {
  const some = () => [...chooseSubset(sizes, { kind: 'share', share: 0.1 }).keys()].sort().join();
  assert.is.not(some(), some());
});

subset('finds the damage in the part that holds it, and only there', async () => {
  const scratch = temporaryFolder('check-subset');
  const repository = await sampleRepository(path.join(scratch, 'repository'));
  for (let day = 0; day < 8; day++) await save(repository, plant(path.join(scratch, 'source'), { [`${day}`]: seededBytes(day, 3000) }));
  // The largest pack holds files: damage in a pack of trees would be found by every check, whatever it reads.
  const [pack] = [...(await listAll(repository.store, 'data'))].toSorted(([, a], [, b]) => b - a)[0]!;
  const file = path.join(repository.store.location, 'data', pack.slice(0, 2), pack);
  const bytes = readFileSync(file);
  bytes[20]! ^= 1;
  rmSync(file);
  writeFileSync(file, bytes);
  const guilty = (Number.parseInt(pack.slice(0, 2), 16) % 3) + 1;
  for (let part = 1; part <= 3; part++) {
    const { problems } = await check(reopened(repository), { signal: never, noLock: true, readData: { kind: 'part', part, of: 3 } });
    assert.is(problems.length > 0, part === guilty);
  }
});

subset.run();
