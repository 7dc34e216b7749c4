/** A catalog on a disk that is full: people still get in, and are told what is wrong. */
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Catalog, Settings } from '../../../src/box/catalog/index.ts';
import { canMount, smallDisk } from '../../repository/small-disk.ts';

const MIB = 1 << 20;
const fullDisk = suite('the catalog on a full disk');

/** Takes all that is left. */
function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path.join(folder, 'ballast'), Buffer.alloc(bavail * bsize));
}

if (canMount()) {
  fullDisk('goes on in the room that it kept, then says that the disk is full, and keeps room again once there is some', async () => {
    using disk = smallDisk(48 * MIB)!;
    const log: string[] = [];
    const catalog = await Catalog.in(disk.folder, (line) => log.push(line));
    const settings = new Settings(catalog);
    const hasReserve = () => readdirSync(disk.folder).includes('reserve');
    assert.ok(hasReserve());
    fill(disk.folder);
    const large = 'x'.repeat(300_000);
    let [taken, refusal] = [0, ''];
    while (refusal === '') {
      refusal = await settings.set(`n${taken}`, large).then(
        () => '',
        (error: { code: string }) => error.code,
      );
      if (refusal === '') taken++;
    }
    assert.is(refusal, 'store.full');
    assert.ok(taken > 5, `only ${taken} changes found room`);
    assert.match(log.join(), 'goes on in the room that it kept');
    assert.not(hasReserve());
    assert.is(await settings.get(`n${taken - 1}`, ''), large);
    rmSync(path.join(disk.folder, 'ballast'));
    await settings.set('after', 1);
    await catalog.saveCopy();
    assert.ok(hasReserve());
    assert.ok(existsSync(catalog.copy));
    await catalog.close();
  });
} else fullDisk('cannot be made here: this user may not mount', () => assert.not(canMount()));

fullDisk.run();
