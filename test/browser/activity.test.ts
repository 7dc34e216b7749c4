/**
 * Activity, in a real browser: a job is followed, paused, gone on with, cancelled, tried again; what was done is found; the audit is proven.
 *
 * With HOLDFAST_SCREENSHOTS set to a folder, pictures are left there.
 */
// deadline: 240 s
import { mkdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Catalog } from '../../src/box/catalog/index.ts';
import { TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage, type WatchedPage } from './browser.ts';
import { chooseFolder } from './steps.ts';
import { overflows, textsOfNoTable } from './texts-on-page.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const VIEWER = { name: 'Vera', role: 'viewer', password: 'a password of the viewer' };
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 700 };

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let scratch: string;
let letters: string;
let videos: string;
const opened: WatchedPage[] = [];

const activity = suite('activity, in a browser,');

activity.before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'holdfast-scratch-'));
  [letters, videos] = [path.join(scratch, 'letters'), path.join(scratch, 'videos')];
  for (const folder of [letters, videos]) await mkdir(folder);
  await writeFile(path.join(letters, 'hello.txt'), 'hello');
  await using film = await open(path.join(videos, 'summer.mov'), 'w');
  await film.truncate(4_000_000_000_000);
  box = await TemporaryBox.start();
  await box.backUp(letters);
  browser = await openBrowser();
  page = await visit('activity');
});

activity.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

activity('shows what was done, with what came of it', async () => {
  const done = page.getByRole('list', { name: 'Jobs, newest first' });
  await done.getByRole('link', { name: `Backup of ${letters}` }).waitFor();
  await done.getByText('Done', { exact: true }).waitFor();
  await done.getByText(/^1 file looked at, 1 new or changed/).waitFor();
  await page.getByText('Nothing is running.').waitFor();
});

activity('shows a job as soon as it runs, and follows it on a page of its own, also after that is loaded anew', async () => {
  await box.startBackup(videos);
  await page
    .locator('hf-job-card')
    .getByRole('link', { name: `Backup of ${videos}` })
    .click();
  await page.getByRole('heading', { level: 1, name: `Backup of ${videos}` }).waitFor();
  await page.getByRole('progressbar', { name: `Progress: Backup of ${videos}` }).waitFor();
  await page.reload();
  await page.getByText(/of 4 TB$/).waitFor();
  await page.getByText(/summer\.mov$/).waitFor();
  await looksRight('running');
});

activity('pauses it, goes on, cancels and tries again, all by keyboard, and the focus stays where the hand is', async () => {
  await page.getByRole('button', { name: `Pause: Backup of ${videos}` }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Paused', { exact: true }).waitFor();
  assert.is(await focused(), `Go on: Backup of ${videos}`);
  await looksRight('paused');
  await page.keyboard.press('Enter');
  await page.getByText('Running', { exact: true }).waitFor();
  assert.is(await focused(), `Pause: Backup of ${videos}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByText('Cancelled', { exact: true }).waitFor();
  await page.getByText('What was stored so far is used by the next backup of this folder.').waitFor();
  await page.getByRole('list', { name: 'Lines of the log' }).getByText('Cancelled.').waitFor();
  await page.getByRole('button', { name: `Try again: Backup of ${videos}` }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('button', { name: `Cancel: Backup of ${videos}` }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
});

activity('takes no answer that is older than what it was told meanwhile', async () => {
  await page.getByRole('button', { name: `Try again: Backup of ${videos}` }).click();
  await page.getByRole('progressbar').waitFor();
  const paused = page.getByText('Paused', { exact: true });
  await page.route('**/pause', async (route) => {
    const answer = await route.fetch();
    await paused.waitFor();
    await route.fulfill({ response: answer });
  });
  const answered = page.waitForResponse('**/pause');
  await page.getByRole('button', { name: `Pause: Backup of ${videos}` }).click();
  await (await answered).finished();
  await page.unroute('**/pause');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  assert.ok(await paused.isVisible());
  await page.getByRole('button', { name: `Cancel: Backup of ${videos}` }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
});

activity('tells those who listen', async () => {
  // At most one sentence in 5 seconds, and the newest of those that waited.
  await page.getByRole('status').getByText(`Cancelled. Backup of ${videos}.`).waitFor();
});

activity('finds what was done by name, kind and end', async () => {
  await page.getByRole('link', { name: 'All activity' }).click();
  const done = page.getByRole('list', { name: 'Jobs, newest first' }).getByRole('listitem');
  await done.nth(1).waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('letters');
  await page.waitForFunction(count('hf-job-list', 'li'), 1);
  await done.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('no such folder');
  await page.getByText('Nothing fits this search.').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByRole('combobox', { name: 'State' }).selectOption('cancelled');
  await done.getByRole('link', { name: `Backup of ${videos}` }).waitFor();
  await page.waitForFunction(count('hf-job-list', 'li'), 1);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('check');
  await page.getByText('Nothing fits this search.').waitFor();
});

activity('shows a job that the box died in, and Home asks whether to go on', async () => {
  const snapshot = (await box.latest()).id;
  const target = path.join(scratch, 'restored');
  const restore = await box.startJob({ kind: 'restore', snapshot, paths: [''], target });
  await box.finished(restore.id);
  await box.stop();
  await asIfItRan(restore.id);
  await box.restart();
  await page.goto(`${box.url}/#/activity/${restore.id}`);
  await page.getByText('Interrupted', { exact: true }).waitFor();
  await page.getByText(/^The box stopped while this ran\. What it did so far is whole/).waitFor();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  const need = page.getByRole('listitem').filter({ hasText: `Interrupted: Restore into ${target}.` });
  await need.waitFor();
  await looksRight('home');
  await need.getByRole('button', { name: 'Go on' }).click();
  await page
    .getByRole('list', { name: 'Last done' })
    .getByRole('link', { name: `Restore into ${target}` })
    .waitFor();
});

activity('shows the folders of the box with what the last backup of each came to', async () => {
  await page.goto(`${box.url}/#/machines`);
  const folder = page.locator('hf-machines li').filter({ hasText: letters });
  await folder.getByText('1 version').waitFor();
  await folder.getByText(/^1 file looked at/).waitFor();
  await looksRight('machines');
});

activity('makes a copy in another place, and says what is in it', async () => {
  const place = path.join(scratch, 'disk');
  await mkdir(place);
  await page.goto(`${box.url}/#/offsite`);
  await page.getByText('There is no copy yet.').waitFor();
  await chooseFolder(page, place);
  await page.getByRole('button', { name: 'Copy into this folder' }).click();
  await page.getByText(/All versions are in it\./).waitFor();
  await page
    .getByText(/^\d+ versions? copied/)
    .first()
    .waitFor();
  await page.getByText(/^It lies on a drive of the backups themselves/).waitFor();
  await looksRight('offsite');
});

activity('reads all backups again on request, and says so', async () => {
  await page.goto(`${box.url}/#/continuity`);
  await page.getByText('They were never checked.').waitFor();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText(/^Checked just now: everything was read\. Nothing is wrong\./).waitFor();
});

activity('cleans up only after a trial has said what would go', async () => {
  await page.getByText(/^Every version is kept\./).waitFor();
  await page.getByRole('button', { name: 'See what would go' }).click();
  await page.getByRole('dialog', { name: 'Clean up now?' }).waitFor();
  await page.getByText(/^0 versions would be removed|^Nothing would go/).waitFor();
  await looksRight('continuity');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Clean up now?' }).waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByText(/^Proven just now: everything was read again\./).waitFor();
  await looksRight('home-proven');
});

activity('says what a check found wrong before all else, and what to do', async () => {
  await spoilLargestPack();
  await box.finished((await box.startJob({ kind: 'check', readData: 'all' })).id);
  await page.getByRole('heading', { level: 1, name: 'Something in the backups is damaged.' }).waitFor();
  assert.is(await page.getByText(/^Nobody has read the newest versions/).count(), 0);
  await page.getByRole('link', { name: 'See what it found' }).click();
  await page.getByRole('heading', { level: 2, name: 'The last check found damage' }).waitFor();
  await page.getByText(/^holdfast -r repository repair packs --from-repo /).waitFor();
  await looksRight('continuity-damaged');
  await page.getByRole('link', { name: 'See what it found' }).click();
  await page.getByText(/^Something is damaged; the list says what\./).waitFor();
});

activity('tells an admin who did what, and proves that nothing of it was changed', async () => {
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.getByRole('link', { name: 'Who did what' }).click();
  await page.getByRole('cell', { name: 'Claimed the box' }).waitFor();
  await page.getByRole('cell', { name: 'Asked for a job Copy' }).first().waitFor();
  await page.getByRole('button', { name: 'Prove the chain' }).click();
  await page.getByText(/^The chain of \d+ entr(y|ies) is whole\.$/).waitFor();
  await looksRight('audit');
  await page.getByRole('searchbox', { name: 'Search' }).fill('nobody did this');
  await page.getByText('No entry fits this search.').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export everything' }).click()]);
  assert.is(download.suggestedFilename(), 'holdfast audit.jsonl');
});

activity('lets a viewer look, and nothing more', async () => {
  const admin = box.cookie;
  assert.is((await box.send('POST', '/api/accounts', VIEWER)).status, 201);
  await box.signIn({ name: VIEWER.name, password: VIEWER.password });
  const seen = await visit('activity');
  box.cookie = admin;
  await box.startBackup(videos);
  await seen.locator('hf-job-card').getByRole('progressbar').waitFor();
  assert.is(await seen.getByRole('button', { name: /^(Pause|Cancel)/ }).count(), 0);
  assert.is(await seen.getByRole('link', { name: 'Who did what' }).count(), 0);
  await seen.goto(`${box.url}/#/`);
  await seen.getByRole('table', { name: 'Where your files are' }).waitFor();
  assert.is(await seen.getByRole('button', { name: /^Back up now/ }).count(), 0);
});

activity('says in three languages what runs, and takes every text from its tables', async () => {
  for (const [locale, title] of [
    ['de-DE', `Sicherung von ${videos}`],
    ['es-ES', `Copia de seguridad de ${videos}`],
  ] as const) {
    const each = await visit('activity', { locale, viewport: NARROW });
    await each.locator('hf-job-card').getByRole('link', { name: title }).waitFor();
    assert.equal(await overflows(each), [], locale);
  }
  const pseudo = await visit('activity', { viewport: NARROW }, '?lang=en-XA');
  await pseudo.locator('hf-job-list li').first().waitFor();
  for (const name of ['activity', 'audit', 'job', 'home', 'machines', 'offsite', 'continuity']) {
    if (name === 'job') {
      await pseudo.goto(`${box.url}/?lang=en-XA#/activity`);
      await pseudo.locator('hf-job-card').getByRole('link').first().click();
    } else await pseudo.goto(`${box.url}/?lang=en-XA#/${name === 'home' ? '' : name}`);
    await pseudo.locator(`hf-${name}`).getByRole('heading', { level: 1 }).waitFor();
    if (name === 'audit') await pseudo.getByRole('table').waitFor();
    assert.equal([...(await textsOfNoTable(pseudo)), ...(await overflows(pseudo))], [], name);
  }
});

activity('left nothing to complain about', () => {
  // A box that is away is an error to the browser too.
  const complaints = opened.flatMap((each) => each.complaints);
  assert.equal(
    complaints.filter((each) => !/ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/.test(each)),
    [],
  );
});

activity.run();

async function visit(name: string, options: Parameters<typeof openPage>[2] = {}, query = ''): Promise<Page> {
  const watched = await openPage(browser, { url: `${box.url}/${query}#/${name}`, cookie: box.cookie }, options);
  opened.push(watched);
  watched.page.setDefaultTimeout(30_000);
  return watched.page;
}

/** axe finds nothing, and nothing is wider than the screen: wide and light, narrow and dark. */
async function looksRight(name: string): Promise<void> {
  const found: string[] = [];
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (PICTURES) await picture(`${name}-${viewport.width}-${colorScheme}`);
      if ((viewport === WIDE) === (colorScheme === 'light')) found.push(...(await axeFindings(page)));
    }
    found.push(...(await overflows(page)));
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // The ways have moved to where they are wide: a click a moment earlier would hit another one.
  await page.locator('hf-nav[shape="rail"]').waitFor();
  assert.equal(found, [], name);
}

async function picture(name: string): Promise<void> {
  mkdirSync(PICTURES!, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES!, `activity-${name}.png`), fullPage: true });
}

/** Changes a byte in the middle of the largest pack, which holds what files hold. */
async function spoilLargestPack(): Promise<void> {
  const data = path.join(box.repository, 'data');
  const packs = (await readdir(data, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sized = await Promise.all(
    packs.map(async ({ parentPath, name }) => [path.join(parentPath, name), (await stat(path.join(parentPath, name))).size] as const),
  );
  const [largest, size] = sized.toSorted(([, a], [, b]) => b - a)[0]!;
  await chmod(largest, 0o600);
  await using file = await open(largest, 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.floor(size / 2));
  await file.write(Buffer.of(buffer[0]! ^ 0xff), 0, 1, Math.floor(size / 2));
}

/** What the catalog of a box that was killed says. */
async function asIfItRan(job: string): Promise<void> {
  const catalog = await Catalog.in(box.folder, () => {});
  await catalog.run("UPDATE jobs SET state = 'running', finished_at = NULL, result = NULL WHERE id = ?", job);
  await catalog.close();
}

async function focused(): Promise<string | null> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('aria-label') ?? null;
  });
}

/** Whether the first element of this name holds so many others, for `waitForFunction`. */
function count(host: string, inside: string): string {
  return `(wanted) => {
    const find = (root) => root.querySelector('${host}') ?? [...root.querySelectorAll('*')].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
    return find(document)?.shadowRoot.querySelectorAll('${inside}').length === wanted;
  }`;
}
