/** Judge: stat of coreutils. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeSpecialFile } from '../../src/posix/index.ts';
import { mustRun } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';

const folder = temporaryFolder('special files');
const isRoot = process.getuid?.() === 0;
const at = (name: string) => Buffer.from(path.join(folder, name));
const shown = async (file: Buffer) => (await mustRun('stat', ['-c', '%F %t %T', file.toString()])).stdout.trim();

const special = suite('special files');

special('fifos and sockets are made, with a mode', async () => {
  makeSpecialFile(at('fifo'), 'fifo', { mode: 0o640 });
  makeSpecialFile(at('socket'), 'socket');
  assert.is(await shown(at('fifo')), 'fifo 0 0');
  assert.is(await shown(at('socket')), 'socket 0 0');
  assert.is(lstatSync(at('fifo')).mode & 0o777, 0o640);
});

special('devices are made with large numbers too, when the process may', async () => {
  // Major 259 and minor 0x12345 need more than the 8 bits that a device number once had for each.
  const device = (0x123n << 20n) | (259n << 8n) | 0x45n;
  if (!isRoot) {
    console.log('not root: devices cannot be made, only the refusal is tried');
    assert.throws(() => makeSpecialFile(at('block'), 'dev', { device }), /EPERM/);
    return;
  }
  makeSpecialFile(at('block'), 'dev', { device });
  makeSpecialFile(at('char'), 'chardev', { device: 0x103n });
  assert.is(await shown(at('block')), 'block special file 103 12345');
  assert.is(await shown(at('char')), 'character special file 1 3');
  assert.is(lstatSync(at('block'), { bigint: true }).rdev, device);
});

special('never replace what is there', () => {
  makeSpecialFile(at('taken'), 'fifo');
  assert.throws(() => makeSpecialFile(at('taken'), 'socket'), /EEXIST/);
});

special.run();
