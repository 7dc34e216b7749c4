/** The list of protected folders: what people chose, what snapshots hold, and what becomes of it when files are damaged. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Catalog } from '../../../src/box/catalog/index.ts';
import type { Snapshot } from '../../../src/repository/index.ts';
import { ChosenFolders } from '../../../src/services/protect/chosen-folders.ts';
import { protectedFolders } from '../../../src/services/protect/protected-folders.ts';

const state = mkdtempSync(path.join(tmpdir(), 'holdfast-chosen-'));
const file = path.join(state, 'protected.json');
const log: string[] = [];

const list = suite('the list of protected folders');

list.after(() => rm(state, { recursive: true, force: true }));

function snapshot(id: string, time: string, folder: string, end?: string): Snapshot {
  const summary = end === undefined ? {} : { summary: { backup_end: end } };
  return { id, time, tree: '', paths: [folder], ...summary } as Snapshot;
}

list('puts folders without a version first, then the freshest', () => {
  const snapshots = [snapshot('a', '2024-01-01T00:00:00Z', '/old'), snapshot('b', '2024-02-01T00:00:00Z', '/new')];
  const found = protectedFolders(['/old', '/usr'], snapshots);
  assert.equal(
    found.map((folder) => [folder.path, folder.snapshotCount, folder.lastSnapshotId, folder.lastTime]),
    [
      ['/usr', 0, null, null],
      ['/new', 1, 'b', '2024-02-01T00:00:00Z'],
      ['/old', 1, 'a', '2024-01-01T00:00:00Z'],
    ],
  );
});

list('tells when the last backup ended, not when it began, where the snapshot knows', () => {
  const [long, bare] = protectedFolders(
    [],
    [snapshot('a', '2024-01-01T00:00:00Z', '/bare'), snapshot('b', '2024-02-01T00:00:00Z', '/long', '2024-02-01T05:00:00Z')],
  );
  assert.is(long!.lastTime, '2024-02-01T05:00:00Z');
  assert.is(bare!.lastTime, '2024-01-01T00:00:00Z');
});

list('is remembered over a restart', async () => {
  const catalog = await Catalog.in(state, (line) => log.push(line));
  const chosen = await ChosenFolders.in(state, catalog, (line) => log.push(line));
  assert.equal(await chosen.all(), []);
  await Promise.all(['/usr', '/home', '/usr', '/srv'].map((folder) => chosen.add(folder)));
  await chosen.remove('/srv');
  await catalog.close();
  const again = await Catalog.in(state, (line) => log.push(line));
  assert.equal((await (await ChosenFolders.in(state, again, (line) => log.push(line))).all()).sort(), ['/home', '/usr']);
  assert.equal(log, []);
  await again.close();
});

list('takes over the file of an earlier version once, and removes it', async () => {
  await writeFile(file, JSON.stringify({ version: 1, folders: ['/usr', '/opt'] }));
  const catalog = await Catalog.in(state, (line) => log.push(line));
  const chosen = await ChosenFolders.in(state, catalog, (line) => log.push(line));
  assert.equal((await chosen.all()).sort(), ['/home', '/opt', '/usr']);
  assert.not(existsSync(file));
  assert.equal(log, []);
  await catalog.close();
});

list('goes on after damage to that file, says so, and keeps it', async () => {
  const catalog = await Catalog.in(state, (line) => log.push(line));
  for (const text of ['', '{"folders": [5]}', '{"folders": ["relative"]}', 'null', '[]', '{"version":1,"fold']) {
    await writeFile(file, text);
    log.length = 0;
    const chosen = await ChosenFolders.in(state, catalog, (line) => log.push(line));
    assert.is((await chosen.all()).length, 3, text);
    assert.is(log.length, 1, text);
    assert.is(readFileSync(`${file}.damaged`, 'utf8'), text);
    assert.not(existsSync(file));
  }
  await catalog.close();
});

list.run();
