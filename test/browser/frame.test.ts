/**
 * The frame around every page, in a real browser: ways, focus, languages, appearance, paper, at 320 px and wide.
 *
 * With HOLDFAST_SCREENSHOTS set to a folder, pictures of the eight pages in every language are left there.
 */
// deadline: 300 s
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generateFiles } from '../api/generated-files.ts';
import { TemporaryBox } from '../api/temporary-box.ts';
import { axeFindings } from './axe.ts';
import { letIn, openBrowser, openPage, type WatchedPage } from './browser.ts';
import { overflows, textsOfNoTable } from './texts-on-page.ts';

const PICTURES = process.env.HOLDFAST_SCREENSHOTS;
const PAGES = ['Home', 'Machines', 'Restore', 'Rescue', 'Offsite', 'Continuity', 'Activity', 'Settings'];
const NARROW = { width: 320, height: 700 };
const FIRST_LOAD_BYTES = 150_000;

let box: TemporaryBox;
let browser: Browser;
let files: string;
let page: Page;
const opened: WatchedPage[] = [];

const frame = suite('the frame around every page');

frame.before(async () => {
  files = await generateFiles({ many: 5 });
  box = await TemporaryBox.start();
  await box.backUp(files);
  browser = await openBrowser();
  page = await open('/');
});

frame.after(async () => {
  await browser.close();
  await box[Symbol.asyncDispose]();
  await rm(files, { recursive: true, force: true });
});

frame('comes with less than 150 kB', async () => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  const bytes = await page.evaluate(() =>
    performance
      .getEntries()
      .filter((each) => each instanceof PerformanceResourceTiming && !each.name.includes('/api/'))
      .reduce((sum, each) => sum + (each as PerformanceResourceTiming).encodedBodySize, 0),
  );
  console.log(`first load: ${bytes} bytes compressed`);
  assert.ok(bytes > 10_000 && bytes < FIRST_LOAD_BYTES, `${bytes} bytes`);
});

frame('leads to eight pages; each has its title, and its heading the focus', async () => {
  for (const name of [...PAGES.slice(1), 'Home']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForFunction((title) => document.title === title, `${name} · Holdfast`);
    assert.is(await page.getByRole('link', { name, exact: true }).getAttribute('aria-current'), 'page');
    assert.is(await page.getByRole('navigation', { name: 'Main' }).locator('[aria-current]').count(), 1);
    await page.waitForFunction(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.localName === 'h1';
    });
  }
});

frame('keeps the pages that are needed first in reach of a thumb, and the others behind "More"', async () => {
  await page.setViewportSize(NARROW);
  const more = page.getByRole('button', { name: 'More' });
  for (const name of ['Home', 'Restore', 'Rescue', 'Activity']) await page.getByRole('link', { name, exact: true }).waitFor();
  assert.is(await page.getByRole('link', { name: 'Settings' }).count(), 0);
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Settings' }).waitFor();
  await picture(page, 'more-en-GB-320-light');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Settings' }).waitFor({ state: 'detached' });
  assert.is(await more.getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Space');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByRole('link', { name: 'Offsite' }).waitFor({ state: 'detached' });
});

frame('is light or dark as the system says, until a person chooses', async () => {
  /** The choice is kept in the account before it is seen. */
  const becomes = async (shade: 'light' | 'dark') => {
    await page.waitForFunction((isDark) => {
      const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number);
      return red < 100 === isDark;
    }, shade === 'dark');
  };
  await becomes('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await becomes('dark');
  await page.getByRole('radio', { name: 'Light' }).check();
  await becomes('light');
  await page.getByRole('status').getByText('The appearance is kept in your account.').waitFor();
  await page.reload();
  await page.getByRole('radio', { name: 'Light', checked: true }).waitFor();
  await becomes('light');
  await page.getByRole('radio', { name: 'As the system says' }).check();
  await becomes('dark');
  await page.emulateMedia({ colorScheme: 'light' });
});

frame('speaks the language that a person chooses, and the browser’s again', async () => {
  await page.getByRole('combobox', { name: 'Language' }).selectOption('es');
  await page.getByRole('heading', { level: 1, name: 'Ajustes' }).waitFor();
  assert.is(await page.evaluate(() => document.documentElement.lang), 'es');
  await page.reload();
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  assert.is(await page.title(), 'Settings · Holdfast');
});

frame('shows nothing in English while another language is on its way', async () => {
  const context = await browser.newContext({ locale: 'de-AT' });
  await letIn(context, box);
  const german = await context.newPage();
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await german.route(/assets\/de-[^/]+\.js$/, async (route) => {
    asked.resolve();
    await held.promise;
    await route.continue();
  });
  await german.goto(`${box.url}/#/rescue`, { waitUntil: 'commit' });
  await asked.promise;
  assert.is((await german.locator('body').innerText()).trim(), '');
  held.resolve();
  await german.getByRole('heading', { level: 1, name: 'Rettung' }).waitFor();
  assert.is(await german.evaluate(() => document.documentElement.lang), 'de');
  await context.close();
});

frame('prints black on white, without what is only for the screen', async () => {
  await visit(page, 'continuity');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.is(await page.getByRole('navigation', { name: 'Main' }).count(), 0);
  assert.not(await page.getByText('Print this page', { exact: true }).isVisible());
  const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  assert.equal(colours, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
});

frame('passes axe on the pages that explain, wide and light, narrow and dark', async () => {
  for (const name of ['machines', 'rescue', 'offsite', 'continuity', 'activity', 'settings']) {
    await visit(page, name);
    for (const [viewport, colorScheme] of [
      [{ width: 1280, height: 900 }, 'light'],
      [NARROW, 'dark'],
    ] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      assert.equal(await axeFindings(page), [], `${name} ${colorScheme}`);
    }
  }
});

frame('takes every text from its tables, and fits 320 px with texts 40 % longer', async () => {
  const pseudo = await open('/?lang=en-XA', { viewport: NARROW });
  for (const name of PAGES) {
    await visit(pseudo, name.toLowerCase());
    assert.equal(await textsOfNoTable(pseudo), [], name);
    assert.equal(await overflows(pseudo), [], name);
  }
  await visit(pseudo, 'protect');
  await pseudo.locator('#here').waitFor();
  assert.equal([...(await textsOfNoTable(pseudo)), ...(await overflows(pseudo))], [], 'protect');
  await visit(pseudo, 'restore');
  await pseudo.locator('hf-versions').getByRole('link').first().click();
  await pseudo.getByRole('grid').waitFor();
  assert.equal([...(await textsOfNoTable(pseudo)), ...(await overflows(pseudo))], [], 'browse');
});

frame('offers the languages from the first step on, and takes the first steps from the tables too', async () => {
  await using empty = await TemporaryBox.start();
  const watched = await openPage(browser, { url: `${empty.url}/?lang=en-XA`, cookie: empty.cookie }, { viewport: NARROW });
  opened.push(watched);
  await watched.page.locator('#here').waitFor();
  assert.equal([...(await textsOfNoTable(watched.page)), ...(await overflows(watched.page))], []);
  await watched.page.getByRole('combobox').selectOption('de');
  await watched.page.getByRole('heading', { level: 1, name: 'Bringen wir Ihre Dateien in Sicherheit.' }).waitFor();
  await watched.page.locator('#here').waitFor();
  assert.equal(await overflows(watched.page), []);
  assert.equal(await axeFindings(watched.page), []);
  await picture(watched.page, 'first-steps-de-DE-320-light');
  await watched.page.close();
});

frame('fits 320 px in German', async () => {
  const german = await open('/', { viewport: NARROW, locale: 'de-DE' });
  for (const name of PAGES) {
    await visit(german, name.toLowerCase());
    assert.equal(await overflows(german), [], name);
  }
});

frame('says when a page does not load, and loads it again on request', async () => {
  const { page: broken } = await openPage(browser, { url: 'about:blank', cookie: '' });
  await letIn(broken.context(), box);
  await broken.route(/assets\/machines-/, (route) => route.abort());
  await broken.goto(`${box.url}/#/machines`);
  await broken.getByRole('heading', { level: 1, name: 'This page did not load.' }).waitFor();
  await broken.unroute(/assets\/machines-/);
  await broken.getByRole('button', { name: 'Load again' }).click();
  await broken.getByRole('heading', { level: 1, name: 'Machines' }).waitFor();
  await broken.close();
});

frame('left nothing to complain about', async () => {
  assert.equal(
    opened.flatMap(({ complaints }) => complaints),
    [],
  );
});

if (PICTURES) {
  frame('leaves pictures', async () => {
    for (const locale of ['en-GB', 'de-DE', 'es-ES']) {
      const each = await open('/', { locale, reducedMotion: 'reduce' });
      for (const name of PAGES) await photograph(each, name.toLowerCase(), locale);
    }
  });
}

frame('still leads to the pages that explain while the box is away', async () => {
  const { page: lonely } = await openPage(browser, box);
  for (const chunk of ['guide-', 'rescue-'])
    await lonely.waitForFunction((wanted) => performance.getEntries().some(({ name }) => name.includes(`/assets/${wanted}`)), chunk);
  await box.stop();
  await lonely.getByText(/The box does not answer/).waitFor();
  await lonely.getByRole('link', { name: 'Rescue' }).click();
  await lonely.getByRole('heading', { level: 1, name: 'Rescue' }).waitFor();
  await lonely.close();
  await box.restart();
});

frame.run();

async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const watched = await openPage(browser, { url: box.url + address, cookie: box.cookie }, options);
  opened.push(watched);
  return watched.page;
}

/** Goes to a page and waits until it is drawn. */
async function visit(on: Page, name: string): Promise<void> {
  await on.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `#/${name === 'home' ? '' : name}`,
  );
  await on.locator(name === 'restore' ? 'hf-versions' : `hf-${name}`).waitFor();
  await on.getByRole('heading', { level: 1 }).waitFor();
  if (name === 'restore') await on.locator('hf-versions').getByRole('link').first().waitFor();
}

async function photograph(on: Page, name: string, locale: string): Promise<void> {
  await visit(on, name);
  for (const width of [320, 768, 1280]) {
    await on.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await on.emulateMedia({ colorScheme });
      await picture(on, `${name}-${locale}-${width}-${colorScheme}`);
    }
  }
}

async function picture(on: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await on.screenshot({ path: path.join(PICTURES, `frame-${name}.png`) });
}
