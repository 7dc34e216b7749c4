/** The program that is killed: changes a catalog and copies it, or takes over the contents of another, until somebody ends it. */
import { writeSync } from 'node:fs';
import { Catalog, Settings } from '../../../src/box/catalog/index.ts';

const [work, state, other] = process.argv.slice(2) as [string, string, string];
const catalog = await Catalog.in(state, () => {});
const settings = new Settings(catalog);

if (work === 'copy') {
  for (let number = 0; ; number++) {
    const copying = catalog.saveCopy();
    await settings.set('acknowledged', number);
    // Written at once, as a promise to a person is: what is told before the kill counts.
    writeSync(1, `${number}\n`);
    await copying;
  }
}
writeSync(1, 'begun\n');
await catalog.adopt(other, async () => []);
writeSync(1, 'adopted\n');
