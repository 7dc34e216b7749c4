/**
 * Every page in light and dark, wide and narrow: axe finds nothing serious, and nothing is wider than the screen.
 *
 * With HOLDFAST_SCREENSHOTS set to a folder, pictures of all of them are left there.
 */
// deadline: 300 s
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generateFiles } from '../api/generated-files.ts';
import { PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { chooseFolder } from './steps.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 360, 320] as const;

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let files: string;
let scratch: string;

const looks = suite('the page, in light and dark, wide and narrow,');

looks.before(async () => {
  files = await generateFiles({ many: 200 });
  scratch = await mkdtemp(path.join(tmpdir(), 'holdfast-scratch-'));
  box = await TemporaryBox.start();
  browser = await openBrowser();
  ({ page } = await openPage(browser, box, { reducedMotion: 'reduce' }));
});

looks.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  for (const folder of [files, scratch]) await rm(folder, { recursive: true, force: true });
});

looks('welcomes', async () => {
  await chooseFolder(page, files);
  await inspect('welcome-folder');
});

looks('asks for a new passphrase', async () => {
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await inspect('welcome-passphrase');
});

looks('shows what is protected', async () => {
  await page.getByLabel('The same once more').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Set the passphrase' }).click();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('heading', { level: 1, name: /but that does not count yet\.$/ }).waitFor({ timeout: 30_000 });
  await inspect('home');
});

looks('shows a backup that runs', async () => {
  const huge = path.join(scratch, 'family videos');
  execFileSync('mkdir', [huge]);
  await using file = await open(path.join(huge, 'summer by the sea.mov'), 'w');
  await file.truncate(400_000_000_000);
  await box.startBackup(huge);
  await page
    .locator('hf-job-card')
    .getByText(/of 400 GB$/)
    .waitFor({ timeout: 30_000 });
  await inspect('home-running');
  await page.getByRole('button', { name: `Cancel: Backup of ${huge}` }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor({ timeout: 30_000 });
});

looks('shows a folder that was never backed up completely', async () => {
  await page.getByRole('heading', { level: 1, name: /was never backed up completely/ }).waitFor();
  await inspect('home-never');
  await page.getByRole('button', { name: /^Remove from the list/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor();
});

looks('shows several folders', async () => {
  const gone = path.join(scratch, 'not everything');
  execFileSync('sh', ['-c', `mkdir '${gone}' && echo one > '${gone}/one.txt'`]);
  await box.backUp(gone);
  await page.getByText(gone, { exact: true }).first().waitFor();
  await inspect('home-more');
});

looks('shows a backup that could not read everything', async () => {
  // The kernel lists files here that nobody can read, not even root.
  await box.backUp('/sys/bus/cpu');
  await page.getByRole('heading', { level: 1, name: 'The last backup could not read everything.' }).waitFor();
  await page
    .getByText(/things? needs? a look/)
    .first()
    .click();
  await page.getByText('/sys/bus/cpu/uevent', { exact: true }).waitFor();
  await inspect('home-partial');
});

looks('chooses another folder', async () => {
  await page.getByRole('link', { name: 'Protect another folder' }).click();
  await page.getByRole('heading', { level: 1, name: 'Protect another folder' }).waitFor();
  await inspect('protect');
});

looks('lists versions', async () => {
  await page.goto(`${box.url}/#/restore`);
  await page.getByRole('heading', { level: 2, name: 'Today' }).waitFor();
  await inspect('versions');
});

looks('lists a folder', async () => {
  await page.getByRole('link', { name: files }).first().click();
  await page.getByRole('button', { name: 'letters, Folder' }).waitFor();
  await page.getByRole('button', { name: 'letters, Folder' }).click();
  await page.getByRole('button', { name: 'long.txt' }).waitFor();
  await page.setViewportSize({ width: 360, height: 900 });
  const cut = await page
    .locator('.about')
    .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));
  assert.equal(cut, []);
  await inspect('files');
  await page.goBack();
  await page.getByRole('button', { name: 'letters, Folder' }).waitFor();
  await inspect('folder');
});

looks('lists odd names', async () => {
  await page.getByRole('button', { name: 'odd names, Folder' }).click();
  await page.getByRole('button', { name: '-dash.txt' }).waitFor();
  await inspect('odd-names');
  await page.goBack();
});

looks('shows a text', async () => {
  await page.getByRole('button', { name: 'letters, Folder' }).click();
  await page.getByRole('button', { name: 'long.txt' }).click();
  await page.getByText('The first 262 kB').waitFor();
  await inspect('text');
});

looks('shows a picture', async () => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goBack();
  await page.goBack();
  await page.getByRole('button', { name: 'pictures, Folder' }).click();
  await page.getByRole('button', { name: 'sunset.png' }).click();
  await page.getByRole('img', { name: 'sunset.png' }).waitFor();
  await inspect('picture');
});

looks('says in its heading that there is no such page, or no such version', async () => {
  await page.goto(`${box.url}/#/frob`);
  await page.getByRole('heading', { level: 1, name: 'There is no such page.' }).waitFor();
  await page.getByRole('link', { name: 'Back to the start' }).waitFor();
  await page.goto(`${box.url}/#/restore/${'0'.repeat(64)}`);
  await page.getByRole('heading', { level: 1, name: 'There is no such version.' }).waitFor();
  await inspect('no-version');
});

looks('asks for the passphrase after a restart', async () => {
  await box.send('PATCH', '/api/settings', { unlockMode: 'passphrase' });
  await box.restart();
  await page.goto(box.url);
  await page.getByRole('heading', { level: 1, name: 'Your backups are locked.' }).waitFor();
  await page.getByLabel('Passphrase or recovery key').fill('something else');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText(/This passphrase does not open/).waitFor();
  await inspect('unlock');
});

looks('tells when the box is away', async () => {
  await box.stop();
  await page.getByText(/The box does not answer/).waitFor();
  await inspect('away');
  await box.restart();
});

looks.run();

async function inspect(name: string): Promise<void> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (PICTURES && width !== 320) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: path.join(PICTURES, `${name}-${width}-${colorScheme}.png`) });
      }
      if (width !== 360) found.push(...(await axeFindings(page)).map((each) => `${width} ${colorScheme}: ${each}`));
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) found.push(`${overflow} px wider than a screen of ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  assert.equal(found, []);
}
