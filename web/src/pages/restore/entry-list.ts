/**
 * `<hf-entry-list>`: the entries of one folder, however many: only rows in view exist.
 *
 * A grid for the keyboard: arrows, Page Up/Down, Home and End move, Enter opens, Space marks, Tab goes to the row's download.
 * Fires `entry-chosen` with the entry, and `entries-marked` with the paths of all that are marked. Source: WAI-ARIA Authoring Practices, "Grid".
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EntryView } from '../../../../src/api/contract/index.ts';
import { downloadUrl, failureText } from '../../box/api.ts';
import { formatBytes, formatMoment, formatMomentShort, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { type Drawing, icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { entryListLooks, ROW_PX } from './entry-list.looks.ts';
import type { Listing } from './listing.ts';

/** Rows kept ready above and below what is in view. */
const SPARE_ROWS = 8;

export class EntryList extends LitElement {
  static override properties = {
    listing: { attribute: false },
    label: { attribute: false },
    selected: { attribute: false },
    marked: { attribute: false },
    active: { state: true },
    from: { state: true },
    to: { state: true },
    failure: { state: true },
  };
  declare listing: Listing;
  declare label: string;
  /** Path of the entry being previewed. */
  declare selected: string | null;
  /** Paths of what is chosen to be restored. */
  declare marked: ReadonlySet<string>;
  declare active: number;
  declare from: number;
  declare to: number;
  declare failure: string | undefined;
  readonly #resized = new ResizeObserver(() => this.#measure());

  static override styles = [looks, controls, entryListLooks];

  constructor() {
    super();
    this.marked = new Set();
    this.active = 0;
    this.from = 0;
    this.to = 40;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  override render(): TemplateResult {
    const { listing } = this;
    const indices = Array.from({ length: Math.max(0, Math.min(this.to, listing.total) - this.from) }, (_, step) => this.from + step);
    return html`
      ${failureNote(this.failure)}
      <div role="grid" aria-label=${this.label} aria-rowcount=${listing.total + 1} aria-colcount="5" @keydown=${this.#key}>
        <div role="rowgroup">
          <div role="row" class="head" aria-rowindex="1">
            <span role="columnheader"><span class="aside">${t('browse.mark')}</span></span><span role="columnheader">${t('browse.name')}</span><span role="columnheader" class="modified">${t('browse.modified')}</span>
            <span role="columnheader" class="size">${t('browse.size')}</span><span role="columnheader"><span class="aside">${t('browse.get')}</span></span>
          </div>
        </div>
        <div role="rowgroup" class="view" @scroll=${this.#measure}>
          <div role="presentation" class="all">
            ${repeat(
              indices,
              (index) => index,
              (index) => this.#row(index, listing.at(index)),
            )}
          </div>
        </div>
      </div>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('listing')) return;
    this.active = 0;
    this.from = 0;
    this.to = 40;
    this.failure = undefined;
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.#view);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.renderRoot.querySelector<HTMLElement>('.all')!.style.height = `${this.listing.total * ROW_PX}px`;
    for (const row of this.renderRoot.querySelectorAll<HTMLElement>('[data-index]')) {
      row.style.transform = `translateY(${Number(row.dataset.index) * ROW_PX}px)`;
    }
    if (changed.has('listing')) this.#view.scrollTop = 0;
    if (changed.has('from') || changed.has('to') || changed.has('listing')) void this.#load();
  }

  /** Puts the keyboard on an entry, the first one unless the path is here. */
  async focusEntry(path: string | null): Promise<void> {
    await this.updateComplete;
    await this.#moveTo(path === null ? 0 : Math.max(0, await this.listing.find(path)));
  }

  get #view(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.view')!;
  }

  #row(index: number, entry: EntryView | undefined): TemplateResult {
    const isActive = index === this.active;
    return html`<div
      role="row"
      class="entry"
      data-index=${index}
      aria-rowindex=${index + 2}
      aria-selected=${entry !== undefined && entry.path === this.selected ? 'true' : nothing}
    >
      ${entry ? this.#cells(entry, index, isActive) : html`<span role="gridcell" class="soft">…</span>`}
    </div>`;
  }

  #cells(entry: EntryView, index: number, isActive: boolean): TemplateResult {
    const name = formatName(entry.name);
    const target = entry.linkTarget === null ? '' : t('browse.link', { target: formatName(entry.linkTarget) });
    const size = entry.type === 'file' ? formatBytes(entry.sizeBytes) : '';
    const label = [name, t(`browse.type.${entry.type}`), ...(target === '' ? [] : [target])].join(', ');
    const about = [size, formatMomentShort(entry.modified)].filter((each) => each !== '').join(' · ');
    return html`
      <span role="gridcell" class="mark"><label>
        <input type="checkbox" aria-label=${t('browse.mark.of', { name })} tabindex=${isActive ? 0 : -1} .checked=${this.marked.has(entry.path)} @focus=${() => this.#focused(index)} @change=${() => this.#mark(entry)} />
      </label></span>
      <span role="gridcell" class="cell">
        <span class="kind ${entry.type}">${icon(drawingOf(entry))}</span>
        <span class="texts">
          <button type="button" class="open" translate="no" aria-label=${label} tabindex=${isActive ? 0 : -1} @focus=${() => this.#focused(index)} @click=${() => this.#choose(entry, index)}>${name}</button>
          ${target === '' ? '' : html`<span class="small soft">${target}</span>`}
          <span class="small soft about">${about}</span>
        </span>
      </span>
      <span role="gridcell" class="modified small soft">${formatMoment(entry.modified)}</span>
      <span role="gridcell" class="size small soft">${size}</span>
      <span role="gridcell" class="get">${
        entry.type === 'file'
          ? html`<a href=${downloadUrl(this.listing.snapshot, entry.path)} download tabindex=${isActive ? 0 : -1} aria-label=${t('browse.download', { name })} title=${t('browse.get')}>${icon('download')}</a>`
          : ''
      }</span>
    `;
  }

  #mark({ path }: EntryView): void {
    this.dispatchEvent(new CustomEvent('entries-marked', { detail: this.marked.symmetricDifference(new Set([path])) }));
  }

  #choose(entry: EntryView, index: number): void {
    this.active = index;
    this.dispatchEvent(new CustomEvent('entry-chosen', { detail: entry }));
  }

  #focused(index: number): void {
    this.active = index;
  }

  #measure(): void {
    const { scrollTop, clientHeight } = this.#view;
    this.from = Math.max(0, Math.floor(scrollTop / ROW_PX) - SPARE_ROWS);
    this.to = Math.ceil((scrollTop + clientHeight) / ROW_PX) + SPARE_ROWS;
  }

  async #load(): Promise<void> {
    try {
      if (await this.listing.load(this.from, this.to)) this.requestUpdate();
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }

  #key(event: KeyboardEvent): void {
    const entry = this.listing.at(this.active);
    if (event.key === ' ' && entry && (event.composedPath()[0] as Element).matches('.open')) {
      event.preventDefault();
      this.#mark(entry);
      return;
    }
    const perPage = Math.max(1, Math.floor(this.#view.clientHeight / ROW_PX) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + perPage,
      PageUp: this.active - perPage,
      Home: 0,
      End: this.listing.total - 1,
    };
    const target = steps[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    void this.#moveTo(target);
  }

  async #moveTo(index: number): Promise<void> {
    const target = Math.min(Math.max(0, index), this.listing.total - 1);
    if (target < 0) return;
    const view = this.#view;
    const [top, bottom] = [target * ROW_PX, (target + 1) * ROW_PX];
    if (top < view.scrollTop) view.scrollTop = top;
    else if (bottom > view.scrollTop + view.clientHeight) view.scrollTop = bottom - view.clientHeight;
    this.#measure();
    this.active = target;
    await this.#load();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-index="${target}"] .open`)?.focus({ preventScroll: true });
  }
}

function drawingOf(entry: EntryView): Drawing {
  if (entry.type === 'dir') return 'folder';
  if (entry.type === 'symlink') return 'link';
  return entry.type === 'file' ? (entry.preview ?? 'file') : 'special';
}

customElements.define('hf-entry-list', EntryList);
