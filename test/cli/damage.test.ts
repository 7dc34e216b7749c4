// deadline: 300 s
/** A repository with damage of every kind: it is found, named, and never becomes a silently wrong restore. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTrees } from '../peers/compare-trees.ts';
import { seededBytes } from '../peers/odd-tree.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { type Holdfast, holdfast, messages } from './holdfast.ts';

const damaged = suite('a damaged repository');
const scratch = temporaryFolder('damage');
const source = path.join(scratch, 'source');
const whole = path.join(scratch, 'whole');
let copies = 0;

damaged.before(async () => {
  await fs.mkdir(path.join(source, 'folder'), { recursive: true });
  await fs.writeFile(path.join(source, 'large'), seededBytes('damage', 6_000_000));
  await fs.writeFile(path.join(source, 'small'), 'small file\n'.repeat(100));
  await fs.writeFile(path.join(source, 'folder', 'other'), seededBytes('other', 20_000));
  await holdfast(whole).must(['init']);
  await holdfast(whole).must(['backup', '.'], { cwd: source });
});

/** A copy of the whole repository, to be damaged. */
async function copy(): Promise<Holdfast> {
  const folder = path.join(scratch, `copy ${copies++}`);
  await mustRun('cp', ['-a', whole, folder]);
  return holdfast(folder);
}

/** Files of a kind, the largest first. */
async function filesOf({ repository }: Holdfast, kind: string): Promise<string[]> {
  if (kind === 'config') return [path.join(repository, 'config')];
  const entries = await fs.readdir(path.join(repository, kind), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const sizes = new Map(await Promise.all(files.map(async (file) => [file, (await fs.stat(file)).size] as const)));
  return files.sort((a, b) => sizes.get(b)! - sizes.get(a)!);
}

async function flipBit(file: string, offset: number): Promise<void> {
  await fs.chmod(file, 0o600);
  const bytes = await fs.readFile(file);
  const at = offset < 0 ? bytes.length + offset : offset;
  bytes[at]! ^= 1 << (at % 8);
  await fs.writeFile(file, bytes);
}

/** What a thorough check says: the code of the failure that kept it from checking, or the kinds of problems it found. */
async function verdict(program: Holdfast): Promise<{ exit: number; found: string[] }> {
  const run = await program.run(['check', '--read-data', '--json']);
  const said = messages(run.stderr);
  const found = said.map((message) => String(message.code ?? (message.error as { kind: string }).kind));
  return { exit: run.code, found: [...new Set(found)].sort() };
}

damaged('that is not damaged is found whole', async () => {
  assert.equal(await verdict(await copy()), { exit: 0, found: [] });
});

const FLIPS: readonly [string, string, readonly number[], string][] = [
  ['config', 'config', [0, 20, -1], 'repository.unopenable'],
  ['key', 'keys', [2, 100, -3], 'repository.unopenable'],
  ['index', 'index', [0, 50, -1], 'index damaged'],
  ['snapshot', 'snapshots', [0, 50, -1], 'snapshot damaged'],
  ['pack, in the data', 'data', [0, 17, 3_000_000], 'pack damaged'],
  ['pack, in the header', 'data', [-40, -5], 'pack damaged'],
  ['pack, in the length of the header', 'data', [-4, -1], 'pack damaged'],
];
for (const [what, kind, offsets, expected] of FLIPS) {
  damaged(`shows one flipped bit in a ${what}`, async () => {
    for (const offset of offsets) {
      const program = await copy();
      const [file] = await filesOf(program, kind);
      await flipBit(file!, offset);
      const { exit, found } = await verdict(program);
      assert.is(exit, 1, `${what} at ${offset}`);
      assert.ok(found.includes(expected), `${what} at ${offset}: ${found.join(', ')}`);
    }
  });
}

damaged('shows one flipped bit in the pack of trees', async () => {
  const program = await copy();
  const packs = await filesOf(program, 'data');
  await flipBit(packs.at(-1)!, 40);
  const { exit, found } = await verdict(program);
  assert.is(exit, 1);
  assert.ok(found.includes('pack damaged') || found.includes('tree damaged'), found.join(', '));
});

damaged('counts a lock that cannot be read as a lock', async () => {
  const program = await copy();
  const lock = path.join(program.repository, 'locks', 'ab'.repeat(32));
  await fs.mkdir(path.dirname(lock), { recursive: true });
  await fs.copyFile((await filesOf(program, 'snapshots'))[0]!, lock);
  await flipBit(lock, 30);
  assert.equal(await verdict(program), { exit: 11, found: ['repository.locked'] });
});

damaged('shows a pack, an index or a snapshot that is cut off, at any length', async () => {
  for (const [kind, expected] of [
    ['data', /pack damaged|tree damaged/],
    ['index', /index damaged/],
    ['snapshots', /snapshot damaged/],
  ] as const) {
    for (const left of [0, 1, 40, -1]) {
      const program = await copy();
      const [file] = await filesOf(program, kind);
      const { size } = await fs.stat(file!);
      await fs.chmod(file!, 0o600);
      await fs.truncate(file!, left < 0 ? size + left : left);
      const { exit, found } = await verdict(program);
      assert.is(exit, 1, `${kind} cut to ${left}`);
      assert.match(found.join(), expected);
    }
  }
});

damaged('with one snapshot that cannot be read still lists the others and restores the latest of them', async () => {
  const program = await copy();
  const [file] = await filesOf(program, 'snapshots');
  await program.must(['backup', '.', '--tag', 'second'], { cwd: source });
  await flipBit(file!, 50);
  const list = await program.run(['snapshots', '--json']);
  assert.is(list.code, 3);
  assert.equal(
    (JSON.parse(list.stdout) as { tags: string[] }[]).map(({ tags }) => tags),
    [['second']],
  );
  assert.match(list.stderr, /snapshot damaged/);
  const listed = await program.run(['ls', 'latest']);
  assert.is(listed.code, 0, listed.stderr);
  assert.match(listed.stderr, /snapshot damaged: .* may be the latest/);
  assert.match(listed.stdout, /\/folder\/other/);
});

damaged('with one snapshot that cannot be read says how to remove it, and does, by its id alone', async () => {
  const program = await copy();
  const [file] = await filesOf(program, 'snapshots');
  const id = path.basename(file!).slice(0, 8);
  await program.must(['backup', '.', '--tag', 'second'], { cwd: source });
  await flipBit(file!, 50);
  for (const args of [['prune'], ['tag', '--add', 'x']]) {
    const refused = await program.run(args);
    assert.is(refused.code, 1);
    assert.ok(refused.stderr.includes(`remove it with forget ${id}`), refused.stderr);
  }
  const repaired = await program.run(['repair', 'snapshots', '--forget']);
  assert.is(repaired.code, 3);
  assert.ok(repaired.stderr.includes(`\`holdfast forget ${id}\``), repaired.stderr);
  assert.match(repaired.stdout, /1 snapshot looked at; nothing is lost there; 1 snapshot file cannot be read/);
  const byPolicy = await program.run(['forget', '--keep-last', '1', '--unsafe-allow-remove-all']);
  assert.is(byPolicy.code, 3);
  assert.match(byPolicy.stderr, /passed over/);
  assert.equal((await filesOf(program, 'snapshots')).length, 2);
  assert.match((await program.must(['forget', id])).stderr, new RegExp(`${id} was damaged and is gone now`));
  assert.equal((await filesOf(program, 'snapshots')).length, 1);
  await program.must(['prune']);
});

damaged('without its index is not said to have packs that nobody needs', async () => {
  const program = await copy();
  for (const file of await filesOf(program, 'index')) await fs.rm(file);
  const { stdout, stderr } = await program.run(['check']);
  assert.match(stdout + stderr, /packs are in no index; some may hold what is missing/);
});

damaged('shows a pack and an index that are missing', async () => {
  const withoutPack = await copy();
  await fs.rm((await filesOf(withoutPack, 'data'))[0]!);
  assert.match((await verdict(withoutPack)).found.join(), /pack damaged/);
  const withoutIndex = await copy();
  for (const file of await filesOf(withoutIndex, 'index')) await fs.rm(file);
  const { exit, found } = await verdict(withoutIndex);
  assert.is(exit, 1);
  assert.match(found.join(), /tree damaged|blob damaged|snapshot damaged/);
});

damaged('without its config or its keys is called damaged, not absent', async () => {
  const withoutConfig = await copy();
  await fs.rm(path.join(withoutConfig.repository, 'config'));
  assert.equal(await verdict(withoutConfig), { exit: 1, found: ['repository.unopenable'] });
  assert.is((await withoutConfig.run(['init'])).code, 1, 'and is not made anew');
  const withoutKeys = await copy();
  for (const file of await filesOf(withoutKeys, 'keys')) await fs.rm(file);
  assert.equal(await verdict(withoutKeys), { exit: 1, found: ['repository.unopenable'] });
});

damaged('restores all that is whole, names what is not, and writes no wrong byte: 3', async () => {
  const program = await copy();
  const [pack] = await filesOf(program, 'data');
  await flipBit(pack!, 3_000_000);
  const target = path.join(scratch, 'restored');
  const run = await program.run(['restore', 'latest', '--target', target, '--verify']);
  assert.is(run.code, 3, run.stderr);
  assert.match(run.stderr, /large/);
  const differences = await compareTrees(source, target, { ignoreRoot: true });
  assert.ok(differences.length > 0);
  assert.equal(
    differences.filter((line) => !line.startsWith('large: ')),
    [],
  );
  const dump = await program.run(['dump', 'latest', '/large']);
  assert.is(dump.code, 1);
  assert.ok(dump.rawStdout.length < 6_000_000);
  assert.ok(seededBytes('damage', 6_000_000).subarray(0, dump.rawStdout.length).equals(dump.rawStdout), 'what came is right');
});

damaged('is healed by a backup of what still exists', async () => {
  const program = await copy();
  for (const file of await filesOf(program, 'data')) await fs.rm(file);
  for (const file of await filesOf(program, 'index')) await fs.rm(file);
  await program.must(['backup', '.'], { cwd: source });
  assert.equal(await verdict(program), { exit: 0, found: [] });
});

damaged('whose index files are all gone says what brings its snapshots back, and they come back', async () => {
  const program = await copy();
  for (const file of await filesOf(program, 'index')) await fs.rm(file);
  const { code, stderr } = await program.run(['prune']);
  assert.is(code, 1);
  assert.match(stderr, /`holdfast repair index`/);
  await program.must(['repair', 'index']);
  assert.equal(await verdict(program), { exit: 0, found: [] });
});

damaged('is told of one damaged pack as of one', async () => {
  const program = await copy();
  await fs.truncate((await filesOf(program, 'data'))[0]!, 100);
  const { code, stdout } = await program.run(['repair', 'index']);
  assert.is(code, 3);
  assert.match(stdout, /1 damaged pack left as it is:/);
});

damaged.run();
