/** Finding, with restic as the judge of what a pattern means. */
import { renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString, toDisplay } from '../../src/base/index.ts';
import { find, openRepository, openStore, type Repository } from '../../src/repository/index.ts';
import { holdfast } from '../cli/holdfast.ts';
import { never, plant } from '../repository/sample-repository.ts';
import { ODD_NAMES } from './odd-names.table.ts';
import { restic } from './restic.ts';
import { temporaryFolder } from './temporary-folder.ts';

const finding = suite('finding');
const scratch = temporaryFolder('find');
const place = path.join(scratch, 'repository');
const [ours, theirs] = [holdfast(place), restic(place)];
let repository: Repository;

interface Matches {
  readonly snapshot: string;
  readonly hits: number;
  readonly matches: readonly { readonly path: string }[];
}

finding.before(async () => {
  await theirs.init(2);
  const source = plant(path.join(scratch, 'source'), {
    'a/foo/x.txt': 'x',
    'a/foo/bar/Y.TXT': 'y',
    'a/foo/foo': 'inner',
    'b/foo-bar': 'z',
    'b/[set]': 'brackets',
    'b/back\\slash': 'b',
    'b/é/ü.txt': 'umlaut',
    'c/old/deep/er/file.md': 'old',
  });
  symlinkSync('x', path.join(source, 'b/link'));
  utimesSync(path.join(source, 'c/old/deep/er/file.md'), 1_500_000_000, 1_500_000_000);
  utimesSync(path.join(source, 'a/foo/x.txt'), 1_600_000_000, 1_600_000_000);
  for (const name of ODD_NAMES) writeFileSync(Buffer.concat([Buffer.from(`${source}/a/`), name]), 'odd');
  await theirs.backup(['--host', 'one', '--tag', 'first', '.'], { cwd: source });
  rmSync(path.join(source, 'a/foo/x.txt'));
  renameSync(path.join(source, 'b/link'), path.join(source, 'c/link'));
  await theirs.backup(['--host', 'two', '.'], { cwd: source });
  repository = await openRepository(openStore(place), Buffer.from('correct horse'));
});

async function theirPaths(args: readonly string[]): Promise<string[]> {
  const found = JSON.parse((await theirs.run(['find', '--json', ...args])).stdout) as Matches[];
  return found.flatMap(({ snapshot, matches }) => matches.map((match) => `${snapshot.slice(0, 8)} ${match.path}`)).sort();
}

async function ourPaths(patterns: readonly string[], more: Partial<Parameters<typeof find>[1]> = {}): Promise<string[]> {
  const paths: string[] = [];
  const options = { patterns: patterns.map(toByteString), noLock: true, signal: never, ...more };
  for await (const { snapshot, path: found } of find(repository, options)) paths.push(`${snapshot.id.slice(0, 8)} /${toDisplay(found)}`);
  return paths.sort();
}

const PATTERNS = [
  ['foo'],
  ['*.txt'],
  ['foo/*'],
  ['/a/foo'],
  ['a/**/foo'],
  ['/**/er'],
  ['c/**'],
  ['**/deep/**/file.md'],
  ['[^a-c]*'],
  ['\\[set\\]'],
  ['[[]set]'],
  ['back\\\\slash'],
  ['link', 'file.*'],
  ['???.txt'],
] as const;

finding('means by a pattern what restic means', async () => {
  for (const patterns of PATTERNS) assert.equal(await ourPaths(patterns), await theirPaths(patterns), patterns.join(' '));
});

finding('ignores case as restic does', async () => {
  for (const pattern of ['Foo/*.TXT', 'É'])
    assert.equal(await ourPaths([pattern], { ignoreCase: true }), await theirPaths(['-i', pattern]), pattern);
});

finding('bounds times as restic does, and both bounds are included', async () => {
  const at = (seconds: number) => BigInt(seconds) * 1_000_000_000n;
  const x = await theirPaths(['-O', '2020-09-13 12:26:40 +0000', '-N', '2020-09-13 12:26:40 +0000', '*']);
  assert.is(x.length, 1);
  assert.equal(await ourPaths(['*'], { oldestNs: at(1_600_000_000), newestNs: at(1_600_000_000) }), x);
  const old = await theirPaths(['-N', '2018-01-01 00:00:00 +0000', '*']);
  assert.equal(await ourPaths(['*'], { newestNs: at(1_514_764_800) }), old);
});

finding('answers the JSON that restic answers', async () => {
  const bySnapshot = (groups: Matches[]) => groups.sort((a, b) => (a.snapshot < b.snapshot ? -1 : 1));
  const env = { TZ: 'UTC' };
  const judged = JSON.parse((await theirs.run(['find', '--json', '[a-c]'], { env })).stdout) as Matches[];
  const [answer] = (await ours.json(['find', '[a-c]'])) as unknown as [Matches[]];
  // Names that are not UTF-8 carry their bytes beside what restic says.
  const plain = answer.map((group) => ({
    ...group,
    matches: group.matches.map(({ path_raw: _, ...match }: Record<string, unknown>) => match),
  }));
  assert.equal(bySnapshot(plain as unknown as Matches[]), bySnapshot(judged));
});

finding('tells what needs a blob, a tree or a pack, as restic does', async () => {
  const [snapshot] = await theirs.snapshots();
  const { nodes } = (await theirs.cat('blob', snapshot!.tree)) as { nodes: { name: string; subtree: string }[] };
  const [, b] = nodes;
  const inside = (await theirs.cat('blob', b!.subtree)) as { nodes: { content: string[] | null }[] };
  const blob = inside.nodes.find(({ content }) => content)!.content![0]!;
  const sorted = (found: unknown) =>
    (found as { snapshot: string; path: string }[]).sort((x, y) => (x.snapshot + x.path < y.snapshot + y.path ? -1 : 1));
  for (const args of [
    ['--blob', blob],
    ['--tree', b!.subtree.slice(0, 8)],
  ]) {
    const judged = JSON.parse((await theirs.run(['find', '--json', ...args])).stdout);
    assert.ok(judged.length > 0);
    assert.equal(sorted((await ours.json(['find', ...args]))[0]), sorted(judged), args.join(' '));
  }
});

finding.run();
