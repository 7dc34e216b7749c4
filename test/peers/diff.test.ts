/** Comparing snapshots, with restic as the judge. */
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdfast, messages } from '../cli/holdfast.ts';
import { plant } from '../repository/sample-repository.ts';
import { ODD_NAMES } from './odd-names.table.ts';
import { seededBytes } from './odd-tree.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const comparing = suite('comparing snapshots');
const scratch = temporaryFolder('diff');
const place = path.join(scratch, 'repository');
const [ours, theirs] = [holdfast(place), restic(place)];
let ids: string[] = [];

comparing.before(async () => {
  await theirs.init(2);
  const source = plant(path.join(scratch, 'source'), {
    'same/deep/file': 'the same',
    'same/twin': 'copied later',
    'changed/big': seededBytes('big', 3_000_000),
    'changed/small': 'small',
    'changed/mode': 'mode',
    'gone/a/b': 'gone',
    'gone/twin of same': 'the same',
    'type/to-link': 'file',
    'type/to-folder': 'file',
    moved: seededBytes('moved', 700_000),
    'type/to-file/inside': 'inside',
  });
  const at = (name: string) => path.join(source, name);
  await theirs.backup(['.'], { cwd: source });
  writeFileSync(at('changed/big'), Buffer.concat([seededBytes('big', 2_500_000), Buffer.from('tail')]));
  writeFileSync(at('changed/small'), 'other');
  chmodSync(at('changed/mode'), 0o600);
  rmSync(at('gone'), { recursive: true });
  plant(at('new'), { 'x/y': 'copied later', z: 'fresh' });
  for (const name of ODD_NAMES) writeFileSync(Buffer.concat([Buffer.from(`${source}/new/`), name]), 'odd');
  linkSync(at('new/z'), at('new/z2'));
  renameSync(at('moved'), at('moved-away'));
  for (const name of ['type/to-link', 'type/to-folder', 'type/to-file']) rmSync(at(name), { recursive: true });
  symlinkSync('nowhere', at('type/to-link'));
  mkdirSync(at('type/to-folder/deep'), { recursive: true });
  writeFileSync(at('type/to-file'), 'now a file');
  await theirs.backup(['.'], { cwd: source });
  ids = (await theirs.snapshots()).map(({ id }) => id);
});

for (const more of [[], ['--metadata']])
  comparing(`tells the changes and counts that restic tells ${more.join(' ')}`, async () => {
    for (const pair of more.length > 0 ? [ids] : [ids, ids.toReversed()]) {
      const judged = messages((await theirs.run(['diff', '--json', ...more, ...pair])).stdout);
      const told = (await ours.json(['diff', ...more, ...pair])).map(({ path_raw: _, ...message }) => message);
      assert.ok(judged.length > 20);
      assert.equal(told, judged);
    }
  });

comparing('a snapshot equals itself', async () => {
  const [statistics, ...others] = await ours.json(['diff', ids[0]!, ids[0]!, '--metadata']);
  assert.equal(others, []);
  const none = { files: 0, dirs: 0, others: 0, data_blobs: 0, tree_blobs: 0, bytes: 0 };
  assert.equal([statistics!.added, statistics!.removed, statistics!.changed_files], [none, none, 0]);
});

comparing.run();
