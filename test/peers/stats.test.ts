/** Counting what snapshots hold and take, with restic as the judge. */
import { linkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRepository, openStore, type Snapshot, STATS_MODES, stats } from '../../src/repository/index.ts';
import { holdfast } from '../cli/holdfast.ts';
import { never, plant } from '../repository/sample-repository.ts';
import { seededBytes } from './odd-tree.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const counting = suite('counting');
const scratch = temporaryFolder('stats');
const place = path.join(scratch, 'repository');
const [ours, theirs] = [holdfast(place), restic(place)];

counting.before(async () => {
  await theirs.init(2);
  const source = plant(path.join(scratch, 'source'), {
    'a/empty': '',
    'a/text': 'much the same '.repeat(5000),
    'a/big': seededBytes('stats', 5_000_000),
    'b/copy of big': seededBytes('stats', 5_000_000),
    'b/linked': 'one inode',
    'plain/folder/file': 'plain',
  });
  linkSync(path.join(source, 'b/linked'), path.join(source, 'b/again'));
  linkSync(path.join(source, 'b/linked'), path.join(source, 'a/and again'));
  await theirs.backup(['--host', 'one', '.'], { cwd: source });
  writeFileSync(path.join(source, 'a/big'), Buffer.concat([seededBytes('stats', 4_000_000), Buffer.from('grown')]));
  writeFileSync(path.join(source, 'a/new'), 'new');
  await theirs.backup(['--host', 'two', '.'], { cwd: source });
});

counting('gives the figures that restic gives, in every mode', async () => {
  const repository = await openRepository(openStore(place), Buffer.from('correct horse'));
  for (const mode of STATS_MODES) {
    const judged = JSON.parse((await theirs.run(['stats', '--json', '--mode', mode])).stdout);
    // restic takes snapshots as they come, and where one content has several paths the first one counts.
    const figures = [];
    for (const choose of [undefined, (all: readonly Snapshot[]) => all.toReversed()]) {
      const { totalBytes, files = 0, blobs = 0, snapshots } = await stats(repository, { mode, choose, noLock: true, signal: never });
      figures.push(`${totalBytes} ${files} ${blobs} ${snapshots}`);
    }
    const { total_size, total_file_count = 0, total_blob_count = 0, snapshots_count } = judged;
    assert.ok(figures.includes(`${total_size} ${total_file_count} ${total_blob_count} ${snapshots_count}`), `${mode}: ${figures}`);
    if (mode !== 'blobs-per-file') assert.is(figures[0], figures[1]);
  }
});

counting('answers the JSON that restic answers, for the snapshots that were chosen', async () => {
  const args = ['stats', '--json', '--mode', 'blobs-per-file', '--host', 'two', 'latest'];
  assert.equal(JSON.parse((await ours.must(args)).stdout), JSON.parse((await theirs.run(args)).stdout));
});

counting('says how much compression saves', async () => {
  const [answer] = await ours.json(['stats', '--mode', 'raw-data']);
  assert.ok(Number(answer!.total_uncompressed_size) > Number(answer!.total_size));
  assert.ok(Number(answer!.compression_ratio) > 1);
});

counting.run();
