/** What `copy` says of damage in the repository that it copies from. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { plant } from '../repository/sample-repository.ts';
import { holdfast, messages } from './holdfast.ts';

const copying = suite('copy');
const scratch = temporaryFolder('copy-cli');

copying('of a damaged snapshot names the file, copies the others, and ends with 3', async () => {
  const [from, to] = [holdfast(path.join(scratch, 'from')), holdfast(path.join(scratch, 'to'))];
  await from.must(['init']);
  const good = plant(path.join(scratch, 'good'), { file: 'good' });
  const bad = plant(path.join(scratch, 'bad'), { file: 'bad' });
  await from.must(['backup', good]);
  const before = new Set(await packsOf(from.repository));
  const id = String((await from.json(['backup', bad])).at(-1)!.snapshot_id);
  const added = (await packsOf(from.repository)).filter((pack) => !before.has(pack));
  for (const pack of added.toSorted((a, b) => readFileSync(a).length - readFileSync(b).length).slice(0, 1)) {
    const bytes = readFileSync(pack);
    bytes[20]! ^= 1;
    rmSync(pack);
    writeFileSync(pack, bytes);
  }
  await to.must(['init']);
  const env = { HOLDFAST_FROM_REPOSITORY: from.repository, HOLDFAST_FROM_PASSWORD: 'correct horse' };
  const said = await to.run(['copy', '--json'], { env });
  assert.is(said.code, 3, said.stderr);
  const [problem] = messages(said.stderr) as [{ error: { kind: string }; item: string }];
  assert.is(problem.error.kind, `snapshot ${id.slice(0, 8)} not copied`);
  assert.is(problem.item, path.join(bad, 'file'));
  const summary = messages(said.stdout).at(-1)!;
  assert.equal([summary.snapshots_copied, summary.problems], [1, 1]);
  const again = await to.run(['copy'], { env });
  assert.is(again.code, 3);
  assert.match(again.stderr, new RegExp(`^snapshot ${id.slice(0, 8)} not copied: ${bad}/file: `, 'm'));
  assert.match(again.stderr, /was copied before, as/);
});

async function packsOf(repository: string): Promise<string[]> {
  return (await mustRun('find', [path.join(repository, 'data'), '-type', 'f'])).stdout.trimEnd().split('\n');
}

copying.run();
