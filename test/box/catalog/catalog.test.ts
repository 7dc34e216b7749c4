/** The catalog: changes that hold, a copy beside it, and the way back when its file is lost or damaged. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Catalog, Settings } from '../../../src/box/catalog/index.ts';

const catalogs = suite('the catalog');
const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-catalog-'));
const silent = () => {};
let next = 0;

catalogs.after(() => rm(scratch, { recursive: true, force: true }));

async function fresh(): Promise<{ state: string; catalog: Catalog }> {
  const state = mkdtempSync(path.join(scratch, `${next++}-`));
  return { state, catalog: await Catalog.in(state, silent) };
}

const put = (catalog: Catalog, name: string) => new Settings(catalog).set(name, { it: name });
const has = async (catalog: Catalog, name: string) => (await new Settings(catalog).get<unknown>(name, null)) !== null;

catalogs('keeps what was put in, over a restart', async () => {
  const { state, catalog } = await fresh();
  assert.is(catalog.origin, 'new');
  await put(catalog, 'one');
  await catalog.close();
  const again = await Catalog.in(state, silent);
  assert.is(again.origin, 'kept');
  assert.equal(await new Settings(again).all(), { one: { it: 'one' } });
  assert.equal(await again.problems(), []);
  await again.close();
});

catalogs('takes back a transaction that failed, and lets nobody in between', async () => {
  const { catalog } = await fresh();
  const failing = catalog.transaction(async (sql) => {
    await sql.run("INSERT INTO settings VALUES ('gone', '1')");
    await new Promise((resolve) => setImmediate(resolve));
    throw new Error('no');
  });
  const outside = put(catalog, 'outside');
  await failing.then(assert.unreachable, (error: Error) => assert.is(error.message, 'no'));
  await outside;
  assert.not(await has(catalog, 'gone'));
  assert.ok(await has(catalog, 'outside'));
  await catalog.close();
});

catalogs('rolls back a transaction whose statement is wrong, and goes on', async () => {
  const { catalog } = await fresh();
  const failure = await catalog.transaction((sql) => sql.run('INSERT INTO nowhere VALUES (1)')).catch((error: Error) => error.message);
  assert.match(String(failure), 'nowhere');
  await put(catalog, 'after');
  assert.ok(await has(catalog, 'after'));
  await catalog.close();
});

for (const [how, harm] of [
  ['is gone', (file: string) => rmSync(file)],
  ['is cut off', (file: string) => truncateSync(file, 1000)],
  ['is something else', (file: string) => writeFileSync(file, 'this was a database once')],
] as const) {
  catalogs(`comes back from its copy when its file ${how}`, async () => {
    const { state, catalog } = await fresh();
    await put(catalog, 'before');
    await catalog.saveCopy();
    await put(catalog, 'after');
    await catalog.close();
    harm(catalog.file);
    const log: string[] = [];
    const again = await Catalog.in(state, (line) => log.push(line));
    assert.is(again.origin, 'copy');
    assert.ok(await has(again, 'before'));
    assert.not(await has(again, 'after'));
    assert.match(log.join('\n'), 'brought back from its copy');
    const aside = readdirSync(state).filter((name) => /^catalog\.damaged-.*\.sqlite$/.test(name));
    assert.is(aside.length, how === 'is gone' ? 0 : 1);
    await again.close();
  });
}

catalogs('begins anew when file and copy are damaged, and keeps the damaged file', async () => {
  const { state, catalog } = await fresh();
  await put(catalog, 'before');
  await catalog.close();
  writeFileSync(catalog.file, 'x');
  writeFileSync(catalog.copy, 'x');
  const again = await Catalog.in(state, silent);
  assert.is(again.origin, 'new');
  await put(again, 'anew');
  assert.ok(readdirSync(state).some((name) => name.startsWith('catalog.damaged-')));
  await again.close();
});

catalogs('never plays the log of a lost file into its copy', async () => {
  const { state, catalog } = await fresh();
  await catalog.saveCopy();
  await put(catalog, 'only in the log');
  copyFileSync(`${catalog.file}-wal`, path.join(scratch, 'wal'));
  await catalog.close();
  rmSync(catalog.file);
  copyFileSync(path.join(scratch, 'wal'), `${catalog.file}-wal`);
  const again = await Catalog.in(state, silent);
  assert.not(await has(again, 'only in the log'));
  assert.equal(await again.problems(), []);
  await again.close();
});

catalogs('writes a copy that is one whole file, also while changes go on', async () => {
  const { catalog } = await fresh();
  const changes = Array.from({ length: 200 }, (_, index) => put(catalog, `n${index}`));
  await Promise.all([...changes, catalog.saveCopy()]);
  await catalog.saveCopy();
  const copy = new DatabaseSync(catalog.copy, { readOnly: true });
  assert.equal({ ...copy.prepare('SELECT count(*) AS count FROM settings').get() }, { count: 200 });
  copy.close();
  assert.not(existsSync(`${catalog.copy}-wal`));
  await catalog.close();
});

catalogs('of a later version of the box is used as it is: its tables stay', async () => {
  const { state, catalog } = await fresh();
  await catalog.run('CREATE TABLE later (x INTEGER)');
  await catalog.run("INSERT INTO migrations VALUES (999, 'later', 'CREATE TABLE later (x INTEGER)', 'DROP TABLE later')");
  await catalog.close();
  const log: string[] = [];
  const again = await Catalog.in(state, (line) => log.push(line));
  assert.match(log.join('\n'), 'later version');
  assert.equal(await again.all('SELECT * FROM later'), []);
  await again.close();
});

catalogs.run();
