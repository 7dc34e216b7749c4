/** Healing: the next backup stores again what the repository lost, as far as the source still has it. */
import { appendFileSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BackupProblem, type Repository, repairIndex, repairPacks } from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { copyOf, flipAt, packFile, packsOf } from './damage.ts';
import { never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';

const healing = suite('the next backup');
const scratch = temporaryFolder('healing');
const source = plant(path.join(scratch, 'source'), {
  large: seededBytes(1, 2_500_000),
  'folder/small': 'small',
  'folder/deep/other': seededBytes(2, 70_000),
});
const original = await sampleRepository(path.join(scratch, 'original'));
await save(original, source, { workers: 1 });
const packs = await packsOf(original);
let copies = 0;

async function backedUp(harm: (copy: Repository) => void): Promise<{ copy: Repository; kinds: string[]; added: number; read: number }> {
  const copy = copyOf(original, path.join(scratch, `copy-${copies++}`));
  harm(copy);
  const problems: BackupProblem[] = [];
  const { summary } = await save(reopened(copy), source, { workers: 1, onProblem: (problem) => problems.push(problem) });
  const kinds = [...new Set(problems.map(({ kind }) => kind))].sort();
  return { copy, kinds, added: summary.data_blobs + summary.tree_blobs, read: summary.files_changed };
}

const blobs = packs.reduce((sum, { blobs: inPack }) => sum + inPack.length, 0);

healing('reads nothing again when nothing is lost', async () => {
  const { kinds, added, read } = await backedUp(() => {});
  assert.equal([kinds, added, read], [[], 0, 0]);
});

const HARMS: Readonly<Record<string, (file: string) => void>> = {
  missing: (file) => rmSync(file),
  'cut off': (file) => truncateSync(file, 1000),
  'too long': (file) => appendFileSync(file, 'x'),
};
for (const [what, harm] of Object.entries(HARMS))
  healing(`stores again what was in packs that are ${what}, though the index still lists them`, async () => {
    const { copy, kinds, added } = await backedUp((it) => {
      for (const { id } of packs) harm(packFile(it, id));
    });
    assert.equal(kinds, ['parent-damaged', 'repository-damaged']);
    assert.is(added, blobs);
    if (what === 'missing') assert.is((await repairIndex(copy, { signal: never })).blobsLost, 0);
    else assert.is((await repairPacks(copy, { signal: never, workers: 1 })).blobsLost, 0);
    assert.equal((await problemsOf(copy)).problems, []);
  });

healing('stores a folder again whose tree is damaged inside its pack, also for the snapshots before', async () => {
  const trees = packs.find(({ blobs: [first] }) => first!.type === 'tree')!;
  const { copy, kinds, added } = await backedUp((it) => {
    for (const blob of trees.blobs) flipAt(packFile(it, trees.id), blob.offset + 20);
  });
  assert.equal(kinds, ['parent-damaged']);
  assert.is(added, trees.blobs.length);
  assert.is((await repairPacks(copy, { signal: never, packs: [trees.id], workers: 1 })).blobsLost, 0);
  assert.equal((await problemsOf(copy)).problems, []);
});

healing('stores data again that a repair found damaged', async () => {
  const data = packs.find(({ blobs: [first] }) => first!.type === 'data')!;
  let lost = 0;
  const copy = copyOf(original, path.join(scratch, `copy-${copies++}`));
  for (const blob of data.blobs) flipAt(packFile(copy, data.id), blob.offset + 20);
  await repairPacks(copy, { signal: never, workers: 1, onLost: () => lost++ });
  assert.is(lost, data.blobs.length);
  const { summary } = await save(reopened(copy), source, { workers: 1 });
  assert.is(summary.data_blobs, data.blobs.length);
  const { problems, hints } = await problemsOf(copy);
  assert.equal([problems, hints], [[], []]);
  assert.is(readdirSync(path.join(copy.store.location, 'snapshots')).length, 2);
});

healing.run();
