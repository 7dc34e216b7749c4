/** Chromium for tests, with an ear for everything a page complains about. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const ARGUMENTS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
}

export interface WatchedPage {
  readonly page: Page;
  /** Uncaught errors, console errors and violations of the content policy; a good page has none. */
  readonly complaints: string[];
}

/** `cookie`: of who is signed in; none is nobody. */
export async function openPage(
  browser: Browser,
  { url, cookie }: { readonly url: string; readonly cookie: string },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  await letIn(context, { url, cookie });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** Gives a context the session of who is signed in. */
export async function letIn(context: BrowserContext, { url, cookie }: { readonly url: string; readonly cookie: string }): Promise<void> {
  const [name, value] = cookie.split('=');
  if (!name || !value) return;
  const domain = new URL(url).hostname;
  await context.addCookies([{ name, value, domain, path: '/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
}
