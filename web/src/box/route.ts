/**
 * Where the page is, as it stands in the address after '#', so that back, reload and links work.
 *
 *   #/                                  home
 *   #/<page>                            one of the pages by name
 *   #/settings/kit                      the recovery kit
 *   #/restore/<id>?path=…&file=…        one version: a folder of it, and a file being previewed
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const PLAIN_PAGES = ['home', 'machines', 'protect', 'restore', 'rescue', 'offsite', 'continuity', 'activity', 'settings'] as const;
export type PlainPage = (typeof PLAIN_PAGES)[number];

export const KIT_LINK = '#/settings/kit';

export type Route =
  | { readonly page: PlainPage | 'kit' | 'unknown' }
  | { readonly page: 'browse'; readonly snapshot: string; readonly path: string; readonly file: string | null };

export function routeOf(hash: string): Route {
  const [way = '', query = ''] = hash.replace(/^#/, '').split('?');
  if (way === '' || way === '/') return { page: 'home' };
  const plain = PLAIN_PAGES.find((each) => way === `/${each}`);
  if (plain) return { page: plain };
  if (`#${way}` === KIT_LINK) return { page: 'kit' };
  const snapshot = /^\/restore\/([0-9a-f]{64})$/.exec(way)?.[1];
  if (!snapshot) return { page: 'unknown' };
  // Paths stay percent-encoded all the way: they are raw bytes, which the page never needs to decode.
  return { page: 'browse', snapshot, path: parameter(query, 'path') ?? '', file: parameter(query, 'file') };
}

export function pageLink(page: PlainPage): string {
  return page === 'home' ? '#/' : `#/${page}`;
}

export function browseLink(snapshot: string, path: string, file?: string): string {
  return `#/restore/${snapshot}?path=${path}${file === undefined ? '' : `&file=${file}`}`;
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
