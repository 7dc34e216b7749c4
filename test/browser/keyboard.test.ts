/** The main path without a mouse: every step by keys alone, and the focus where a person expects it. */
// deadline: 180 s
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generateFiles } from '../api/generated-files.ts';
import { ADMIN, PASSPHRASE, TemporaryBox } from '../api/temporary-box.ts';
import { openBrowser, openPage } from './browser.ts';

let box: TemporaryBox;
let browser: Browser;
let page: Page;
let files: string;

const keyboard = suite('a new box, by keyboard alone');

keyboard.before(async () => {
  files = await generateFiles({ many: 50 });
  box = await TemporaryBox.start({ claim: false });
  browser = await openBrowser();
  ({ page } = await openPage(browser, box));
});

keyboard.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  await rm(files, { recursive: true, force: true });
});

keyboard('is claimed', async () => {
  await page.getByRole('heading', { level: 1, name: 'This box has no owner yet.' }).waitFor();
  await tabTo('Code of the box');
  await page.keyboard.type(box.claimCode!);
  await tabTo('Your name');
  await page.keyboard.type(ADMIN.name);
  await tabTo('Password');
  await page.keyboard.type(ADMIN.password);
  await tabTo('Repeat the password');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await focusOn('Let’s keep your files safe.');
});

keyboard('is told a folder and a passphrase', async () => {
  await tabTo('/');
  await page.keyboard.press('Enter');
  for (const name of files.split('/').slice(1)) {
    await page.getByRole('button', { name, exact: true }).waitFor();
    await tabTo(name);
    await page.keyboard.press('Enter');
  }
  await page.getByText(files, { exact: true }).waitFor();
  await tabTo('Choose this folder');
  await page.keyboard.press('Enter');
  await focusOn('Choose a passphrase');
  await tabTo('Passphrase');
  await page.keyboard.type(PASSPHRASE);
  await tabTo('The same once more');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
});

keyboard('makes its recovery kit, takes it typed back, and makes its first backup', async () => {
  await focusOn('Make the recovery kit');
  await tabTo('Make the recovery kit');
  await page.keyboard.press('Enter');
  const groups = page.locator('hf-kit-sheet .groups li');
  await groups.first().waitFor();
  const kit = await groups.allInnerTexts();
  await tabTo('I have it: type groups back');
  await page.keyboard.press('Enter');
  await focusOn('Type groups of the kit back');
  const asked = page.getByLabel(/^Group \d$/);
  await asked.first().waitFor();
  for (const id of await asked.evaluateAll((all) => all.map((each) => each.id))) {
    const number = Number(id.replace('group-', ''));
    await tabTo(`Group ${number}`);
    await page.keyboard.type(kit[number - 1]!.toLowerCase());
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Your files were backed up/ }).waitFor({ timeout: 30_000 });
});

keyboard('goes into folders and back, and finds its place again', async () => {
  await tabTo(`Look inside: ${files}`);
  await page.keyboard.press('Enter');
  await page.getByRole('grid').waitFor();
  await tabTo('data, Folder');
  await page.keyboard.press('ArrowDown');
  await focusOn('empty, Folder');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await focusOn('data, Folder');
  for (const _ of ['empty', 'letters']) await page.keyboard.press('ArrowDown');
  await focusOn('letters, Folder');
  await page.keyboard.press('Enter');
  await focusOn('2024, Folder');
  await page.goBack();
  await focusOn('letters, Folder');
});

keyboard('looks at a file, leaves it with Escape, and stands where it stood', async () => {
  await page.keyboard.press('Enter');
  await focusOn('2024, Folder');
  for (const _ of ['empty.txt', 'hello.txt']) await page.keyboard.press('ArrowDown');
  await focusOn('hello.txt, File');
  await page.keyboard.press('Enter');
  await focusOn('hello.txt');
  await page.getByText('this is a small letter').waitFor();
  await page.keyboard.press('Escape');
  await focusOn('hello.txt, File');
});

keyboard('downloads with the key next to the name', async () => {
  await page.keyboard.press('Tab');
  await focusOn('Download hello.txt');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.ok((await readFile(await download.path())).equals(await readFile(path.join(files, 'letters/hello.txt'))));
});

keyboard('skips what is the same on every page', async () => {
  await page.goto(`${box.url}/#/restore`);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Restore' }).waitFor();
  await page.getByRole('main').getByText(path.basename(files)).first().waitFor(); // the versions come after the heading
  await page.keyboard.press('Tab');
  await focusOn('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.is(await focusedName(), 'Search in all versions');
});

keyboard.run();

/** What a listener hears of the focused element: its label, or its text. */
async function focusedName(): Promise<string> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
    return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
  });
}

async function tabTo(name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 1000; step++) {
    await page.keyboard.press('Tab');
    passed.push(await focusedName());
    if (passed.at(-1) === name) return;
  }
  throw new Error(`Tab never comes to '${name}', only to: ${[...new Set(passed)].join(' | ')}`);
}

async function focusOn(name: string): Promise<void> {
  let last = '';
  for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 50) {
    last = await focusedName();
    if (last === name) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`the focus is on '${last}', not on '${name}'`);
}
