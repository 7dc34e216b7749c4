/**
 * The first page, as a person uses it, in a real browser, on real files: from an empty box to a file that came back.
 */
// deadline: 300 s
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generateFiles, MANY } from '../api/generated-files.ts';
import { PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { openBrowser, openPage } from './browser.ts';
import { chooseFolder, typeKitBack } from './steps.ts';

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let complaints: string[];
let files: string;
let scratch: string;

const first = suite('the first backup, in a browser');

first.before(async () => {
  files = await generateFiles({ many: MANY });
  scratch = await mkdtemp(path.join(tmpdir(), 'holdfast-scratch-'));
  box = await TemporaryBox.start();
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, box));
});

first.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  for (const folder of [files, scratch]) await rm(folder, { recursive: true, force: true });
});

first('begins with a folder, chosen by walking the folders of the box', async () => {
  await page.getByRole('heading', { level: 1, name: 'Let’s keep your files safe.' }).waitFor();
  await chooseFolder(page, files);
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
});

first('goes on at the same step after a reload', async () => {
  await page.reload();
  await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
});

first('warns that nobody can recover the passphrase, and takes none that is short or mistyped', async () => {
  await page.getByText('Nobody can recover it.').waitFor();
  const start = page.getByRole('button', { name: 'Set the passphrase' });
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('short');
  await page.getByText('5 characters are missing.').waitFor();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.getByLabel('The same once more').fill(`${PASSPHRASE}!`);
  await page.getByText('The two are not the same yet.').waitFor();
  assert.ok(await start.isDisabled());
  await page.getByLabel('The same once more').fill(PASSPHRASE);
  await start.and(page.locator(':enabled')).waitFor();
});

first('shows the passphrase only on request', async () => {
  const input = page.getByRole('textbox', { name: 'Passphrase' });
  assert.is(await input.getAttribute('type'), 'password');
  await page.getByRole('button', { name: 'Show' }).click();
  assert.is(await input.getAttribute('type'), 'text');
  await page.getByRole('button', { name: 'Hide' }).click();
  assert.is(await input.getAttribute('type'), 'password');
});

first('makes a recovery kit, and starts by itself once that was typed back', async () => {
  await page.getByRole('radio', { name: /waits until somebody types the passphrase/ }).check();
  await page.getByRole('button', { name: 'Set the passphrase' }).click();
  await page.getByRole('button', { name: 'Make the recovery kit' }).click();
  await typeKitBack(page);
});

first('runs where one can watch it, and ends in a sentence that claims no more than it knows', async () => {
  await page.getByRole('heading', { level: 1, name: 'A backup is running.' }).waitFor();
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor({ timeout: 60_000 });
  await page.getByText(/^Not proven yet: nobody/).waitFor();
  await page.getByText(files, { exact: true }).first().waitFor();
});

first('is listed as a version under Restore', async () => {
  await page.getByRole('link', { name: 'Restore', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: 'Today' }).waitFor();
  await page.getByRole('link', { name: files }).click();
  await page.getByRole('grid').waitFor();
  await page.getByRole('button', { name: 'letters, Folder' }).waitFor();
});

first('shows text as text', async () => {
  await page.getByRole('button', { name: 'letters, Folder' }).click();
  await page.getByRole('button', { name: 'hello.txt' }).click();
  const text = page.getByRole('region', { name: 'Text of hello.txt' });
  await text.waitFor();
  assert.is((await text.innerText()).trimEnd(), 'Dear reader,\nthis is a small letter with an ä.');
});

first('shows the beginning of a long text and says so', async () => {
  await page.getByRole('button', { name: 'long.txt' }).click();
  await page.getByText(/^The first 262 kB of/).waitFor();
  assert.match(await page.getByRole('region', { name: 'Text of long.txt' }).innerText(), /^line 0: the quick brown fox\n/);
});

first('shows a picture, and says when it cannot', async () => {
  await page.getByRole('link', { name: path.basename(files) }).click();
  await page.getByRole('button', { name: 'pictures, Folder' }).click();
  await page.getByRole('button', { name: 'sunset.png' }).click();
  const picture = page.getByRole('img', { name: 'sunset.png' });
  await picture.waitFor();
  await page.waitForFunction(() => {
    const find = (root: Document | ShadowRoot): HTMLImageElement | undefined =>
      root.querySelector('img') ??
      [...root.querySelectorAll('*')].map((each) => each.shadowRoot && find(each.shadowRoot)).find((each) => each) ??
      undefined;
    return find(document)?.naturalWidth === 480;
  });
  await page.getByRole('button', { name: 'broken.png' }).click();
  await page.getByText(/The picture cannot be shown/).waitFor();
});

first('goes back step by step with the browser’s own button', async () => {
  await page.goBack();
  await page.getByRole('img', { name: 'sunset.png' }).waitFor();
  await page.goBack();
  await page.locator('hf-preview').waitFor({ state: 'detached' });
  await page.goBack();
  await page.getByRole('button', { name: 'pictures, Folder' }).waitFor();
});

first('gives a file back, byte for byte', async () => {
  await page.getByRole('button', { name: 'data, Folder' }).click();
  const saved = await saveDownload(page, () => page.getByRole('link', { name: 'Download random.bin' }).click());
  assert.is(saved.name, 'random.bin');
  assert.ok((await readFile(saved.file)).equals(await readFile(path.join(files, 'data/random.bin'))));
});

first('gives a folder back as a ZIP with everything in it', async () => {
  await page.getByRole('link', { name: path.basename(files) }).click();
  await page.getByRole('button', { name: 'letters, Folder' }).waitFor();
  const saved = await saveDownload(page, () => page.getByRole('link', { name: /^Download as ZIP: / }).click());
  assert.is(saved.name, `${path.basename(files)}.zip`);
  execFileSync('unzip', ['-q', saved.file, '-d', scratch], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  for (const folder of ['letters', 'pictures', 'many', 'empty']) {
    execFileSync('diff', ['-r', path.join(files, folder), path.join(scratch, path.basename(files), folder)]);
  }
});

first('keeps only the rows in view of a folder with ten thousand files, and reaches the last', async () => {
  await page.getByRole('button', { name: 'many, Folder' }).click();
  await page.getByRole('button', { name: 'note 0.txt' }).waitFor();
  assert.is(await page.getByRole('grid').getAttribute('aria-rowcount'), String(MANY + 1));
  assert.ok((await page.getByRole('row').count()) < 100);
  await page.getByRole('button', { name: 'note 0.txt' }).focus();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: `note ${MANY - 1}.txt` }).waitFor();
  assert.ok((await page.getByRole('row').count()) < 100);
});

first('opens files with odd names, and runs nothing that a name says', async () => {
  await page.getByRole('link', { name: path.basename(files) }).click();
  await page.getByRole('button', { name: 'odd names, Folder' }).click();
  for (const [name, content] of [
    ['<img src=x onerror=alert(1)>.txt', Buffer.from('<img src=x onerror=alert(1)>.txt')],
    ['percent%41 plus+ hash# question? and&.txt', Buffer.from('percent%41 plus+ hash# question? and&.txt')],
    ['caf\ufffd.txt', Buffer.from('caf\xe8.txt', 'latin1')],
  ] as const) {
    await page
      .getByRole('button', { name: `${name}, File`, exact: true })
      .first()
      .click();
    const text = page.getByRole('region', { name: `Text of ${name}` });
    await text.waitFor();
    assert.is(await text.innerText(), `content of ${content.toString('hex')}`);
  }
});

first('can be run again, and then reads only what changed', async () => {
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByRole('button', { name: `Back up now: ${files}` }).click();
  await page.getByText('2 versions').waitFor({ timeout: 60_000 });
  await page.getByText(/files looked at, 0 new or changed/).waitFor();
});

first('can be cancelled, and says what becomes of what was stored', async () => {
  const huge = path.join(scratch, 'huge');
  execFileSync('mkdir', [huge]);
  await using file = await open(path.join(huge, 'disk image'), 'w');
  await file.truncate(40_000_000_000);
  await page.getByRole('link', { name: 'Protect another folder' }).click();
  await chooseFolder(page, huge);
  await page.getByRole('button', { name: 'Start the backup' }).click();
  await page.getByRole('button', { name: `Cancel: Backup of ${huge}` }).click();
  await page.getByText('What was stored so far is used by the next backup of this folder.').waitFor();
  await page.getByRole('heading', { level: 1, name: `${huge} was never backed up completely.` }).waitFor();
  await page.getByRole('button', { name: `Back up now: ${huge}` }).waitFor();
});

first('asks for the passphrase after the box was started anew, and says when it is wrong', async () => {
  await box.restart();
  await page.getByRole('heading', { level: 1, name: 'Your backups are locked.' }).waitFor();
  await page.getByLabel('Passphrase or recovery key').fill('something else entirely');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText(/This passphrase does not open the backups/).waitFor();
  await page.getByLabel('Passphrase or recovery key').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Unlock' }).click();
});

first('still says which folder was never backed up completely, until it is taken off the list', async () => {
  await page.getByRole('heading', { level: 1, name: /huge was never backed up completely\.$/ }).waitFor();
  await page.getByRole('button', { name: /^Back up now: .*huge$/ }).waitFor();
  await page.getByRole('button', { name: /^Remove from the list: .*huge$/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor();
});

first('tells when the box is away, and goes on by itself when it is back', async () => {
  await box.stop();
  await page.getByText(/The box does not answer/).waitFor();
  assert.ok(await page.getByRole('button', { name: /^Back up now: / }).isDisabled());
  await box.restart();
  await page.getByText(/The box does not answer/).waitFor({ state: 'detached' });
});

first('left nothing to complain about', () => {
  // A box that is away, and a passphrase that is wrong, are errors to the browser too.
  const unexpected = complaints.filter((each) => !/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|403 \(Forbidden\)/.test(each));
  assert.equal(unexpected, []);
  assert.equal(box.log, []);
});

first.run();

async function saveDownload(on: Page, click: () => Promise<void>): Promise<{ name: string; file: string }> {
  const [download]: [Download, unknown] = await Promise.all([on.waitForEvent('download'), click()]);
  const name = download.suggestedFilename();
  const file = path.join(scratch, `${Date.now()} ${name}`);
  await download.saveAs(file);
  return { name, file };
}
