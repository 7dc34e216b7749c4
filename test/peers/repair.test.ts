// deadline: 300 s
/** Repairs, by the command line, with restic as the judge: of a whole repository, and of what is left in it. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Holdfast, holdfast } from '../cli/holdfast.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { flipAt } from '../repository/damage.ts';
import { plant } from '../repository/sample-repository.ts';
import { mustRun } from './programs.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const repairing = suite('a repair, judged by restic,');
const scratch = temporaryFolder('repair-peers');
const source = path.join(scratch, 'source');
let copies = 0;

/** A repository that restic wrote, with some packs, to be damaged; and another one of ours that holds the same. */
const whole = path.join(scratch, 'whole');
const another = path.join(scratch, 'another');

repairing.before(async () => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, file) => [`folder ${file % 3}/${file}`, seededBytes(file, 90_000)]));
  plant(source, { ...files, large: seededBytes(77, 6_000_000) });
  await restic(whole).init();
  await restic(whole).backup(['.'], { cwd: source });
  await holdfast(another).must(['init']);
  await holdfast(another).must(['backup', '.'], { cwd: source });
});

async function copy(): Promise<{ ours: Holdfast; theirs: ReturnType<typeof restic>; files(kind: string): Promise<string[]> }> {
  const place = path.join(scratch, `copy ${copies++}`);
  await mustRun('cp', ['-a', whole, place]);
  const files = async (kind: string): Promise<string[]> => {
    const all = await fs.readdir(path.join(place, kind), { recursive: true, withFileTypes: true });
    const paths = all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    const sized = await Promise.all(paths.map(async (file) => [file, (await fs.stat(file)).size] as const));
    return sized.toSorted(([, a], [, b]) => b - a).map(([file]) => file);
  };
  return { ours: holdfast(place), theirs: restic(place), files };
}

async function sameContent(theirs: ReturnType<typeof restic>): Promise<void> {
  const target = path.join(scratch, `back ${copies++}`);
  await theirs.restore('latest', target);
  await mustRun('diff', ['-r', source, target]);
}

repairing('makes an index anew that is gone', async () => {
  const { ours, theirs, files } = await copy();
  for (const file of await files('index')) await fs.rm(file);
  const summary = (await ours.json(['repair', 'index'])).at(-1);
  assert.is(summary!.packs_read, (await files('data')).length);
  assert.is(await theirs.check(), '');
  await sameContent(theirs);
});

repairing('saves what is left of a damaged pack, keeps a copy of it, and makes a snapshot without the rest', async () => {
  const { ours, theirs, files } = await copy();
  const [pack] = await files('data');
  flipAt(pack!, 200_000);
  const copiesTo = path.join(scratch, 'packs');
  await fs.mkdir(copiesTo);
  const packs = await ours.run(['repair', 'packs', '--copy-to', copiesTo]);
  assert.is(packs.code, 3, packs.stderr);
  assert.match(packs.stdout, /1 damaged pack removed: .* saved\n1 blob with .* lost/);
  assert.equal(await fs.readdir(copiesTo), [`pack-${path.basename(pack!)}`]);
  const dry = await ours.run(['repair', 'snapshots', '--dry-run']);
  assert.is(dry.code, 3);
  assert.match(
    dry.stdout,
    /^[0-9a-f]{8} \/(large|folder \d\/\d+): \d+ of \d+ bytes lost\n[0-9a-f]{8} would be repaired\n1 of 1 snapshot damaged: 1 file or folder lost/,
  );
  const done = await ours.run(['repair', 'snapshots', '--forget', '--json']);
  assert.is(done.code, 3, done.stderr);
  const said = done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(
    said.map(({ message_type: type }) => type),
    ['lost', 'repaired', 'summary'],
  );
  assert.is(await theirs.check(), '');
  const [snapshot, ...others] = await theirs.snapshots();
  assert.equal([others.length, snapshot!.tags], [0, ['repaired']]);
  const target = path.join(scratch, 'left');
  await theirs.restore('latest', target);
  const [lost] = said;
  const file = path.join(target, lost.path);
  assert.is((await fs.stat(file)).size, lost.bytes_left);
  assert.is(lost.bytes_left + lost.bytes_lost, (await fs.stat(path.join(source, lost.path))).size);
  const differences = await mustRun('sh', ['-c', `diff -rq '${source}' '${target}' || true`]);
  assert.is(differences.stdout.trim().split('\n').length, 1, differences.stdout);
});

repairing('takes what is lost from another repository, with another key and polynomial', async () => {
  const { ours, theirs, files } = await copy();
  const [large, ...others] = await files('data');
  await fs.rm(large!);
  for (const file of others) flipAt(file, 60);
  const env = { HOLDFAST_FROM_PASSWORD: 'correct horse' };
  const broken = await ours.run(['repair', 'packs', '--no-copy', '--from-repo', another], { env });
  const blobs = await ours.run(['repair', 'blobs', '--from-repo', another], { env });
  // What is cut by another polynomial has other names, so a large file may not be found there; small ones and the folders are.
  for (const run of [broken, blobs]) assert.ok([0, 3].includes(run.code), run.stderr);
  assert.match(broken.stdout, /taken from the other repository/);
  await ours.must(['backup', '.'], { cwd: source });
  assert.is(await theirs.check(), '');
  await sameContent(theirs);
});

repairing('is not needed for what the next backup finds in the source again', async () => {
  const { ours, theirs, files } = await copy();
  for (const file of await files('data')) await fs.rm(file);
  const backup = await ours.must(['backup', '.'], { cwd: source });
  assert.match(backup.stderr, /packs of the repository are missing or cut off.*repair index/);
  await ours.must(['repair', 'index']);
  assert.is(await theirs.check(), '');
  await sameContent(theirs);
});

repairing('says what it needs when it is called wrongly', async () => {
  const { ours } = await copy();
  assert.is((await ours.run(['repair', 'blobs'])).code, 2);
  assert.is((await ours.run(['repair', 'packs', 'abc'])).code, 2);
  assert.is((await ours.run(['repair'])).code, 2);
  const unknown = await ours.run(['repair', 'packs', 'ab'.repeat(32)]);
  assert.match(unknown.stderr, /There is no pack/);
  assert.is(unknown.code, 2);
});

repairing.run();
