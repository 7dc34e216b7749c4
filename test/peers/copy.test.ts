/** Copies between repositories, with restic as the judge of what arrives, and as one that copies, too. */
// deadline: 300 s
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Holdfast, holdfast } from '../cli/holdfast.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { times } from '../long.ts';
import { plant } from '../repository/sample-repository.ts';
import { compareTrees } from './compare-trees.ts';
import { unexpected } from './known-differences.ts';
import { buildOddTree } from './odd-tree.ts';
import { restic, restoredPath } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const copying = suite('a copy, judged by restic,');
const scratch = temporaryFolder('copy-peers');
const at = (...parts: string[]) => path.join(scratch, ...parts);
const KILLS = times(1, 20);
const SEED = Number(process.env.HOLDFAST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const WAYS = ['packs', 'blobs', 'recut'] as const;
const INIT = { packs: ['--share-key'], blobs: ['--copy-chunker-params'], recut: [] } as const;
const original = at('original');
/** Opens the repository that is copied from. */
const FROM = ['--from-repo', original, '--from-password-file', at('password')];

async function target(way: (typeof WAYS)[number], name: string): Promise<Holdfast> {
  const made = holdfast(at(name), `password of ${name}`);
  await made.must(['init', ...INIT[way], ...(way === 'recut' ? [] : FROM)]);
  return made;
}

copying.before(async () => {
  writeFileSync(at('password'), 'correct horse\n');
  await buildOddTree(at('odd'), { utf8LinkTargets: true });
  plant(at('odd'), { 'large/random': seededBytes(1, 7_000_000), 'large/text': 'the quick brown fox\n'.repeat(150_000) });
  await restic(original).init();
  await restic(original).backup([at('odd'), '--tag', 'a,b']);
});

for (const way of WAYS) {
  copying(`by ${way} is whole, restores to what was saved, and goes on from there`, async () => {
    const ours = await target(way, way);
    const theirs = restic(ours.repository, `password of ${way}`);
    const said = (await ours.json(['copy', ...FROM])).at(-1)!;
    assert.equal([said.way, said.snapshots_copied, said.problems], [way, 1, 0]);
    assert.is(await theirs.check(), '');
    const [copied] = await theirs.snapshots();
    const [source] = await restic(original).snapshots();
    assert.equal(
      [copied!.time, copied!.hostname, copied!.tags, copied!.paths],
      [source!.time, source!.hostname, source!.tags, source!.paths],
    );
    await theirs.restore('latest', at(`back-${way}`));
    const differences = await compareTrees(at('odd'), restoredPath(at(`back-${way}`), at('odd')), { ignoreSockets: true });
    assert.equal(unexpected(differences, 'restic 0.14'), []);
    const onTop = await theirs.backup([at('odd'), '--force']);
    assert.is(onTop.data_blobs, 0, 'everything is cut as the target cuts it');
    rmSync(at(`back-${way}`), { recursive: true });
    const again = (await ours.json(['copy', ...FROM])).at(-1)!;
    assert.equal([again.snapshots_copied, again.snapshots_skipped, again.blobs_added], [0, 1, 0]);
  });
}

copying('is known to restic as a copy, and a copy that restic made is known', async () => {
  for (const way of ['packs', 'blobs'] as const) {
    const run = await restic(at(way), `password of ${way}`).run(['copy', ...FROM, '--tag', 'a']);
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stdout, /was already copied/);
  }
  const ours = await target('recut', 'by restic');
  assert.is((await restic(ours.repository, 'password of by restic').run(['copy', ...FROM])).code, 0);
  const said = (await ours.json(['copy', ...FROM])).at(-1)!;
  assert.equal([said.snapshots_copied, said.snapshots_skipped], [0, 1]);
});

copying('that cut anew shares data with what is backed up to the target later', async () => {
  appendFileSync(at('odd', 'large/random'), seededBytes(7, 1000));
  const summary = await restic(at('recut'), 'password of recut').backup([at('odd')]);
  assert.is(summary.data_blobs, 1, 'the chunk at the end of the file that grew');
});

copying('says what it would do, and what it lacks', async () => {
  const ours = await target('packs', 'dry');
  const [id] = (await restic(original).snapshots()).map(({ id }) => id);
  const dry = await ours.must(['copy', ...FROM, '--dry-run', id!.slice(0, 8)]);
  assert.match(dry.stdout, /would be copied\nwould copy 1 snapshot: /);
  assert.is((await ours.json(['copy', ...FROM, '--tag', 'nobody'])).at(-1)!.snapshots_copied, 0);
  for (const [words, code, expected] of [
    [['copy'], 2, /say from which repository/],
    [['copy', ...FROM, 'ffffffff'], 1, /No snapshot has an id/],
    [['copy', '--from-repo', at('nowhere'), '--from-password-file', at('password')], 10, /no repository in/],
    [['copy', '--from-repo', at('blobs'), '--from-password-file', at('password')], 12, /password is wrong/],
  ] as const) {
    const run = await ours.run(words);
    assert.is(run.code, code, run.stderr);
    assert.match(run.stderr, expected);
  }
  assert.is((await ours.must(['copy', ...FROM, '--quiet'])).stdout, '');
});

copying(`killed at ${KILLS} random moments goes on with what is whole (seed ${SEED})`, async () => {
  const whole = await target('recut', 'timed');
  const started = performance.now();
  await whole.must(['copy', ...FROM]);
  const wholeMs = performance.now() - started;
  for (let kill = 0; kill < KILLS; kill++) {
    const way = WAYS[kill % 3]!;
    const ours = await target(way, `killed-${kill}`);
    const afterMs = wholeMs * (0.3 + 0.7 * (seededBytes(SEED + kill, 4).readUInt32LE(0) / 2 ** 32));
    await ours.run(['copy', ...FROM], { onStart: (child) => void setTimeout(() => child.kill('SIGKILL'), afterMs) });
    const said = (await ours.json(['copy', ...FROM])).at(-1)!;
    assert.is((said.snapshots_copied as number) + (said.snapshots_skipped as number), 1, `${way}, killed after ${afterMs} ms`);
    assert.is(await restic(ours.repository, `password of killed-${kill}`).check(), '');
  }
});

copying.run();
