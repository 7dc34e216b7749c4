/** What a new repository takes over from another one. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRepository, openStore } from '../../src/repository/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { holdfast } from './holdfast.ts';

const making = suite('init');
const scratch = temporaryFolder('init');
const first = path.join(scratch, 'first');
const open = (place: string, password: string) => openRepository(openStore(place), password);

making.before(async () => {
  await holdfast(first, 'one').must(['init']);
});

making('takes over how files are cut, and the key only when told, and always has an id and a password of its own', async () => {
  const file = path.join(scratch, 'password');
  writeFileSync(file, 'one\n');
  const [cutAlike, shared] = [path.join(scratch, 'cut alike'), path.join(scratch, 'shared')];
  await holdfast(cutAlike, 'two').must(['init', '--from-repo', first, '--from-password-file', file, '--copy-chunker-params']);
  const env = { HOLDFAST_FROM_REPOSITORY: first, HOLDFAST_FROM_PASSWORD: 'one' };
  await holdfast(shared, 'three').must(['init', '--share-key'], { env });
  const original = await open(first, 'one');
  for (const [place, password, isShared] of [
    [cutAlike, 'two', false],
    [shared, 'three', true],
  ] as const) {
    const made = await open(place, password);
    assert.is(made.polynomial, original.polynomial);
    assert.is.not(made.id, original.id);
    assert.is(Buffer.from(made.master.encrypt).equals(original.master.encrypt), isShared);
  }
});

making('says what it needs to know of the other repository', async () => {
  const third = holdfast(path.join(scratch, 'third'));
  const cases: [string[], RegExp, number][] = [
    [['--from-repo', first], /--from-repo needs --copy-chunker-params or --share-key/, 2],
    [['--share-key'], /say from which repository: --from-repo PATH/, 2],
    [['--copy-chunker-params', '--from-repo', first, '--from-password-file', '/does/not/exist'], /cannot read \/does\/not\/exist/, 2],
    [['--copy-chunker-params', '--from-repo', path.join(scratch, 'nothing')], /There is no repository in/, 10],
    [['--copy-chunker-params', '--from-repo', first], /The password is wrong/, 12],
  ];
  for (const [words, expected, code] of cases) {
    const run = await third.run(['init', ...words], { env: { HOLDFAST_FROM_PASSWORD: 'wrong' } });
    assert.match(run.stderr, expected);
    assert.is(run.code, code, words.join(' '));
  }
});

making.run();
