/**
 * Judge: `git check-ignore`, on trees and patterns made at random.
 * To git `?` is one byte and to us one character, so no name here is a single character outside ASCII.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString } from '../../src/base/index.ts';
import { type FolderSourceOptions, folderSource, parsePatternFile } from '../../src/sources/index.ts';
import { runProgram } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { walk } from './contract.ts';

const base = temporaryFolder('patterns');
const root = path.join(base, 'the [target]');
const NAMES = ['a', 'b', 'ab', 'a.o', 'b.tmp', 'A', '#c', '!d', 'e f', 'éé', 'a]', 'x*y', 'back\\slash', '.hidden'];
const ROUNDS = 60;
const PATTERNS_A_ROUND = 6;

let seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const seedAtStart = seed;
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (seed >>> 8) % below;
}
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;

const PIECES = [...NAMES, '*', '**', '*.o', 'a*', '?', '[ab]', '[!a]', '*b*', '\\#c', '\\!d', 'x\\*y', 'e\\ f', 'back\\\\slash', 'a\\]'];
function randomPattern(): string {
  const depth = pick([1, 1, 2, 2, 3]);
  const body = Array.from({ length: depth }, () => pick(PIECES)).join('/');
  return `${pick(['', '', '', '!'])}${pick(['', '', '/'])}${body}${pick(['', '', '/'])}`;
}

/** Folders three deep with every third name a folder. */
function plant(folder: string, depth: number): void {
  mkdirSync(folder);
  for (const [index, name] of NAMES.entries()) {
    const at = path.join(folder, name);
    if (depth > 0 && index % 3 === depth % 3) plant(at, depth - 1);
    else writeFileSync(at, '');
  }
}

async function shown(options: FolderSourceOptions, targets = [root]): Promise<string[]> {
  const above = `${toByteString(root.slice(1))}/`;
  const paths = await walk(folderSource(targets, options));
  return paths.filter((one) => one.startsWith(above)).map((one) => Buffer.from(one.slice(above.length), 'latin1').toString());
}

/** For git a leading slash means the top of the work tree, for us the root of the file system. */
function anchoredAtRoot(pattern: string): string {
  const escapedRoot = root.replace(/[\\*?[\]]/g, '\\$&');
  return pattern.replace(/^(!?)\//, (_, sign: string) => `${sign}${escapedRoot}/`);
}

const patterns = suite('exclude patterns');

patterns(`mean what they mean to git (SEED=${seedAtStart})`, async () => {
  plant(root, 2);
  const env = { GIT_DIR: path.join(base, 'git'), GIT_WORK_TREE: root, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  execFileSync('git', ['init', '-q'], { env: { ...process.env, ...env } });
  const all = await shown({});
  assert.ok(all.length > 100);
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = Array.from({ length: PATTERNS_A_ROUND }, randomPattern);
    writeFileSync(path.join(base, 'git/info/exclude'), `${wanted.join('\n')}\n`);
    const { stdout } = await runProgram('git', ['check-ignore', '--no-index', '-z', '--stdin'], { cwd: root, env, input: all.join('\0') });
    const ignored = new Set(stdout.split('\0'));
    const ours = await shown({ excludes: wanted.map(anchoredAtRoot) });
    assert.equal(
      ours,
      all.filter((one) => !ignored.has(one)),
      `patterns ${JSON.stringify(wanted)}`,
    );
  }
});

patterns('with a slash in front count from the root of the file system, through wildcards too', async () => {
  const home = path.join(base, 'home');
  for (const folder of ['anna/tmp', 'anna/yard/tmp', 'bert/tmp']) mkdirSync(path.join(home, folder), { recursive: true });
  const below = async (excludes: string[], targets: string[]) => {
    const paths = await walk(folderSource(targets, { excludes }));
    return paths
      .map((one) => `/${one}`)
      .filter((one) => one.startsWith(`${home}/`))
      .map((one) => one.slice(home.length + 1));
  };
  const both = [`${home}/anna`, `${home}/bert`];
  assert.equal(await below([`${home}/anna/tmp`], both), ['anna', 'anna/yard', 'anna/yard/tmp', 'bert', 'bert/tmp']);
  assert.equal(await below([`${home}/*/tmp`], both), ['anna', 'anna/yard', 'anna/yard/tmp', 'bert']);
  assert.equal(await below([`${home}/**/tmp/`], both), ['anna', 'anna/yard', 'bert']);
  assert.equal(await below([`${home}/bert`, '/tmp/x'], both), ['anna', 'anna/tmp', 'anna/yard', 'anna/yard/tmp']);
  assert.equal(await below([`${home}/*`, `!${home}/anna`], both), ['anna', 'anna/tmp', 'anna/yard', 'anna/yard/tmp']);
});

patterns('without a slash in front do not act on a target, which was named, nor on folders above it', async () => {
  assert.ok((await shown({ excludes: [path.basename(base), 'the*', 'tmp'] })).length > 100);
});

patterns('tell upper and lower case apart, or not', async () => {
  const names = async (options: FolderSourceOptions) => (await shown(options)).filter((one) => /^a$/i.test(one));
  assert.equal(await names({ excludes: ['A'] }), ['a']);
  assert.equal(await names({ iexcludes: ['A'] }), []);
});

patterns('come from a file without its comments and empty lines', () => {
  assert.equal(parsePatternFile('\ufeff# comment\r\n*.o\r\n\n  \n\\#kept\n!b\n'), ['*.o', '\\#kept', '!b']);
});

patterns.run();
