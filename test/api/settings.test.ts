/** What the box is told to do, by HTTP: changed, carried away as a file, brought back to another box. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuditPage, Door, Problem, SettingsFile, SettingsImport, SettingsView, Status } from '../../src/api/contract/index.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let folder: string;

const settings = suite('the settings of the box');

settings.before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-letters-'));
  box = await TemporaryBox.start();
});

settings.after(async () => {
  await box[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const FILE = { holdfast: 'settings', version: 1, settings: {}, folders: [] };

async function changed(change: unknown): Promise<SettingsView> {
  const answer = await box.send('PATCH', '/api/settings', change);
  assert.is(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as SettingsView;
}

async function refused(answer: Response, word: string): Promise<void> {
  const problem = (await answer.json()) as Problem;
  assert.is(answer.status, 400);
  assert.is(problem.code, 'input.invalid');
  assert.match(problem.detail, word);
}

settings('keep every version and open by themselves, until somebody says otherwise', async () => {
  const { unlockMode, retention } = await box.json<SettingsView>('/api/settings');
  assert.is(unlockMode, 'sealed');
  assert.is(retention, null);
});

settings('change one by one, and stay over a restart', async () => {
  assert.is((await changed({ box: '  Attic  ' })).box, 'Attic');
  assert.equal((await changed({ retention: { daily: 7, weekly: 0, monthly: 12 } })).retention, { daily: 7, monthly: 12 });
  const all = await changed({ unlockMode: 'passphrase' });
  assert.equal(all, { box: 'Attic', unlockMode: 'passphrase', retention: { daily: 7, monthly: 12 } });
  await box.restart();
  assert.equal(await box.json('/api/settings'), all);
  assert.is((await box.json<Door>('/api/door')).box, 'Attic');
  assert.is((await box.json<Status>('/api/status')).unlockMode, 'passphrase');
});

settings('tell who follows the box of a new name', async () => {
  for await (const { name, data } of box.events()) {
    if (name !== 'status') continue;
    if ((data as Status).box.name === 'Cellar') break;
    await changed({ box: 'Cellar' });
  }
});

settings('keep every version again where no rule counts anything', async () => {
  for (const rules of [{ daily: 0 }, {}, null]) assert.is((await changed({ retention: rules })).retention, null);
});

settings('refuse what they do not know, and names that nobody can see', async () => {
  await refused(await box.send('PATCH', '/api/settings', { frob: 1 }), 'frob');
  await refused(await box.send('PATCH', '/api/settings', { retention: { daily: -1 } }), 'daily');
  for (const name of ['   ', 'two\nlines', 'right\u202eleft', 'x'.repeat(65)])
    await refused(await box.send('PATCH', '/api/settings', { box: name, unlockMode: 'sealed' }), 'visible');
  assert.is((await box.json<SettingsView>('/api/settings')).unlockMode, 'passphrase', 'nothing was changed');
});

settings('travel in a file to another box: told before, then taken over', async () => {
  await changed({ box: 'Attic', unlockMode: 'sealed', retention: { daily: 3 } });
  await box.send('POST', '/api/protected', { folder });
  const answer = await box.get('/api/settings/export');
  assert.match(String(answer.headers.get('content-disposition')), 'holdfast settings.json');
  const file = (await answer.json()) as SettingsFile;
  assert.equal(file, {
    ...FILE,
    settings: { box: 'Attic', unlockMode: 'sealed', retention: { daily: 3 } },
    folders: [folder],
  });

  await using other = await TemporaryBox.start();
  const brought = { ...file, folders: [folder, '/no such folder'] };
  const before = await other.json('/api/settings');
  const preview = (await (await other.send('POST', '/api/settings/import?preview=1', brought)).json()) as SettingsImport;
  assert.equal(preview, { changed: ['box', 'retention'], foldersAdded: [folder], foldersLeftOut: ['/no such folder'] });
  assert.equal(await other.json('/api/settings'), before, 'a preview changes nothing');

  assert.equal(await (await other.send('POST', '/api/settings/import', brought)).json(), preview);
  assert.equal(await other.json('/api/settings'), file.settings);
  assert.equal((await other.json<SettingsFile>('/api/settings/export')).folders, [folder]);
  const again = (await (await other.send('POST', '/api/settings/import', file)).json()) as SettingsImport;
  assert.equal(again, { changed: [], foldersAdded: [], foldersLeftOut: [] });
});

settings('say what is wrong with a file that is none', async () => {
  await refused(await box.send('POST', '/api/settings/import', { ...FILE, holdfast: 'something' }), 'holdfast');
  await refused(await box.send('POST', '/api/settings/import', { ...FILE, version: 2 }), 'version');
  await refused(await box.send('POST', '/api/settings/import', { ...FILE, settings: { unlockMode: 'open' } }), 'unlockMode');
  await refused(await box.send('POST', '/api/settings/import', { ...FILE, folders: 'all' }), 'folders');
  await refused(await box.send('POST', '/api/settings/import', { ...FILE, passphrase: 'in here?' }), 'passphrase');
});

settings('leave an entry in the audit that names what was changed', async () => {
  const { entries } = await box.json<AuditPage>('/api/audit');
  const [last] = entries.filter(({ action }) => action === 'settings.changed');
  assert.equal(last!.details, { settings: ['box', 'unlockMode', 'retention'] });
  assert.is(entries.find(({ action }) => action === 'folder.chosen')!.about, folder);
});

settings.run();
