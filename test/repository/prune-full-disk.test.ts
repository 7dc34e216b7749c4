/** Prune where there is no room: it makes some, and uses it. */
import { statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prune, type Repository } from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { canMount, type SmallDisk, smallDisk } from './small-disk.ts';
import { faultOf } from './store-contract.ts';

const MIB = 1 << 20;
const full = suite('a prune on a full disk');
const scratch = temporaryFolder('prune-full');

/** A repository on a disk of its own, with much that nobody needs any more: `wholly` says whether some packs hold nothing else. */
async function onDisk(disk: SmallDisk, wholly: boolean): Promise<Repository> {
  const repository = await sampleRepository(path.join(disk.folder, 'repository'));
  const source = path.join(scratch, `source-${path.basename(disk.folder)}`);
  const old = wholly ? { 'old/a': seededBytes(1, 8 * MIB) } : {};
  const forgotten: string[] = [];
  if (wholly) {
    plant(source, old);
    forgotten.push((await save(repository, source, { parent: 'none' })).snapshot!.id);
    plant(source, { 'old/a': '' });
  }
  const files = (version: number) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, file) => [`f/${file}`, seededBytes(file % 2 === 0 ? version * 500 + file : file, 200_000)]),
    );
  plant(source, files(1));
  forgotten.push((await save(repository, source)).snapshot!.id);
  plant(source, files(2));
  await save(repository, source);
  for (const id of forgotten) await repository.store.remove('snapshots', id);
  return repository;
}

/** Fills the disk but for so many bytes. */
function fill(disk: SmallDisk, leave: number): void {
  const { bavail, bsize } = statfsSync(disk.folder);
  writeFileSync(path.join(disk.folder, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
}

// Without mounts there is no small disk; the suite then says so by its one test.
if (canMount()) {
  for (const leave of [64 << 10, 12 << 10, 4 << 10]) {
    full(`that has ${leave} bytes left frees what is not needed at all, and then the rest`, async () => {
      using disk = smallDisk(64 * MIB)!;
      const repository = await onDisk(disk, true);
      fill(disk, leave);
      const result = await prune(reopened(repository), { signal: never, maxUnusedShare: 0 });
      assert.ok(result.bytesFreed > 11 * MIB, `${result.bytesFreed}`);
      assert.equal(await problemsOf(repository).then(({ problems, hints }) => [problems, hints]), [[], []]);
    });
  }

  full('that has no room to move anything says so, and loses nothing', async () => {
    using disk = smallDisk(64 * MIB)!;
    const repository = await onDisk(disk, false);
    fill(disk, 64 << 10);
    assert.is(await faultOf(prune(reopened(repository), { signal: never, maxUnusedShare: 0 })), 'store.full');
    assert.equal((await problemsOf(repository)).problems, []);
  });
} else full('cannot be made here: this user may not mount', () => assert.not(canMount()));

full.run();
