/**
 * Getting things back, as a person does it, in a real browser: a file of some day, by its date and by its name; what changed between two
 * versions; and a restore into a folder of the box.
 */
// deadline: 240 s
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JobPage, SnapshotView } from '../../src/api/contract/index.ts';
import { openRepository, openStore, snapshotListOf } from '../../src/repository/index.ts';
import { saveSnapshot } from '../../src/repository/snapshots.ts';
import { indexed } from '../api/indexed.ts';
import { PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { chooseFolder } from './steps.ts';
import { overflows, textsOfNoTable } from './texts-on-page.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const DAYS = 150;
const DAY_MS = 86_400_000;
const FIRST_PLAN = 'buy paint\ncall the roofer\nwater the plants\n';
const SECOND_PLAN = 'buy paint\ncall the plumber\nwater the plants\npay the plumber\n';

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let complaints: string[];
let files: string;
let other: string;
let target: string;

const restoring = suite('getting things back, in a browser,');

restoring.before(async () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-back-'));
  [files, other, target] = [path.join(scratch, 'family'), path.join(scratch, 'office'), path.join(scratch, 'drive')] as const;
  for (const folder of ['family/notes', 'office', 'drive']) mkdirSync(path.join(scratch, folder), { recursive: true });
  const put = (name: string, content: string | Uint8Array) => writeFileSync(path.join(files, name), content);
  put('letter.txt', 'a letter');
  put('notes/plan.txt', FIRST_PLAN);
  put('notes/old list.txt', 'eggs');
  put('notes/log.2024', 'one line of a log\n');
  put('notes/bytes.2024', new Uint8Array([0, 1, 2, 3, 255]));
  writeFileSync(path.join(other, 'invoice.txt'), 'an invoice');
  box = await TemporaryBox.start();
  browser = await openBrowser();
  await box.send('POST', '/api/repository', { passphrase: PASSPHRASE });
  ({ page, complaints } = await openPage(browser, box));
  page.setDefaultTimeout(20_000);
});

restoring.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  rmSync(path.dirname(files), { recursive: true, force: true });
});

restoring('begins with a word of what to do while there is nothing yet', async () => {
  await page.goto(`${box.url}/#/restore`);
  await page.getByText('There are no versions yet').waitFor();
});

restoring('finds half a year of versions, drawn in pages, and goes to the version of a date', async () => {
  await box.backUp(files);
  await yesterdays(await box.latest());
  await box.backUp(other);
  mkdirSync(path.join(files, 'fresh'));
  writeFileSync(path.join(files, 'fresh/new.txt'), 'new');
  writeFileSync(path.join(files, 'notes/plan.txt'), SECOND_PLAN);
  rmSync(path.join(files, 'notes/old list.txt'));
  await box.backUp(files);
  await indexed(box, DAYS + 3);
  await page.getByText(`60 of ${DAYS + 3}`).waitFor();
  assert.is(await page.locator('hf-timeline .versions li').count(), 60);
  const day = new Date(Date.now() - 100 * DAY_MS);
  await page.getByLabel('Go to a date').fill(dateOf(day));
  const found = page.locator('hf-timeline .versions a:focus');
  await found.waitFor();
  assert.is(dateOf(new Date((await found.locator('.time').getAttribute('datetime'))!)), dateOf(day));
});

restoring('shows the versions of one machine and folder alone', async () => {
  await page.getByLabel('Machine and folder').selectOption({ label: await lineOf(other) });
  await page.getByRole('link', { name: other }).waitFor();
  assert.is(await page.locator('hf-timeline .versions li').count(), 1);
  await page.getByLabel('Machine and folder').selectOption('');
  await inspect('restore-timeline');
});

restoring('has a file of last Tuesday in four clicks from the start, by its date', async () => {
  await page.goto(`${box.url}/#/`);
  const clicks = new Clicks();
  await clicks.on(page.getByRole('link', { name: 'Restore', exact: true }));
  await page.getByRole('heading', { level: 1, name: 'Restore' }).waitFor();
  await clicks.on(page.getByLabel('Go to a date'));
  await page.getByLabel('Go to a date').fill(dateOf(lastTuesday()));
  await clicks.on(page.locator('hf-timeline .versions a:focus'));
  assert.is(await clicks.download(page.getByRole('link', { name: 'Download letter.txt' })), 'a letter');
  assert.ok(clicks.count <= 4, `${clicks.count} clicks`);
});

restoring('has an older version of a file deep inside in four clicks, by its name', async () => {
  await page.goto(`${box.url}/#/`);
  const clicks = new Clicks();
  await clicks.on(page.getByRole('link', { name: 'Restore', exact: true }));
  await clicks.on(page.getByLabel('Search in all versions'));
  await page.keyboard.type('plan');
  await clicks.on(page.getByRole('link', { name: /plan\.txt/ }));
  const older = page.locator('hf-file-versions li').nth(1);
  assert.is(await clicks.download(older.getByRole('link', { name: /^Download plan\.txt/ })), FIRST_PLAN);
  assert.ok(clicks.count <= 4, `${clicks.count} clicks`);
});

restoring('finds by keyboard what was deleted, and leads to the last version that holds it', async () => {
  await page.getByRole('link', { name: 'All versions' }).click();
  const search = page.getByLabel('Search in all versions');
  await search.waitFor();
  assert.is(await search.inputValue(), 'plan');
  await search.press('Escape');
  await page.getByRole('heading', { level: 2, name: 'Today' }).waitFor();
  await search.pressSequentially('OLD list');
  await page.getByText('1 result').first().waitFor();
  await page.getByText(/^Deleted; no longer there on/).waitFor();
  await inspect('restore-search');
  await search.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('hf-entry-list .open:focus').waitFor();
  assert.match((await page.locator('hf-entry-list .open:focus').getAttribute('aria-label')) ?? '', /^old list\.txt/);
  await page.getByText(`Version ${DAYS + 1} of ${DAYS + 2}`).waitFor();
});

restoring('keeps the place when the version is switched, and says when it is not there', async () => {
  await page.getByRole('link', { name: 'Newer' }).click();
  await page.getByText(`Version ${DAYS + 2} of ${DAYS + 2}`).waitFor();
  await page.getByRole('button', { name: 'plan.txt, File' }).waitFor();
  assert.is(await page.getByRole('button', { name: /^old list/ }).count(), 0);
  await page.getByRole('link', { name: 'family', exact: true }).click();
  await page.getByRole('button', { name: 'fresh, Folder' }).click();
  await page.getByRole('button', { name: 'new.txt, File' }).waitFor();
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByText('This version does not hold this folder or file.').waitFor();
  await page.getByRole('link', { name: 'To the beginning of this version' }).click();
  await page.getByRole('button', { name: 'notes, Folder' }).click();
});

restoring('shows a text whose name promises none, and bytes as what they are', async () => {
  await page.getByRole('button', { name: 'log.2024, File' }).click();
  await page.getByText('one line of a log').waitFor();
  await page.getByRole('button', { name: 'bytes.2024, File' }).click();
  await page.getByText('There is no preview for this kind of file.').waitFor();
});

restoring('compares two versions of a text line by line', async () => {
  await page.getByRole('button', { name: 'plan.txt, File' }).click();
  await page.getByText('call the roofer').waitFor();
  await inspect('restore-file');
  await page.getByRole('button', { name: /^Compare the version changed/ }).click();
  await page.getByRole('dialog', { name: 'What changed in plan.txt' }).waitFor();
  await page.getByRole('region', { name: 'Changed lines of plan.txt' }).waitFor();
  const lines = (kind: string) => page.locator(`hf-text-diff li.${kind} .text`).allTextContents();
  assert.equal(await lines('removed'), ['was taken out: call the roofer']);
  assert.equal(await lines('added'), ['came in: call the plumber', 'came in: pay the plumber']);
  await inspect('restore-diff');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Close the preview' }).click();
});

restoring('compares two versions folder by folder, with counts', async () => {
  await page.getByRole('link', { name: 'Newer' }).click();
  await page.getByText(`Version ${DAYS + 2} of ${DAYS + 2}`).waitFor();
  await page.getByRole('link', { name: 'Compare versions' }).click();
  await page
    .locator('hf-compare')
    .getByText(/^0 added/)
    .waitFor();
  await page
    .locator('hf-compare')
    .getByText(/^1 changed/)
    .waitFor();
  await page
    .locator('hf-compare')
    .getByText(/^1 removed/)
    .waitFor();
  await inspect('restore-compare');
  await page.getByRole('button', { name: 'Show lines: plan.txt' }).click();
  await page.getByRole('region', { name: 'Changed lines of plan.txt' }).waitFor();
  await page.keyboard.press('Escape');
  const two = [await page.getByLabel('From').inputValue(), await page.getByLabel('To').inputValue()];
  await page.getByLabel('From').selectOption({ index: 5 });
  await page.waitForURL((url) => !url.hash.includes(two[0]!) && url.hash.includes(two[1]!));
  await page.getByText('old list.txt').waitFor();
  await page.getByRole('link', { name: 'Back to the version' }).click();
});

restoring('restores what was chosen into a new folder of the box, and leaves alone what is there', async () => {
  writeFileSync(path.join(target, 'letter.txt'), 'mine');
  await page.getByRole('checkbox', { name: 'Choose plan.txt' }).check();
  await page.getByRole('button', { name: 'log.2024, File' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('2 entries chosen').first().waitFor();
  await page.getByRole('group', { name: '2 entries chosen' }).getByRole('button', { name: 'Restore to the box …' }).click();
  await chooseFolder(page, target);
  const offered = `Restored ${dateOf(new Date())}`;
  assert.is(await page.getByLabel('New folder there').inputValue(), offered);
  await page.getByText(path.join(target, offered), { exact: true }).waitFor();
  await page.getByText('The folder is new, so nothing is overwritten.').waitFor();
  await inspect('restore-into');
  await page.getByRole('button', { name: 'Start restoring' }).click();
  await page
    .getByText(`Being restored into ${path.join(target, offered)}.`)
    .first()
    .waitFor();
  await ended();
  assert.is(readFileSync(path.join(target, offered, 'plan.txt'), 'utf8'), SECOND_PLAN);
  assert.equal(readdirSync(path.join(target, offered)).sort(), ['log.2024', 'plan.txt']);
  assert.equal(readdirSync(target).sort(), [offered, 'letter.txt']);
});

restoring('restores a whole folder into one that is there only as far as nothing is overwritten', async () => {
  await page.getByRole('link', { name: 'family', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Choose letter.txt' }).check();
  await page.getByRole('group', { name: '1 entry chosen' }).getByRole('button', { name: 'Restore to the box …' }).click();
  await chooseFolder(page, target);
  const name = page.getByLabel('New folder there');
  await name.fill('a/b');
  await page.getByText('This cannot be the name of one folder.').waitFor();
  await name.fill('');
  assert.ok(await page.getByRole('radio', { name: 'Leave it; tell me what differs' }).isChecked());
  await page.getByRole('button', { name: 'Start restoring' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await ended();
  assert.is(readFileSync(path.join(target, 'letter.txt'), 'utf8'), 'mine');
});

restoring('says all of it in the language of the person', async () => {
  const { url } = box;
  for (const hash of ['#/restore', (await page.evaluate(() => location.hash)).replace(/&file=.*/, '')]) {
    await page.goto(`${url}/?lang=en-XA${hash}`);
    await page.locator('hf-timeline, hf-entry-list').first().waitFor();
    assert.equal(await textsOfNoTable(page), []);
  }
});

restoring('left nothing to complain about', () => {
  // A folder that a version does not hold is an error to the browser too.
  assert.equal(
    complaints.filter((each) => !/404 \(Not Found\)/.test(each)),
    [],
  );
  assert.equal(box.log, []);
});

restoring.run();

class Clicks {
  count = 0;

  async on(what: Locator): Promise<void> {
    this.count++;
    await what.click();
  }

  /** Clicks, and gives what was downloaded. */
  async download(what: Locator): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), this.on(what)]);
    return readFileSync(await download.path(), 'utf8');
  }
}

/** A version for each of the days before, all with what this one holds. */
async function yesterdays({ id }: SnapshotView): Promise<void> {
  const repository = await openRepository(openStore(box.repository), PASSPHRASE);
  const { id: _, ...about } = (await snapshotListOf(repository).find(id))!;
  for (let day = 1; day <= DAYS; day++)
    await saveSnapshot(repository, { ...about, time: new Date(Date.now() - day * DAY_MS).toISOString() });
}

async function lineOf(folder: string): Promise<string> {
  const snapshots = await box.json<SnapshotView[]>('/api/snapshots');
  return `${snapshots.find(({ paths }) => paths[0] === folder)!.hostname}: ${folder}`;
}

async function ended(): Promise<void> {
  const [job] = (await box.json<JobPage>('/api/jobs?kind=restore&limit=1')).jobs;
  assert.is((await box.finished(job!.id)).state, 'done');
}

function lastTuesday(): Date {
  const day = new Date(Date.now() - DAY_MS);
  while (day.getDay() !== 2) day.setTime(day.getTime() - DAY_MS);
  return day;
}

function dateOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

async function inspect(name: string): Promise<void> {
  const found: string[] = [];
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: path.join(PICTURES, `${name}-${width}-${colorScheme}.png`) });
    }
    if (width === 1280 || colorScheme === 'light')
      found.push(...(await axeFindings(page)).map((each) => `${width} ${colorScheme}: ${each}`));
  }
  found.push(...(await overflows(page)));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  assert.equal(found, []);
}
