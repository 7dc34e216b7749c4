/** Judge: stat of coreutils, in UTC. */
import { closeSync, lstatSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { setTimes } from '../../src/posix/index.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';

const folder = temporaryFolder('times');
const NS = 1_000_000_000n;

async function modified(file: Buffer): Promise<string> {
  return (await mustRun('stat', ['-c', '%y', file.toString()], { env: { TZ: 'UTC' } })).stdout.trim();
}

const times = suite('times of files');

const CASES: readonly [bigint, string][] = [
  [0n, '1970-01-01 00:00:00.000000000 +0000'],
  [1n, '1970-01-01 00:00:00.000000001 +0000'],
  [-1n, '1969-12-31 23:59:59.999999999 +0000'],
  [-NS, '1969-12-31 23:59:59.000000000 +0000'],
  [-1_234_567_890n * NS + 123_456_789n, '1930-11-18 00:28:30.123456789 +0000'],
  [1_700_000_000n * NS + 999_999_999n, '2023-11-14 22:13:20.999999999 +0000'],
  [9_000_000_000n * NS + 5n, '2255-03-14 16:00:00.000000005 +0000'],
];

for (const [ns, text] of CASES) {
  times(`keep ${text}, and the access time apart from it`, async () => {
    const file = Buffer.from(path.join(folder, `file ${ns}`));
    writeFileSync(file, '');
    setTimes(file, { mtimeNs: ns, atimeNs: 42n });
    assert.is(await modified(file), text);
    const stats = lstatSync(file, { bigint: true });
    assert.equal([stats.mtimeNs, stats.atimeNs], [ns, 42n]);
  });
}

times('of a link are its own', () => {
  const file = Buffer.from(path.join(folder, 'pointed to'));
  const link = Buffer.from(path.join(folder, 'link'));
  writeFileSync(file, '');
  symlinkSync(file, link);
  const before = lstatSync(file, { bigint: true }).mtimeNs;
  setTimes(link, { mtimeNs: -5n, atimeNs: -6n });
  assert.is(lstatSync(link, { bigint: true }).mtimeNs, -5n);
  assert.is(lstatSync(file, { bigint: true }).mtimeNs, before);
});

times('are set through a descriptor', () => {
  const file = path.join(folder, 'open');
  const fd = openSync(file, 'w');
  setTimes(fd, { mtimeNs: -7n, atimeNs: -8n });
  closeSync(fd);
  const stats = lstatSync(file, { bigint: true });
  assert.equal([stats.mtimeNs, stats.atimeNs], [-7n, -8n]);
});

times('that no clock holds are refused, and a missing file is ENOENT', () => {
  const file = Buffer.from(path.join(folder, 'none'));
  const isInvalid = (error: unknown) => isFault(error, 'input.invalid');
  assert.throws(() => setTimes(file, { mtimeNs: 1n << 100n, atimeNs: 0n }), isInvalid);
  assert.throws(() => setTimes(file, { mtimeNs: 0n, atimeNs: 0n }), /ENOENT/);
});

times.run();
