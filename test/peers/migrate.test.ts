/** The upgrade of what restic wrote in format 1, with restic as the judge before and after. */
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdfast } from '../cli/holdfast.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { plant } from '../repository/sample-repository.ts';
import { mustRun } from './programs.ts';
import { restic, restoredPath } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const migrating = suite('a repository of format 1 that restic wrote');
const scratch = temporaryFolder('migrate');

migrating('is upgraded, stays what restic takes for whole, and then compresses', async () => {
  const place = path.join(scratch, 'repository');
  const source = plant(path.join(scratch, 'source'), { text: 'a line of text\n'.repeat(100_000), random: seededBytes(1, 900_000) });
  const [ours, theirs] = [holdfast(place), restic(place)];
  await theirs.init(1);
  await theirs.backup([source]);
  assert.match((await ours.must(['migrate'])).stdout, /^upgrade_repo_v2: /);
  assert.is((await ours.run(['migrate', 'upgrade_repo_v3'])).code, 2);
  const said = await ours.json(['migrate', 'upgrade_repo_v2']);
  assert.equal([said.at(-1)!.message_type, said.at(-1)!.changed], ['migrated', true]);
  assert.is(await theirs.check(), '');
  assert.is(((await theirs.cat('config', '')) as { version: number }).version, 2);
  assert.match((await ours.must(['migrate'])).stdout, /no migration is needed/);
  const size = async () => Number((await mustRun('du', ['-sb', path.join(place, 'data')])).stdout.split('\t')[0]);
  const before = await size();
  await ours.must(['prune', '--repack-uncompressed']);
  assert.ok((await size()) < before - 1_000_000);
  assert.is(await theirs.check(), '');
  await theirs.restore('latest', path.join(scratch, 'back'));
  await mustRun('diff', ['-r', source, restoredPath(path.join(scratch, 'back'), source)]);
  const unchanged = await theirs.backup([source]);
  assert.equal([unchanged.files_new, unchanged.files_changed, unchanged.data_blobs], [0, 0, 0]);
});

migrating.run();
