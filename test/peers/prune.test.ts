/** Pruning, with restic as the judge: of what is left, and of whether anything more could go. */
// deadline: 300 s
import { readdirSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { holdfast } from '../cli/holdfast.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { times } from '../long.ts';
import { plant } from '../repository/sample-repository.ts';
import { mustRun } from './programs.ts';
import { restic, restoredPath } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pruning = suite('pruning, judged by restic,');
const scratch = temporaryFolder('prune-peers');
const KILLS = times(2, 40);
const SEED = Number(process.env.HOLDFAST_SEED ?? Math.floor(Math.random() * 2 ** 31));

function plantVersion(source: string, version: number, files = 24): void {
  plant(
    source,
    Object.fromEntries(
      Array.from({ length: files }, (_, file) => {
        const seed = file % 3 === 0 ? version * 1000 + file : file;
        const text = `${version}, ${file}: a line of text that compresses\n`.repeat(500);
        return [`folder ${file % 5}/${file}`, file % 2 === 0 ? seededBytes(seed, 200_000) : text];
      }),
    ),
  );
}

async function sameContent(theirs: ReturnType<typeof restic>, source: string, target: string): Promise<void> {
  await theirs.restore('latest', target);
  await mustRun('diff', ['-r', source, restoredPath(target, source)]);
}

for (const version of [1, 2] as const) {
  pruning(`leaves a repository of format ${version}, which restic wrote, clean and complete`, async () => {
    const place = path.join(scratch, `theirs-${version}`);
    const [ours, theirs] = [holdfast(path.join(place, 'repository')), restic(path.join(place, 'repository'))];
    const source = path.join(place, 'source');
    await theirs.init(version);
    for (const day of [1, 2, 3]) {
      plantVersion(source, day);
      await theirs.backup([source]);
    }
    await theirs.run(['forget', '--keep-last', '1']);
    const [dry] = await ours.json(['prune', '--max-unused', '0', '--dry-run']);
    assert.ok((dry!.bytes_freed as number) > 1_000_000);
    const said = await ours.must(['prune', '--max-unused', '0']);
    assert.match(said.stdout, /freed/);
    assert.is(await theirs.check(), '');
    await sameContent(theirs, source, path.join(place, 'back'));
    const more = await theirs.run(['prune', '--max-unused', '0']);
    assert.is(more.code, 0, more.stderr);
    assert.match(more.stdout, /to delete:\s+0 blobs/, more.stdout);
    const unchanged = await theirs.backup([source]);
    assert.equal([unchanged.files_new, unchanged.files_changed, unchanged.data_blobs], [0, 0, 0]);
  });
}

pruning('compresses what an old repository stored as it was', async () => {
  const place = path.join(scratch, 'theirs-1');
  const [ours, theirs] = [holdfast(path.join(place, 'repository')), restic(path.join(place, 'repository'))];
  await theirs.run(['migrate', 'upgrade_repo_v2']);
  const before = Number((await mustRun('du', ['-sb', path.join(place, 'repository/data')])).stdout.split('\t')[0]);
  await ours.must(['prune', '--repack-uncompressed']);
  const after = Number((await mustRun('du', ['-sb', path.join(place, 'repository/data')])).stdout.split('\t')[0]);
  assert.ok(after < before - 200_000, `${before} became ${after}`);
  assert.is(await theirs.check(), '');
  await sameContent(theirs, path.join(place, 'source'), path.join(place, 'back-2'));
});

pruning('with forget in one go frees the space, and says in a dry run what it would free', async () => {
  const place = path.join(scratch, 'ours');
  const [ours, theirs] = [holdfast(path.join(place, 'repository')), restic(path.join(place, 'repository'))];
  const source = path.join(place, 'source');
  await ours.must(['init']);
  for (const day of [1, 2, 3]) {
    plantVersion(source, day);
    await ours.must(['backup', source]);
  }
  const dry = await ours.json(['forget', '--keep-last', '1', '--prune', '--max-unused', '0', '--dry-run']);
  assert.ok((dry.at(-1)!.bytes_freed as number) > 1_000_000);
  const done = await ours.json(['forget', '--keep-last', '1', '--prune', '--max-unused', '0']);
  assert.ok(Math.abs((dry.at(-1)!.bytes_freed as number) - (done.at(-1)!.bytes_freed as number)) < 20_000);
  assert.is(await theirs.check(), '');
  await sameContent(theirs, source, path.join(place, 'back'));
});

pruning(`killed at ${KILLS} random moments loses nothing that a snapshot needs (seed ${SEED})`, async () => {
  const place = path.join(scratch, 'killed');
  const original = path.join(place, 'original');
  const source = path.join(place, 'source');
  const ours = holdfast(original);
  await ours.must(['init']);
  for (const day of [1, 2, 3]) {
    plantVersion(source, day, 90);
    await ours.must(['backup', source]);
  }
  const [first] = (await restic(original).snapshots()).toSorted((a, b) => (a.time < b.time ? -1 : 1));
  await ours.must(['forget', first!.id]);
  const started = performance.now();
  await fs.cp(original, path.join(place, 'whole'), { recursive: true });
  await holdfast(path.join(place, 'whole')).must(['prune', '--max-unused', '0']);
  const wholeMs = performance.now() - started;
  for (let kill = 0; kill < KILLS; kill++) {
    const repository = path.join(place, `killed-${kill}`);
    await fs.cp(original, repository, { recursive: true });
    const afterMs = wholeMs * (0.3 + 0.7 * fraction(SEED + kill));
    await holdfast(repository).run(['prune', '--max-unused', '0'], {
      onStart: (child) => void setTimeout(() => child.kill('SIGKILL'), afterMs),
    });
    const theirs = restic(repository);
    await theirs.run(['unlock']);
    assert.is(await theirs.check(), '', `killed after ${afterMs} ms`);
    await holdfast(repository).must(['prune', '--max-unused', '0']);
    await holdfast(repository).must(['check', '--read-data']);
    assert.equal(
      readdirSync(path.join(repository, 'data')).filter((name) => name.startsWith('tmp-')),
      [],
    );
    await sameContent(theirs, source, path.join(place, `back-${kill}`));
    await fs.rm(repository, { recursive: true });
  }
});

/** 0 to 1, the same for the same number. */
function fraction(number: number): number {
  return seededBytes(number, 4).readUInt32LE(0) / 2 ** 32;
}

pruning('waits for nobody: a lock of restic keeps it out, and unlock takes away what a killed program left', async () => {
  const place = path.join(scratch, 'ours');
  const [ours, theirs] = [holdfast(path.join(place, 'repository')), restic(path.join(place, 'repository'))];
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined;
  const locks = path.join(place, 'repository/locks');
  const changes = fs.watch(locks);
  const checking = theirs.run(['check', '--read-data'], {
    onStart: (started) => {
      child = started;
    },
  });
  for await (const _ of changes) if (readdirSync(locks).some((name) => /^[0-9a-f]{64}$/.test(name))) break;
  child!.kill('SIGSTOP');
  assert.is((await ours.run(['prune'])).code, 11);
  child!.kill('SIGKILL');
  await checking;
  assert.match((await ours.must(['unlock'])).stdout, /removed 1 lock/);
  assert.equal(readdirSync(locks), []);
});

pruning.run();
