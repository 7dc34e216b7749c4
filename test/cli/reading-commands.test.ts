/** `find`, `diff` and `stats` as a person types them: wrong words, odd names, nothing found. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTime } from '../../src/cli/format.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { plant } from '../repository/sample-repository.ts';
import { holdfast } from './holdfast.ts';

const asking = suite('find, diff and stats');
const scratch = temporaryFolder('reading');
const ours = holdfast(path.join(scratch, 'repository'));
const ODD = Buffer.from([0x61, 0xff, 0x1b, 0x5b, 0x33, 0x31, 0x6d]);

asking.before(async () => {
  await ours.must(['init']);
  const source = plant(path.join(scratch, 'source'), { plain: 'x', 'folder/leaf': 'y' });
  await ours.must(['backup', '.'], { cwd: source });
  writeFileSync(Buffer.concat([Buffer.from(`${source}/`), ODD]), 'odd');
  await ours.must(['backup', '.'], { cwd: source });
});

asking('wrong words are told before a repository is opened', async () => {
  const wrong: [string[], RegExp][] = [
    [['find'], /'find' needs more/],
    [['find', 'x', '--size-from', 'huge'], /--size-from takes a size .* not 'huge'/],
    [['find', 'x', '--newest', 'yesterday'], /--newest takes a time .* not 'yesterday'/],
    [['find', '--blob', '--tree', 'aa'], /cannot stand together/],
    [['find', '--blob', 'aa', '-i'], /look for ids/],
    [['stats', '--mode', 'raw'], /--mode takes restore-size, .* not 'raw'/],
  ];
  for (const [args, told] of wrong) {
    const run = await ours.run(args);
    assert.is(run.code, 2, run.stderr);
    assert.match(run.stderr, told);
  }
});

asking('a broken pattern, an unknown snapshot and an unknown folder are failures', async () => {
  assert.is((await ours.run(['find', '[a'])).code, 2);
  assert.match((await ours.run(['find', 'x', '--snapshot', 'ffffffff'])).stderr, /No snapshot has an id that begins with 'ffffffff'/);
  assert.match((await ours.run(['diff', 'latest', 'latest:nowhere'])).stderr, /does not hold '\/nowhere'/);
});

asking('a name that could drive the terminal is quoted, and taken back in quotes', async () => {
  const found = (await ours.must(['find', 'a?*', '-q'])).stdout.split('\n');
  assert.is(found[1], '"/a\\xff\\x1b[31m"');
  assert.is((await ours.must(['find', '"a\\xff\\x1b\\\\[31m"'])).stdout.split('\n')[1], found[1]);
  const [group] = (await ours.json(['find', 'a?*']))[0] as unknown as { matches: { path_raw: string }[]; hits: number }[];
  assert.is(Buffer.from(group!.matches[0]!.path_raw, 'base64').toString('latin1'), `/${ODD.toString('latin1')}`);
  assert.is(group!.hits, 1);
  const ids = ((await ours.json(['snapshots']))[0] as unknown as { id: string }[]).map(({ id }) => id);
  assert.match((await ours.must(['diff', ...ids])).stdout, /^\+ {4}"\/a\\xff\\x1b\[31m"$/m);
});

asking('nothing found is no failure', async () => {
  const run = await ours.must(['find', 'nothing']);
  assert.equal([run.stdout, run.stderr], ['', 'nothing was found\n']);
  assert.equal(await ours.json(['find', 'nothing']), [[]]);
});

asking('times are read as they are typed', () => {
  const read = (text: string) => parseTime(text)?.toString();
  assert.is(read('2026-11-22 04:18:03 +0130'), '2026-11-22T02:48:03Z');
  assert.is(read('22.11.2026 04:18Z'), '2026-11-22T04:18:00Z');
  assert.is(read('2026-11-22T04:18:03.5+01:00'), '2026-11-22T03:18:03.5Z');
  assert.is(parseTime('2026-11-22')?.epochMilliseconds, new Date(2026, 10, 22).getTime());
  for (const text of ['', '2026-02-30', '2026-11-22 25:00', '22.11.26', 'now', '2026-11-22 +0100']) assert.is(read(text), undefined, text);
});

asking.run();
