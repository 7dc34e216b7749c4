/** `<hf-app>`: the frame around every page: brand, ways, the notice when the box is away, and the one live region. */
import { html, LitElement, type TemplateResult } from 'lit';
import { appLooks } from './app.looks.ts';
import { BoxController, box } from './box/box.ts';
import { DoorController, door } from './box/door.ts';
import { RouteController } from './box/route.ts';

import { speakThrough } from './box/speak.ts';
import { focusHeading } from './frame/focus.ts';
import './frame/nav.ts';
import './frame/who.ts';
import { JobSpeaker } from './pages/jobs/job-speaker.ts';
import { doorPageFor, PAGES, type Page, type PageName, pageFor, publicPageFor } from './pages/pages.table.ts';
import { t } from './text/text.ts';
import { icon } from './ui/icon.ts';
import './ui/language-choice.ts';
import { looks } from './ui/looks.ts';
import './ui/toast.ts';

const FETCH_REST_AFTER_MS = 1_000;

type ShownPage = PageName | 'unknown' | 'not-loaded';

export class App extends LitElement {
  static override styles = [looks, appLooks];

  readonly #way = new RouteController(this);
  readonly #jobs = new JobSpeaker();
  /** Pages whose code is here, or could not be fetched. */
  readonly #loads = new Map<PageName, 'coming' | 'here' | 'failed'>();
  #shownPage: ShownPage | undefined;

  constructor() {
    super();
    new BoxController(this, (status) => this.#jobs.follow(status));
    new DoorController(this);
  }

  override render(): TemplateResult {
    const atDoor = this.#atDoor();
    const page = box.status && pageFor(this.#way.route, box.status);
    const isFree = atDoor === undefined && page !== 'setup' && box.status !== undefined;
    return html`
      <button type="button" class="skip" @click=${this.#skip}>${t('app.skip')}</button>
      <div class="frame">
        <header class="side">
          <a class="brand" href="#/" translate="no">${icon('holdfast')}Holdfast</a>
          ${
            isFree
              ? html`<hf-nav .page=${this.#way.route.page}></hf-nav><hf-who></hf-who>`
              : html`<hf-who></hf-who><hf-language-choice compact class="screen-only"></hf-language-choice>`
          }
        </header>
        <div class="stage">
          <div role="alert">${box.isAway ? html`<p class="note amber away">${icon('warning')}<span>${t('app.away')}</span></p>` : ''}</div>
          <main id="main" tabindex="-1">
            <!-- Behind the door the page stays as it is, with what was typed into it. -->
            <div id="inside" ?hidden=${atDoor !== undefined}>${box.status || !door.view ? this.#page(page ?? 'unknown') : ''}</div>
            <div id="door">${atDoor ? this.#page(atDoor) : ''}</div>
          </main>
        </div>
      </div>
      <hf-toast></hf-toast>
      <div class="aside" role="status" id="live"></div>
    `;
  }

  protected override firstUpdated(): void {
    speakThrough(this.renderRoot.querySelector<HTMLElement>('#live')!);
  }

  protected override updated(): void {
    const page = this.#pageNow();
    if (page === undefined || page === this.#shownPage) return;
    const isFirst = this.#shownPage === undefined;
    this.#shownPage = page;
    for (const [name, load] of this.#loads) if (load === 'failed' && page !== 'not-loaded') this.#loads.delete(name);
    const title = page === 'unknown' ? 'app.unknown' : page === 'not-loaded' ? 'app.not-loaded' : PAGES[page].title;
    document.title = `${t(title).replaceAll('\u00ad', '')} · Holdfast`;
    if (isFirst) {
      window.setTimeout(fetchRest, FETCH_REST_AFTER_MS);
      return;
    }
    window.scrollTo(0, 0);
    void this.#focusPage();
  }

  async #focusPage(): Promise<void> {
    const main = this.renderRoot.querySelector<HTMLElement>('main')!;
    const place = main.querySelector<HTMLElement>(door.me ? '#inside' : '#door')!;
    await (place.firstElementChild as Partial<LitElement> | null)?.updateComplete;
    focusHeading(main, place);
  }

  /** The page before all others, unless anybody may see the one in the address. */
  #atDoor(): PageName | undefined {
    const atDoor = door.view && doorPageFor(door.view);
    return atDoor && (publicPageFor(this.#way.route) ?? atDoor);
  }

  /** What is seen in `main` now; undefined while the box or the code of the page is still on its way. */
  #pageNow(): ShownPage | undefined {
    const atDoor = this.#atDoor();
    if (atDoor) return this.#shown(atDoor);
    return door.view && box.status ? this.#shown(pageFor(this.#way.route, box.status) ?? 'unknown') : undefined;
  }

  #shown(name: PageName | 'unknown'): ShownPage | undefined {
    if (name === 'unknown') return name;
    const load = this.#loads.get(name);
    if (load === 'failed') return 'not-loaded';
    return load === 'here' ? name : undefined;
  }

  #page(name: PageName | 'unknown'): TemplateResult {
    if (!door.view) return html`<p class="soft">${t('app.loading')}</p>`;
    if (name !== 'unknown' && !this.#loads.has(name)) void this.#load(name);
    const now = this.#shown(name);
    if (now === undefined) return html`<p class="soft">${t('app.loading')}</p>`;
    if (now === 'unknown') return html`<h1>${t('app.unknown')}</h1><p class="lead"><a href="#/">${t('app.back-home')}</a></p>`;
    if (now === 'not-loaded')
      return html`<h1>${t('app.not-loaded')}</h1><p class="lead">${t('app.not-loaded.lead')}</p><p class="row"><button type="button" ?disabled=${box.isAway} @click=${() => location.reload()}>${t('app.reload')}</button></p>`;
    const { title, least, draw }: Page = PAGES[now];
    if (least !== undefined && !door.can(least))
      return html`<h1>${t(title)}</h1><p class="lead">${t(`app.for-${least}s`)} <a href="#/">${t('app.back-home')}</a></p>`;
    return draw(this.#way.route);
  }

  async #load(name: PageName): Promise<void> {
    this.#loads.set(name, 'coming');
    try {
      await PAGES[name].load();
      this.#loads.set(name, 'here');
    } catch (error) {
      if (!isMissingChunk(error)) throw error;
      this.#loads.set(name, 'failed');
    }
    this.requestUpdate();
  }

  #skip(): void {
    this.renderRoot.querySelector<HTMLElement>('main')!.focus();
  }
}

/** So that ways still lead somewhere while the box is away. What does not come now is asked for again when it is wanted. */
function fetchRest(): void {
  for (const page of Object.values(PAGES)) {
    void page.load().catch((error: unknown) => {
      if (!isMissingChunk(error)) throw error;
    });
  }
}

/** Browsers tell of code that did not come by a TypeError. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError;
}
