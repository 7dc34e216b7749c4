/**
 * The door, and the way from there to a box that protects something, in a real browser: claim, recovery kit on paper, signing in and out.
 *
 * With HOLDFAST_SCREENSHOTS set to a folder, pictures of these pages are left there. The QR code is judged by zbarimg.
 */
// deadline: 300 s
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SessionView } from '../../src/api/contract/index.ts';
import { ADMIN, PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { chooseFolder, fillGroups, typeKitBack } from './steps.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const NARROW = { width: 320, height: 700 };
const WIDE = { width: 1280, height: 900 };
/** In inches; Letter is wider and lower than A4. */
const PAPERS = ['A4', 'Letter'] as const;
const VIEWER = { name: 'Vera', password: 'looks at everything' };

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let complaints: string[];
let scratch: string;
let files: string;
let kit: string;

const door = suite('the door and the first steps, in a browser');

door.before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'holdfast-door-'));
  files = path.join(scratch, 'letters');
  mkdirSync(files);
  await writeFile(path.join(files, 'hello.txt'), 'Dear reader');
  box = await TemporaryBox.start({ claim: false });
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, box, { reducedMotion: 'reduce' }));
});

door.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

door('lets nobody claim the box without its code', async () => {
  await heading('This box has no owner yet.');
  await page.getByLabel('Code of the box').fill('0000-0000-0000');
  await page.getByLabel('Your name').fill(ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByText('5 characters are missing.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  assert.ok(await page.getByRole('button', { name: 'Make this box mine' }).isDisabled());
  await page.getByRole('button', { name: 'Show' }).click();
  assert.is(await page.getByLabel('Repeat the password').count(), 0, 'who sees what they type need not repeat it');
  await page.getByRole('button', { name: 'Make this box mine' }).click();
  await page.getByText('This is not the code that the box shows.').waitFor();
  await inspect('claim');
});

door('takes the code however it is typed, and lets its owner in', async () => {
  await page.getByLabel('Code of the box').fill(` ${box.claimCode!.toLowerCase().replaceAll('-', ' ')}`);
  await page.getByRole('button', { name: 'Make this box mine' }).click();
  await page.getByRole('heading', { level: 2, name: 'What shall be protected?' }).waitFor();
  const [cookie] = await page.context().cookies();
  box.cookie = `${cookie!.name}=${cookie!.value}`;
});

door('goes on in another browser at the step where the box is, and may go back', async () => {
  await chooseFolder(page, files);
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('heading', { level: 2, name: 'Choose a passphrase' }).waitFor();
  const { page: other } = await openPage(browser, box);
  await other.getByRole('heading', { level: 2, name: 'Choose a passphrase' }).waitFor();
  await other.context().close();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: `Remove from the list: ${files}` }).waitFor();
  await inspect('setup-folder');
  await page.getByRole('button', { name: 'Go on without another one' }).click();
  await page.getByRole('radio', { name: /waits until somebody types the passphrase/ }).check();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('The same once more').fill(PASSPHRASE);
  await inspect('setup-passphrase');
  await page.getByRole('button', { name: 'Set the passphrase' }).click();
});

door('shows the recovery kit once; its QR code holds the key, and nothing else', async () => {
  await page.getByRole('button', { name: 'Make the recovery kit' }).click();
  const groups = page.locator('hf-kit-sheet .groups li');
  await groups.first().waitFor();
  kit = (await groups.allInnerTexts()).join('-');
  await inspect('setup-kit');
  const picture = path.join(scratch, 'qr.png');
  await page.locator('hf-kit-sheet .qr').screenshot({ path: picture });
  assert.is(execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8' }).trim(), kit);
});

door('prints the kit on one page, with the key and the commands on it', async () => {
  for (const format of PAPERS) {
    const pdf = await page.pdf({ format, margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
    assert.is(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, format);
    if (PICTURES) await writeFile(path.join(PICTURES, `kit-${format}.pdf`), pdf);
  }
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 720, height: 1000 });
  await picture('kit-print');
  assert.not(await page.getByRole('button', { name: 'Print' }).isVisible());
  assert.ok(await page.getByText('restic -r').first().isVisible());
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(WIDE);
});

door('saves the kit as a text that says the same', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a text file' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.ok(text.includes(kit) && text.includes(`restic -r ${box.repository} restore ID`), text);
});

door('refuses wrong groups, and goes on after a reload with the kit on paper', async () => {
  await page.getByRole('button', { name: 'I have it: type groups back' }).click();
  await fillGroups(page, Array(8).fill('2222'));
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('These are not the groups of the recovery kit.').waitFor();
  await page.getByText('4 tries are left.').waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 2, name: 'Type groups of the kit back' }).waitFor();
  await inspect('setup-back');
  await fillGroups(page, kit.toLowerCase().split('-'));
  await page.getByRole('button', { name: 'Compare' }).click();
});

door('starts the first backup by itself, and then keeps no reminder', async () => {
  await page.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor({ timeout: 30_000 });
  assert.is(await page.getByText('Nothing counts as protected yet.').count(), 0);
  assert.is(new URL(page.url()).hash, '#/');
});

door('says who is signed in, at 320 px too', async () => {
  await page.getByText('administrator', { exact: true }).waitFor();
  await page.setViewportSize(NARROW);
  await page.getByRole('button', { name: `Signed in as ${ADMIN.name}` }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  assert.equal(await axeFindings(page), []);
  await picture('who-320-light');
  await page.keyboard.press('Escape');
  await page.setViewportSize(WIDE);
});

door('asks for the passphrase before it makes another kit', async () => {
  await page.goto(`${box.url}/#/settings/kit`);
  await page.getByText(/was typed back and opens the backups/).waitFor();
  await inspect('kit');
  await page.getByRole('button', { name: 'Make a new one' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill('not this one');
  await page.getByRole('button', { name: 'Make the recovery kit' }).click();
  await page.getByText(/This passphrase does not open the backups/).waitFor();
});

door('sends who is signed out to the door, and back to what they had typed', async () => {
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  const here = (await box.json<SessionView[]>('/api/sessions')).find(({ isThis }) => isThis)!;
  await box.signIn();
  await box.send('DELETE', `/api/sessions/${here.id}`, {});
  await page.getByRole('button', { name: 'Make the recovery kit' }).click();
  await heading('Please sign in again');
  await inspect('sign-in');
  assert.is(await page.getByLabel('Name').inputValue(), ADMIN.name);
  await page.getByLabel('Password', { exact: true }).fill('not this one either');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The name or the password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await heading('Recovery kit');
  assert.is(await page.getByLabel('Passphrase', { exact: true }).inputValue(), PASSPHRASE);
  await page.getByRole('button', { name: 'Make the recovery kit' }).click();
  kit = await typeKitBack(page);
  await page.getByRole('status').getByText('The recovery kit is there.').waitFor();
});

door('keeps language and appearance with the account', async () => {
  await page.goto(`${box.url}/#/settings`);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('status').getByText('The appearance is kept in your account.').waitFor();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await heading('Einstellungen');
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await heading('Anmelden');
  const { page: other } = await openPage(browser, { url: box.url, cookie: '' });
  await signIn(other, ADMIN);
  await other.getByRole('heading', { level: 1, name: /^Ihre Dateien/ }).waitFor();
  assert.is(await other.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await other.context().close();
});

door('shows a viewer no button that they may not press', async () => {
  await box.send('POST', '/api/accounts', { ...VIEWER, role: 'viewer' });
  const { page: other } = await openPage(browser, { url: box.url, cookie: '' });
  await signIn(other, VIEWER);
  await other.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor();
  await other.getByText('may look', { exact: true }).waitFor();
  const names = await other.getByRole('main').getByRole('button').allInnerTexts();
  assert.equal(names, []);
  assert.is(await other.getByRole('link', { name: /^Look inside/ }).count(), 0);
  await other.goto(`${box.url}/#/settings/kit`);
  await other.getByRole('heading', { level: 1, name: 'Recovery kit' }).waitFor();
  await other.getByText(/^This is for administrators of the box\./).waitFor();
  await other.goto(`${box.url}/#/protect`);
  await other.getByRole('heading', { level: 1, name: 'Protect another folder' }).waitFor();
  await other.getByText(/^This is for operators and administrators of the box\./).waitFor();
  await other.goto(`${box.url}/#/restore`);
  await other.getByText(/^Your account sees which versions there are\./).waitFor();
  await other.locator('hf-timeline li').first().waitFor();
  assert.is(await other.getByRole('main').getByRole('link').count(), 0);
  assert.is(await other.getByRole('searchbox').count(), 0);
  assert.equal(await axeFindings(other), []);
  await other.context().close();
});

door('opens locked backups by the recovery key, however it is typed', async () => {
  await box.restart();
  const { page: other } = await openPage(browser, box, { reducedMotion: 'reduce' });
  await other.getByRole('heading', { level: 1, name: /^Ihre Sicherungen|^Your backups are locked/ }).waitFor();
  await other.locator('hf-unlock #passphrase').fill(kit.toLowerCase().replaceAll('-', ''));
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor();
  await other.context().close();
});

door('counts down how long there is to wait after too many wrong tries', async () => {
  const { page: other } = await openPage(browser, { url: box.url, cookie: '' });
  for (let tries = 0; tries < 6; tries++) {
    await other.getByLabel('Name').fill('Mallory');
    await other.getByLabel('Password', { exact: true }).fill(`guess ${tries}`);
    const answered = other.waitForResponse(/\/api\/session$/);
    await other.getByRole('button', { name: 'Sign in' }).and(other.locator(':enabled')).click();
    if ((await answered).status() === 429) break;
  }
  const left = async () => Number(/\d+/.exec(await other.getByText(/^The next try is possible in/).innerText())![0]);
  const atFirst = await left();
  assert.ok(atFirst > 0 && atFirst <= 30, String(atFirst));
  await other.waitForFunction((was) => {
    const text = document.querySelector('hf-app')?.shadowRoot?.querySelector('hf-sign-in')?.shadowRoot?.querySelector('#wait')?.textContent;
    return text != null && Number(/\d+/.exec(text)![0]) < was;
  }, atFirst);
  assert.ok(await other.getByRole('button', { name: 'Sign in' }).isDisabled());
  await other.context().close();
});

door('left nothing to complain about', () => {
  // What the box refused on purpose is an error to the browser too.
  assert.equal(
    complaints.filter((each) => !/status of 4\d\d/.test(each)),
    [],
  );
  assert.equal(box.log, []);
});

door.run();

async function heading(name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function signIn(on: Page, { name, password }: typeof ADMIN): Promise<void> {
  await on.getByLabel('Name').fill(name);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.keyboard.press('Enter');
}

/** Wide and light, narrow and dark: axe finds nothing, and nothing is wider than the screen. */
async function inspect(name: string): Promise<void> {
  const found: string[] = [];
  for (const [viewport, colorScheme] of [
    [WIDE, 'light'],
    [NARROW, 'dark'],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await axeFindings(page)));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) found.push(`${overflow} px wider than a screen of ${viewport.width}`);
    await picture(`${name}-${viewport.width}-${colorScheme}`);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  assert.equal(found, [], name);
}

async function picture(name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `door-${name}.png`), fullPage: true });
}
