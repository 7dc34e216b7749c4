/** `<hf-app>`: the frame around every page: header, ways, the notice when the box is away, and the one live region. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Status } from '../../src/api/contract/index.ts';
import { BoxController, box } from './box/box.ts';
import { type Route, RouteController } from './box/route.ts';
import { RunSpeaker } from './box/run-speaker.ts';
import { speakThrough } from './box/speak.ts';
import { t } from './text/text.ts';
import { icon } from './ui/icon.ts';
import { looks } from './ui/looks.ts';
import './pages/home/first-run.ts';
import './pages/home/home.ts';
import './pages/home/unlock.ts';
import './pages/protect.ts';
import './pages/restore/browser.ts';
import './pages/restore/versions.ts';

export class App extends LitElement {
  readonly #way = new RouteController(this);
  readonly #runs = new RunSpeaker();
  #shownPage: string | undefined;

  static override styles = [
    looks,
    css`
      header {
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      .wide {
        max-width: 72rem;
        margin-inline: auto;
        padding-inline: clamp(var(--gap-4), 4vw, var(--gap-6));
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 var(--gap-4);
        min-height: 4rem;
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--gap-2);
        color: var(--ink);
        font: 600 1.375rem var(--font-title);
        text-decoration: none;
      }
      .brand svg {
        width: 1.75rem;
        height: 1.75rem;
        color: var(--accent);
      }
      nav ul {
        display: flex;
        gap: var(--gap-1);
      }
      nav a {
        display: inline-flex;
        align-items: center;
        min-height: var(--touch);
        padding-inline: var(--gap-3);
        border-radius: var(--radius-small);
        color: var(--ink-soft);
        font-weight: 550;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--accent-soft);
      }
      nav a[aria-current] {
        color: var(--accent);
        box-shadow: inset 0 -3px 0 -1px var(--accent);
        border-end-start-radius: 0;
        border-end-end-radius: 0;
      }
      main {
        padding-block: clamp(var(--gap-5), 5vw, var(--gap-7));
      }
      main:focus {
        outline: none;
      }
      .skip {
        position: absolute;
        inset: var(--gap-2) auto auto var(--gap-2);
        z-index: 1;
        background: var(--surface);
      }
      .skip:not(:focus) {
        clip-path: inset(50%);
      }
      .away {
        border-radius: 0;
        justify-content: center;
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this, (status) => this.#runs.follow(status));
  }

  override render(): TemplateResult {
    const { route } = this.#way;
    return html`
      <button type="button" class="skip" @click=${this.#skip}>${t('app.skip')}</button>
      <header>
        <div class="wide bar">
          <a class="brand" href="#/">${icon('holdfast')}Holdfast</a>
          ${box.status?.repository === 'open' ? this.#nav(route) : ''}
        </div>
      </header>
      <div role="alert">${box.isAway ? html`<p class="note amber away">${icon('warning')}${t('app.away')}</p>` : ''}</div>
      <main class="wide" id="main" tabindex="-1">${box.status ? this.#page(box.status, route) : html`<p class="soft">${t('app.loading')}</p>`}</main>
      <div class="aside" role="status" id="live"></div>
    `;
  }

  protected override firstUpdated(): void {
    speakThrough(this.renderRoot.querySelector<HTMLElement>('#live')!);
  }

  protected override updated(): void {
    const { page } = this.#way.route;
    // A new page is a new place: whoever reads by keyboard or ear starts at its top.
    if (this.#shownPage !== undefined && this.#shownPage !== page) {
      this.renderRoot.querySelector<HTMLElement>('main')!.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    this.#shownPage = page;
  }

  #nav(route: Route): TemplateResult {
    const link = (href: string, text: string, isHere: boolean) =>
      html`<li><a href=${href} aria-current=${isHere ? 'page' : nothing}>${text}</a></li>`;
    const isRestore = route.page === 'restore' || route.page === 'browse';
    return html`<nav aria-label=${t('app.nav')}>
      <ul>${link('#/', t('page.home'), route.page === 'home')}${link('#/restore', t('page.restore'), isRestore)}</ul>
    </nav>`;
  }

  #page(status: Status, route: Route): TemplateResult {
    if (status.repository === 'absent') return html`<hf-first-run></hf-first-run>`;
    if (status.repository === 'locked') return html`<hf-unlock></hf-unlock>`;
    switch (route.page) {
      case 'home':
        return html`<hf-home></hf-home>`;
      case 'protect':
        return html`<hf-protect></hf-protect>`;
      case 'restore':
        return html`<hf-versions></hf-versions>`;
      case 'browse':
        return html`<hf-browser .snapshot=${route.snapshot} .path=${route.path} .file=${route.file}></hf-browser>`;
      default:
        return html`<h1>${t('app.unknown')}</h1><p class="lead"><a href="#/">${t('app.back-home')}</a></p>`;
    }
  }

  #skip(): void {
    this.renderRoot.querySelector<HTMLElement>('main')!.focus();
  }
}
