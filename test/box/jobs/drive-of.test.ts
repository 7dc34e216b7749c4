/** From a path to the drives below it: on this machine, and in copies of what the kernel says elsewhere. */
import { mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drivesOf } from '../../../src/box/jobs/index.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

const drives = suite('the drives below a path');
const scratch = temporaryFolder('drives');
const device = statSync(scratch, { bigint: true }).dev;
/** As stat(1) would show it; the file system of this folder may well have none. */
const number = `${((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn)}:${(device & 0xffn) | ((device >> 12n) & ~0xffn)}`;
const hasDevice = !number.startsWith('0:');

/** A sysfs: block devices by folder, those that a partition or another device lies on, and what this folder's device is. */
function sysfs(own: string, tree: Record<string, { partition?: boolean; slaves?: string[]; image?: string }>) {
  const sys = mkdtempSync(path.join(scratch, 'sys-'));
  for (const [name, { partition, image }] of Object.entries(tree)) {
    const folder = path.join(sys, 'devices', name);
    mkdirSync(path.join(folder, 'slaves'), { recursive: true });
    if (partition) writeFileSync(path.join(folder, 'partition'), '1\n');
    if (image) {
      mkdirSync(path.join(folder, 'loop'));
      writeFileSync(path.join(folder, 'loop/backing_file'), `${image}\n`);
    }
  }
  for (const [name, { slaves = [] }] of Object.entries(tree))
    for (const slave of slaves)
      symlinkSync(path.join(sys, 'devices', slave), path.join(sys, 'devices', name, 'slaves', path.basename(slave)));
  mkdirSync(path.join(sys, 'dev/block'), { recursive: true });
  symlinkSync(path.join(sys, 'devices', own), path.join(sys, 'dev/block', number));
  return { sys, mounts: '/dev/null' };
}

drives('are the same for a folder and for what is not there yet', async () => {
  const here = await drivesOf(scratch);
  assert.ok(here.size > 0);
  assert.equal(await drivesOf(path.join(scratch, 'not', 'there', 'yet')), here);
});

drives('are the device itself where the kernel says nothing more', async () => {
  assert.equal(await drivesOf(scratch, { sys: '/nowhere', mounts: '/nowhere' }), new Set([number]));
});

drives('are a file system of its own for one without a block device', async () => {
  const [found] = await drivesOf('/proc');
  assert.match(found!, /^0:\d+$/);
  assert.not.equal(await drivesOf('/sys'), new Set([found]));
});

if (hasDevice) {
  drives('are the whole disk of a partition', async () => {
    const kernel = sysfs('sda/sda1', { sda: {}, 'sda/sda1': { partition: true } });
    assert.equal(await drivesOf(scratch, kernel), new Set(['sda']));
  });

  drives('are all those that a set of disks is made of', async () => {
    const disks = { sda: {}, 'sda/sda1': { partition: true }, sdb: {}, 'sdb/sdb1': { partition: true } };
    const kernel = sysfs('dm-0', { 'dm-0': { slaves: ['md0'] }, md0: { slaves: ['sda/sda1', 'sdb/sdb1'] }, ...disks });
    assert.equal(await drivesOf(scratch, kernel), new Set(['sda', 'sdb']));
  });

  drives('are those below the file of a loop device', async () => {
    const kernel = sysfs('loop0', { loop0: { image: '/proc/version' } });
    assert.equal(await drivesOf(scratch, kernel), await drivesOf('/proc'));
  });

  drives('are found although devices go in a circle', async () => {
    const kernel = sysfs('dm-0', { 'dm-0': { slaves: ['dm-1'] }, 'dm-1': { slaves: ['dm-0'] } });
    assert.is((await drivesOf(scratch, kernel)).size, 1);
  });
}

drives.run();
