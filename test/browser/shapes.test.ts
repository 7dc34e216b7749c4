/** The shapes that pages share, by keyboard, on narrow screens and under the content policy of the box. */
// deadline: 180 s
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { build } from 'vite';
import { axeFindings } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { overflows } from './texts-on-page.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html; form-action 'none'";
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const PICTURES = process.env.HOLDFAST_SCREENSHOTS;

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
let complaints: string[];

const shapes = suite('the shapes that pages share');

shapes.before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-shapes-'));
  const root = path.join(import.meta.dirname, 'shapes');
  await build({ root, configFile: false, logLevel: 'error', build: { outDir: folder, assetsInlineLimit: 0, modulePreload: false } });
  server = createServer((request, response) => void answer(request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, cookie: '' }));
});

shapes.after(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

shapes('ask before danger, keep the focus inside, and give it back on Escape', async () => {
  await page.getByRole('button', { name: 'Erase', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Erase this disk?' }).waitFor();
  assert.is(await focused(), 'typed');
  assert.equal(await axeFindings(page), []);
  await photograph('confirm');
  await page.keyboard.press('Escape');
  await page.getByText('false', { exact: true }).waitFor();
  assert.is(await page.getByRole('dialog').count(), 0);
  assert.is(await focused(), 'erase');
});

shapes('refuse a name that was typed wrong, say so, and take the right one', async () => {
  await page.keyboard.press('Enter');
  await page.getByLabel('Type WD-1234 to confirm.').fill('WD-123');
  await page.getByRole('button', { name: 'Erase it' }).click();
  await page.getByText('That is not WD-1234 yet.').waitFor();
  assert.is(await focused(), 'typed');
  assert.is(await page.getByRole('textbox', { name: 'Type WD-1234' }).getAttribute('aria-invalid'), 'true');
  await page.keyboard.type('4');
  await page.getByText('That is not WD-1234 yet.').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByText('true', { exact: true }).waitFor();
  assert.is(await focused(), 'erase');
});

shapes('take leaving by the close button or by cancelling for a no', async () => {
  for (const name of ['Close', 'Cancel']) {
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByRole('button', { name }).click();
    await page.getByText('false', { exact: true }).waitFor();
  }
});

shapes('show a table as cards at 320 px, still a table to those who listen', async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  assert.is(await page.getByRole('table', { name: 'Disks' }).getByRole('row').count(), 4);
  await page.getByRole('rowheader', { name: 'disk 2' }).waitFor();
  assert.is(await page.getByRole('cell').nth(1).innerText(), 'Size\n1000 GB');
  assert.equal(await overflows(page), []);
  assert.equal(await axeFindings(page), []);
  await photograph('narrow');
});

shapes('show more of a long list, and say how much there is', async () => {
  await page.getByText('3 of 120').waitFor();
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await page.getByText('53 of 120').waitFor();
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await page.getByRole('button', { name: 'Show 17 more' }).click();
  assert.is(await page.getByRole('row').count(), 121);
  assert.is(await page.getByRole('button', { name: /^Show/ }).count(), 0);
});

shapes('tie label, hint and error to their field', async () => {
  const label = page.getByRole('textbox', { name: 'Label', exact: true, description: 'As on the sticker.' });
  await label.fill('x');
  await label.fill('');
  await page.getByRole('textbox', { name: 'Label', exact: true, description: 'As on the sticker. A label is needed.' }).waitFor();
});

shapes('say at most one thing in five seconds, the newest last', async () => {
  // The clock stands still, and goes on only by what the test says.
  const start = new Date('2026-01-01T10:00:00Z');
  await page.clock.install({ time: start });
  await page.clock.pauseAt(new Date(start.getTime() + 3_600_000));
  await page.getByRole('button', { name: 'First' }).click();
  await page.getByRole('status').and(page.getByText('The first thing is done.')).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Second' }).click();
  const spoken = async () => await page.locator('#live').textContent();
  await page.clock.runFor(4_900);
  assert.is(await spoken(), 'The first thing is done.');
  await page.clock.runFor(200);
  assert.is(await spoken(), 'The second thing is done.');
  await page.clock.runFor(10_000);
  assert.is(await page.locator('hf-toast p').count(), 0);
});

shapes('left nothing to complain about', () => {
  assert.equal(complaints, []);
});

shapes.run();

async function answer(url: string, response: ServerResponse): Promise<void> {
  const name = url === '/' ? 'index.html' : decodeURIComponent(url.slice(1));
  const bytes = await readFile(path.join(folder, name)).catch(() => undefined);
  response.writeHead(bytes ? 200 : 204, { 'Content-Type': TYPES[path.extname(name)] ?? 'text/plain', 'Content-Security-Policy': POLICY });
  response.end(bytes);
}

async function focused(): Promise<string> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.id ?? '';
  });
}

async function photograph(name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(PICTURES, `shapes-${name}-${colorScheme}.png`) });
  }
}
