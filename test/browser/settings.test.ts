/** Settings as people use them: users, tokens, how long versions are kept, settings as a file; the pages for trust and for scripts. */
// deadline: 180 s
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccountView, Certificate, KitPage, KitStatus, SettingsFile, SettingsView } from '../../src/api/contract/index.ts';
import { ADMIN, cookieOf, PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { overflows } from './texts-on-page.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const VERA = { name: 'Vera', password: 'a password of a viewer' };
const WAIT = { timeout: 30_000 };

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let complaints: string[];
let scratch: string;

const settings = suite('under Settings, a person');

settings.before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'holdfast-settings-'));
  box = await TemporaryBox.start();
  await box.send('POST', '/api/protected', { folder: scratch });
  await box.send('POST', '/api/repository', { passphrase: PASSPHRASE });
  const kit = (await (await box.send('POST', '/api/repository/kit', {})).json()) as KitPage;
  const { pending } = await box.json<KitStatus>('/api/repository/kit');
  await box.send('POST', '/api/repository/kit/confirm', { groups: pending!.asked.map((index) => kit.groups[index]) });
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, box, { reducedMotion: 'reduce', acceptDownloads: true }));
  page.setDefaultTimeout(WAIT.timeout);
});

settings.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

async function go(way: string, heading: string): Promise<void> {
  await page.goto(`${box.url}/#/${way}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

async function said(sentence: string | RegExp): Promise<void> {
  await page.locator('hf-toast').getByText(sentence).waitFor();
}

/** The others are looked at where something is in them. */
const isOnlyHere = (name: string) => ['The box', 'Users', 'Your password and sessions', 'About this box'].includes(name);

settings('finds every way, and comes back', async () => {
  await go('settings', 'Settings');
  for (const name of [
    'The box',
    'How long versions are kept',
    'Users',
    'Your password and sessions',
    'API tokens',
    'Settings as a file',
    'About this box',
  ]) {
    await page
      .getByRole('main')
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    if (isOnlyHere(name)) await inspect(name);
    await page.getByRole('main').getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  }
  await inspect('Settings');
});

settings('adds a user by keyboard alone', async () => {
  await go('settings/users', 'Users');
  await page.getByLabel('Name').focus();
  await page.keyboard.type(VERA.name);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type(VERA.password);
  await page.keyboard.press('Enter');
  await said('Vera was added.');
  assert.equal(
    (await box.json<AccountView[]>('/api/accounts')).map(({ name, role }) => [name, role]),
    [
      ['Anna', 'admin'],
      ['Vera', 'viewer'],
    ],
  );
});

settings('changes a role, and is told why the last administrator stays one', async () => {
  await page.getByRole('button', { name: 'Change Anna' }).click();
  const dialog = page.locator('hf-dialog#change');
  await dialog.getByLabel('Role').selectOption('viewer');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText(/admin/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Change Vera' }).click();
  await dialog.getByLabel('Role').selectOption('operator');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await said('Vera was changed.');
  assert.is((await box.json<AccountView[]>('/api/accounts'))[1]!.role, 'operator');
});

settings('makes a token that is shown once, and revokes it', async () => {
  await go('settings/tokens', 'API tokens');
  await page.getByLabel('Name').fill('the night script');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const secret = await page.getByRole('region', { name: 'The new token' }).locator('code').innerText();
  await page.getByRole('row').getByText('the night script').waitFor();
  await inspect('token');
  const by = { Cookie: '', Authorization: `Bearer ${secret}` };
  assert.is((await box.get('/api/status', by)).status, 200);
  await page.reload();
  await page.getByRole('row').getByText('the night script').waitFor();
  assert.is(await page.getByText(secret).count(), 0);
  await page.getByRole('button', { name: 'Revoke the token the night script' }).click();
  await page.getByText('There is no token.').waitFor();
  assert.is((await box.get('/api/status', by)).status, 401);
});

settings('says how long versions are kept, and reads what that means', async () => {
  await go('settings/retention', 'How long versions are kept');
  await page.getByText('Nothing is ever removed.').waitFor();
  await page.getByLabel('Keep fewer of the older ones').check();
  await page.getByLabel('Days').fill('7');
  for (const period of ['Weeks', 'Years']) await page.getByLabel(period).fill('');
  await page.getByLabel('Months').fill('lots');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A whole number from 0 to 9999.').waitFor();
  await inspect('retention');
  await page.getByLabel('Months').fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('7 days, 12 months').waitFor();
  await said('Saved.');
  assert.equal((await box.json<SettingsView>('/api/settings')).retention, { daily: 7, monthly: 12 });
});

settings('names the box, lets it wait for the passphrase, and changes that', async () => {
  await go('settings/box', 'The box');
  await page.getByLabel('Name of the box').fill('Attic');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await said('Saved.');
  await page.getByLabel('The box waits for the passphrase').check();
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.waitForFunction(
    async () => ((await (await fetch('/api/settings')).json()) as { unlockMode: string }).unlockMode === 'passphrase',
  );
  const form = page.locator('hf-settings-passphrase');
  await form.getByLabel('Passphrase now').fill('something else');
  await form.getByLabel('Passphrase', { exact: true }).fill('a quite new passphrase');
  await form.getByLabel('The same once more').fill('a quite new passphrase');
  await form.getByRole('button', { name: 'Change the passphrase' }).click();
  await form.getByText(/This passphrase does not open/).waitFor();
  assert.equal((await box.json<SettingsView>('/api/settings')).box, 'Attic');
});

settings('carries the settings away, and sees what a file would change before it does', async () => {
  await go('settings/file', 'Settings as a file');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download settings' }).click()]);
  const file = path.join(scratch, 'settings.json');
  const content = JSON.parse(await readFile(await download.path(), 'utf8')) as SettingsFile;
  assert.is(content.settings.box, 'Attic');
  await writeFile(file, JSON.stringify({ ...content, settings: { ...content.settings, box: 'Cellar' }, folders: ['/no such folder'] }));
  await page.getByLabel('Settings file').setInputFiles(file);
  await page.getByRole('heading', { name: 'What would change' }).waitFor();
  await page.getByRole('cell', { name: 'Cellar' }).waitFor();
  await page.getByText('/no such folder').waitFor();
  await inspect('import');
  assert.is((await box.json<SettingsView>('/api/settings')).box, 'Attic');
  await page.getByRole('button', { name: 'Apply' }).click();
  await said('The settings were taken over.');
  assert.is((await box.json<SettingsView>('/api/settings')).box, 'Cellar');
  await writeFile(file, 'not JSON');
  await page.getByLabel('Settings file').setInputFiles(file);
  await page.getByText(/it is not JSON/).waitFor();
});

settings('reads what scripts can ask, with an example to copy', async () => {
  await go('api', 'The API');
  const operation = page.locator('details.operation').filter({ hasText: '/api/jobs' }).filter({ hasText: 'POST' }).first();
  await operation.locator('summary').first().click();
  await operation.getByText(/curl -X POST/).waitFor();
  await operation.getByText('Operators and up').waitFor();
  await inspect('api');
});

settings('sees only what the own role may', async () => {
  assert.equal(
    complaints.filter((each) => !/40\d|422|423/.test(each)),
    [],
  );
  const vera = { url: box.url, cookie: cookieOf(await box.send('POST', '/api/session', VERA)) };
  const other = await openPage(browser, vera);
  await other.page.goto(`${box.url}/#/settings`);
  await other.page
    .getByRole('main')
    .getByRole('link', { name: /^API tokens/ })
    .waitFor(WAIT);
  assert.is(
    await other.page
      .getByRole('main')
      .getByRole('link', { name: /^Users/ })
      .count(),
    0,
  );
  await other.page.goto(`${box.url}/#/settings/users`);
  await other.page.getByText(/^This is for administrators of the box\./).waitFor(WAIT);
  await other.page.goto(`${box.url}/#/settings/me`);
  await other.page.getByText('this browser').waitFor(WAIT);
  assert.is(await other.page.getByRole('row').getByText('Anna').count(), 0);
  await other.page.close();
});

settings('changes the own password, and ends a session elsewhere', async () => {
  await go('settings/me', 'Your password and sessions');
  await page.getByRole('button', { name: /^End the session of Vera/ }).click();
  await said('The session has ended.');
  await page.getByLabel('Password now').fill(ADMIN.password);
  await page.locator('#first').fill('a quite new password');
  await page.locator('#second').fill('a quite new password');
  await page.getByRole('button', { name: 'Change your password' }).click();
  await said(/^Your password was changed/);
  assert.is((await box.send('POST', '/api/session', ADMIN)).status, 401);
  assert.is((await box.get('/api/status')).status, 200);
});

settings('learns to trust the box before signing in', async () => {
  const stranger = await openPage(browser, { url: `${box.url}/#/trust`, cookie: '' }, { acceptDownloads: true });
  page = stranger.page;
  page.setDefaultTimeout(WAIT.timeout);
  await page.getByRole('heading', { level: 1, name: 'Trust this box' }).waitFor();
  const { fingerprint } = await box.json<Certificate>('/api/certificate');
  const shown = await page.getByRole('group', { name: 'SHA-256 fingerprint' }).locator('span').allInnerTexts();
  assert.is(shown.join(':'), fingerprint);
  assert.ok(shown.every((group) => group.length === 11));
  await page.getByText('Linux and Chrome on Linux').click();
  await page.getByText('sudo trust anchor holdfast-ca.crt').waitFor();
  await inspect('trust');
  const link = page.getByRole('link', { name: 'Download certificate' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.is(await readFile(await download.path(), 'utf8'), box.authority);
});

settings.run();

/** axe in light and dark, wide and narrow; nothing wider than the screen. */
async function inspect(name: string): Promise<void> {
  const found: string[] = [];
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: path.join(PICTURES, `settings-${name}-${width}-${colorScheme}.png`), fullPage: name !== 'api' });
    }
    found.push(...(await axeFindings(page)).map((each) => `${width} ${colorScheme}: ${each}`), ...(await overflows(page)));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  assert.equal(found, [], name);
}
