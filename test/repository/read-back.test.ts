/** Reading back what was just stored: a pack that does not hold what was meant gets into no index and no snapshot. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Repository } from '../../src/repository/repository.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const readingBack = suite('reading back what was stored');
const scratch = temporaryFolder('read-back');
const files = (seed: number) => ({ big: seededBytes(seed, 3 << 20), small: seededBytes(seed + 1, 100), 'folder/other': 'text' });

/** The repository on a disk that turns a bit of every new pack around, right after it was written. */
function onRottenDisk({ store, config, master, keyId }: Repository): Repository {
  const rotten = {
    ...store,
    async stat(...[kind, name]: Parameters<typeof store.stat>) {
      if (kind === 'data') flipBit(store.pathOf!(kind, name));
      return await store.stat(kind, name);
    },
  };
  return new Repository({ store: rotten, config, master, keyId });
}

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 3)]! ^= 4;
  chmodSync(file, 0o600);
  writeFileSync(file, bytes);
}

readingBack('finds nothing where nothing is wrong', async () => {
  const repository = await sampleRepository(path.join(scratch, 'whole'));
  const { problems, snapshot } = await save(repository, plant(path.join(scratch, 'source'), files(1)), { readBack: true });
  assert.is(problems, 0);
  assert.ok(snapshot);
  assert.equal((await problemsOf(repository)).problems, []);
});

readingBack('ends a backup whose packs turn out different, with no snapshot that relies on them', async () => {
  const repository = await sampleRepository(path.join(scratch, 'rotten'));
  const source = plant(path.join(scratch, 'other source'), files(5));
  assert.is(await faultOf(save(onRottenDisk(repository), source, { readBack: true })), 'repository.damaged');
  assert.is((await listAll(repository.store, 'snapshots')).size, 0);
  await save(reopened(repository), source, { readBack: true });
  assert.equal((await problemsOf(repository)).problems, []);
});

readingBack.run();
