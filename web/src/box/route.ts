/**
 * Where the page is, as it stands in the address after '#', so that back, reload and links work.
 *
 *   #/                                  home
 *   #/<page>                            one of the pages by name
 *   #/activity/<id>                     one job
 *   #/settings/kit                      the recovery kit
 *   #/restore?text=…                    the versions, and what is searched in them
 *   #/restore/<id>?path=…&file=…&at=…   one version: a folder of it, a file being previewed, an entry to begin at
 *   #/restore/<id>/<id>?path=…          two versions of a folder beside each other, the earlier one first
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const PLAIN_PAGES = [
  'home',
  'machines',
  'protect',
  'restore',
  'rescue',
  'offsite',
  'continuity',
  'activity',
  'audit',
  'settings',
  'settings/box',
  'settings/retention',
  'settings/users',
  'settings/me',
  'settings/tokens',
  'settings/file',
  'settings/about',
  'trust',
  'api',
] as const;
export type PlainPage = (typeof PLAIN_PAGES)[number];

/** Where the recovery kit is made, printed and typed back. */
export const KIT_LINK = '#/settings/kit';

export type Route =
  | { readonly page: PlainPage | 'kit' | 'unknown' }
  | { readonly page: 'job'; readonly job: string }
  | { readonly page: 'browse'; readonly snapshot: string; readonly path: string; readonly file: string | null; readonly at: string | null }
  | { readonly page: 'compare'; readonly before: string; readonly after: string; readonly path: string };

export function routeOf(hash: string): Route {
  const [way = '', query = ''] = hash.replace(/^#/, '').split('?');
  if (way === '' || way === '/') return { page: 'home' };
  const plain = PLAIN_PAGES.find((each) => way === `/${each}`);
  if (plain) return { page: plain };
  if (`#${way}` === KIT_LINK) return { page: 'kit' };
  const job = /^\/activity\/([0-9a-f-]{36})$/.exec(way)?.[1];
  if (job) return { page: 'job', job };
  const [, snapshot, other] = /^\/restore\/([0-9a-f]{64})(?:\/([0-9a-f]{64}))?$/.exec(way) ?? [];
  if (!snapshot) return { page: 'unknown' };
  // Paths stay percent-encoded all the way: they are raw bytes, which the page never needs to decode.
  const path = parameter(query, 'path') ?? '';
  if (other) return { page: 'compare', before: snapshot, after: other, path };
  return { page: 'browse', snapshot, path, file: parameter(query, 'file'), at: parameter(query, 'at') };
}

export function pageLink(page: PlainPage): string {
  return page === 'home' ? '#/' : `#/${page}`;
}

export function jobLink(job: string): string {
  return `#/activity/${job}`;
}

export function browseLink(snapshot: string, path: string, file?: string): string {
  return `#/restore/${snapshot}?path=${path}${file === undefined ? '' : `&file=${file}`}`;
}

/** A version with the keyboard on one of its entries, which is looked at when it is a file. */
export function entryLink(snapshot: string, path: string, isFile: boolean): string {
  return `${browseLink(snapshot, parentOf(path), isFile ? path : undefined)}&at=${path}`;
}

export function compareLink(before: string, after: string, path: string): string {
  return `#/restore/${before}/${after}?path=${path}`;
}

/** The folder that holds an entry; '' is the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What is searched in all versions, as it stands in the address. */
export function searchedText(): string {
  const text = parameter(location.hash.split('?')[1] ?? '', 'text') ?? '';
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

let lastSearch = '#/restore';

/** The page of all versions as it was left: with what was searched there. */
export function searchedBefore(): string {
  return lastSearch;
}

/** Keeps what is searched in the address without a step of its own in the history. */
export function keepSearchedText(text: string): void {
  lastSearch = text === '' ? '#/restore' : `#/restore?text=${encodeURIComponent(text)}`;
  history.replaceState(null, '', lastSearch);
}

export class RouteController implements ReactiveController {
  route = routeOf(location.hash);
  readonly #host: ReactiveControllerHost;
  readonly #changed = () => {
    this.route = routeOf(location.hash);
    this.#host.requestUpdate();
  };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.#changed);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.#changed);
  }
}

function parameter(query: string, name: string): string | null {
  const pair = query.split('&').find((each) => each.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}
