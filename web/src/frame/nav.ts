/** `<hf-nav>`: the ways to the eight pages: a rail beside wide pages, a row under middling ones, a bar with "More" on a phone. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type PlainPage, pageLink, type Route } from '../box/route.ts';
import { PAGES } from '../pages/pages.table.ts';
import { t } from '../text/text.ts';
import { type Drawing, icon } from '../ui/icon.ts';
import { looks } from '../ui/looks.ts';
import { navLooks } from './nav.looks.ts';
import { WidthController } from './width.ts';

type Way = PlainPage & Drawing;
const WAYS: readonly Way[] = ['home', 'machines', 'restore', 'rescue', 'offsite', 'continuity', 'activity', 'settings'];
/** What a person with a phone in the hand needs first. */
const FIRST: readonly Way[] = ['home', 'restore', 'rescue', 'activity'];
/** Pages that lie inside another one. */
const INSIDE: Partial<Record<Route['page'], Way>> = {
  browse: 'restore',
  compare: 'restore',
  protect: 'home',
  job: 'activity',
  audit: 'activity',
  kit: 'settings',
  trust: 'settings',
  api: 'settings',
};

export class Nav extends LitElement {
  static override properties = { page: { attribute: false }, isOpen: { state: true }, shape: { reflect: true } };
  declare page: Route['page'];
  declare isOpen: boolean;
  declare shape: string;
  readonly #width = new WidthController(this);

  static override styles = [looks, navLooks];

  constructor() {
    super();
    this.isOpen = false;
  }

  override render(): TemplateResult {
    const isBar = this.shape === 'bar';
    const shown = isBar ? FIRST : WAYS;
    return html`<nav aria-label=${t('app.nav')} @keydown=${this.#key} @focusout=${this.#left}>
      ${isBar ? this.#rest(WAYS.filter((each) => !FIRST.includes(each))) : ''}
      <ul class="ways">
        ${shown.map((each) => html`<li>${this.#link(each)}</li>`)}
        ${isBar ? html`<li>${this.#more()}</li>` : ''}
      </ul>
    </nav>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.shape = this.#width.shape;
    if (changed.has('page') || this.shape !== 'bar') this.isOpen = false;
  }

  #link(way: Way): TemplateResult {
    return html`<a href=${pageLink(way)} aria-current=${way === this.#here ? 'page' : nothing} @click=${this.#close}>${icon(way)}<span>${t(PAGES[way].title)}</span></a>`;
  }

  #more(): TemplateResult {
    const isHere = this.#here !== undefined && !FIRST.includes(this.#here);
    return html`<button type="button" id="more" class=${isHere ? 'here' : ''} aria-expanded=${this.isOpen} aria-controls="rest" @click=${this.#flip}>${icon('more')}<span>${t('app.more')}</span></button>`;
  }

  #rest(ways: readonly Way[]): TemplateResult {
    return html`<ul class="rest" id="rest" ?hidden=${!this.isOpen}>${ways.map((each) => html`<li>${this.#link(each)}</li>`)}</ul>`;
  }

  get #here(): Way | undefined {
    return INSIDE[this.page] ?? WAYS.find((each) => each === this.page || this.page?.startsWith(`${each}/`));
  }

  #flip(): void {
    this.isOpen = !this.isOpen;
  }

  #close(): void {
    this.isOpen = false;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.isOpen) return;
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('#more')?.focus();
  }

  #left(event: FocusEvent): void {
    if (event.relatedTarget !== null && !this.renderRoot.contains(event.relatedTarget as Node)) this.isOpen = false;
  }
}

customElements.define('hf-nav', Nav);
