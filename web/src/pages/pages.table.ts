/** Every page: what it is called, how its code is fetched, how it is drawn. A page is one entry here and one name in box/route.ts. */
import { html, type TemplateResult } from 'lit';
import type { Door, Role, Status } from '../../../src/api/contract/index.ts';
import type { Route } from '../box/route.ts';
import { isSetUp } from '../box/setup.ts';
import type { PlainKey } from '../text/text.ts';

export interface Page {
  readonly title: PlainKey;
  readonly load: () => Promise<unknown>;
  readonly draw: (route: Route) => TemplateResult;
  /** Shown whether or not the backups can be opened. */
  readonly isAlwaysOpen?: true;
  /** Who may do what it is for; others are told, in place of it. */
  readonly least?: Exclude<Role, 'viewer'>;
  /** Shown to whoever comes, before anybody signed in. */
  readonly isPublic?: true;
}

export const PAGES = {
  claim: { title: 'page.setup', load: () => import('./door/claim.ts'), draw: () => html`<hf-claim></hf-claim>` },
  'sign-in': { title: 'page.sign-in', load: () => import('./door/sign-in.ts'), draw: () => html`<hf-sign-in></hf-sign-in>` },
  setup: { title: 'page.setup', load: () => import('./setup/setup.ts'), draw: () => html`<hf-setup></hf-setup>` },
  unlock: { title: 'page.unlock', load: () => import('./door/unlock.ts'), draw: () => html`<hf-unlock></hf-unlock>` },
  home: { title: 'page.home', load: () => import('./home/home.ts'), draw: () => html`<hf-home></hf-home>` },
  machines: {
    title: 'page.machines',
    load: () => import('./machines/machines.ts'),
    draw: () => html`<hf-machines></hf-machines>`,
    isAlwaysOpen: true,
  },
  protect: { title: 'protect.title', load: () => import('./protect.ts'), draw: () => html`<hf-protect></hf-protect>`, least: 'operator' },
  restore: { title: 'page.restore', load: () => import('./restore/versions.ts'), draw: () => html`<hf-versions></hf-versions>` },
  browse: { title: 'page.restore', load: () => import('./restore/browser.ts'), draw: drawBrowser, least: 'operator' },
  compare: { title: 'compare.title', load: () => import('./restore/compare.ts'), draw: drawCompare, least: 'operator' },
  rescue: { title: 'page.rescue', load: () => import('./rescue.ts'), draw: () => html`<hf-rescue></hf-rescue>`, isAlwaysOpen: true },
  offsite: {
    title: 'page.offsite',
    load: () => import('./offsite/offsite.ts'),
    draw: () => html`<hf-offsite></hf-offsite>`,
    isAlwaysOpen: true,
  },
  continuity: {
    title: 'page.continuity',
    load: () => import('./continuity/continuity.ts'),
    draw: () => html`<hf-continuity></hf-continuity>`,
    isAlwaysOpen: true,
  },
  activity: {
    title: 'page.activity',
    load: () => import('./activity/activity.ts'),
    draw: () => html`<hf-activity></hf-activity>`,
    isAlwaysOpen: true,
  },
  job: { title: 'page.activity', load: () => import('./activity/job.ts'), draw: drawJob, isAlwaysOpen: true },
  audit: {
    title: 'audit.title',
    load: () => import('./activity/audit.ts'),
    draw: () => html`<hf-audit></hf-audit>`,
    least: 'admin',
    isAlwaysOpen: true,
  },
  settings: {
    title: 'page.settings',
    load: () => import('./settings/settings.ts'),
    draw: () => html`<hf-settings></hf-settings>`,
    isAlwaysOpen: true,
  },
  kit: { title: 'kit.title', load: () => import('./kit/kit.ts'), draw: () => html`<hf-kit></hf-kit>`, least: 'admin' },
  'settings/box': {
    title: 'settings.box',
    load: () => import('./settings/box.ts'),
    draw: () => html`<hf-settings-box></hf-settings-box>`,
    isAlwaysOpen: true,
  },
  'settings/retention': {
    title: 'settings.retention',
    load: () => import('./settings/retention.ts'),
    draw: () => html`<hf-settings-retention></hf-settings-retention>`,
    isAlwaysOpen: true,
  },
  'settings/users': {
    title: 'settings.users',
    load: () => import('./settings/users.ts'),
    draw: () => html`<hf-settings-users></hf-settings-users>`,
    least: 'admin',
    isAlwaysOpen: true,
  },
  'settings/me': {
    title: 'settings.me',
    load: () => import('./settings/me.ts'),
    draw: () => html`<hf-settings-me></hf-settings-me>`,
    isAlwaysOpen: true,
  },
  'settings/tokens': {
    title: 'settings.tokens',
    load: () => import('./settings/tokens.ts'),
    draw: () => html`<hf-settings-tokens></hf-settings-tokens>`,
    isAlwaysOpen: true,
  },
  'settings/file': {
    title: 'settings.file',
    load: () => import('./settings/file.ts'),
    draw: () => html`<hf-settings-file></hf-settings-file>`,
    least: 'admin',
    isAlwaysOpen: true,
  },
  'settings/about': {
    title: 'settings.about',
    load: () => import('./settings/about.ts'),
    draw: () => html`<hf-settings-about></hf-settings-about>`,
    isAlwaysOpen: true,
  },
  trust: {
    title: 'trust.title',
    load: () => import('./trust/trust.ts'),
    draw: () => html`<hf-trust></hf-trust>`,
    isAlwaysOpen: true,
    isPublic: true,
  },
  api: { title: 'api.title', load: () => import('./api/api.ts'), draw: () => html`<hf-api></hf-api>`, isAlwaysOpen: true, isPublic: true },
} as const satisfies Record<string, Page>;

export type PageName = keyof typeof PAGES;

/** The page before all others, while the box is nobody's or nobody is signed in here. */
export function doorPageFor({ isClaimed, me }: Door): 'claim' | 'sign-in' | undefined {
  if (!isClaimed) return 'claim';
  return me ? undefined : 'sign-in';
}

/** The page in the address, where anybody may see it. */
export function publicPageFor(route: Route): PageName | undefined {
  return route.page !== 'unknown' && (PAGES[route.page] as Page).isPublic ? route.page : undefined;
}

/** The page to show: the one in the address, unless the box must be set up or the backups opened first. Undefined where there is no such page. */
export function pageFor(route: Route, status: Status): PageName | undefined {
  const open = publicPageFor(route);
  if (open) return open;
  if (status.repository === 'absent' || (route.page === 'home' && !isSetUp(status))) return 'setup';
  if (route.page === 'unknown') return undefined;
  const page: Page = PAGES[route.page];
  return status.repository === 'locked' && !page.isAlwaysOpen ? 'unlock' : route.page;
}

function drawBrowser(route: Route): TemplateResult {
  if (route.page !== 'browse') return html``;
  return html`<hf-browser .snapshot=${route.snapshot} .path=${route.path} .file=${route.file} .at=${route.at}></hf-browser>`;
}

function drawCompare(route: Route): TemplateResult {
  if (route.page !== 'compare') return html``;
  return html`<hf-compare .earlier=${route.before} .later=${route.after} .path=${route.path}></hf-compare>`;
}

function drawJob(route: Route): TemplateResult {
  return route.page === 'job' ? html`<hf-job .job=${route.job}></hf-job>` : html``;
}
