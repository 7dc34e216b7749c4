/**
 * `<hf-name-search>`: finds names in all versions at once. Fires `searching-changed` when a text is there, or no longer.
 *
 * The text stands in the address, so that the way back from a version leads to what was found. While the box still builds its index, the
 * question is asked again now and then.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Hit, SearchPage } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/api.ts';
import { restoreApi } from '../../box/restore-api.ts';
import { entryLink, keepSearchedText, searchedText } from '../../box/route.ts';
import { speak } from '../../box/speak.ts';
import { formatBytes, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { type Drawing, icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { nameSearchLooks } from './name-search.looks.ts';

const PAUSE_MS = 200;
const ASK_AGAIN_MS = 3_000;

export class NameSearch extends LitElement {
  static override properties = {
    isAlone: { attribute: false },
    text: { state: true },
    kind: { state: true },
    page: { state: true },
    hits: { state: true },
    failure: { state: true },
  };
  /** Whether there is only one machine, so that its name need not be said. */
  declare isAlone: boolean;
  declare text: string;
  declare kind: 'file' | 'dir' | null;
  /** The last one that came. */
  declare page: SearchPage | undefined;
  declare hits: readonly Hit[];
  declare failure: string | undefined;
  #asking = new AbortController();
  #timer: number | undefined;

  static override styles = [looks, controls, nameSearchLooks];

  constructor() {
    super();
    this.text = searchedText();
    this.kind = null;
    this.hits = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.text !== '') this.#begin(0);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#giveUp();
  }

  override render(): TemplateResult {
    return html`
      <search class="stack">
        <div class="question">
          ${field(
            { id: 'text', label: t('search.label'), hint: t('search.hint') },
            ({ id, describedBy }) =>
              html`<input type="search" id=${id} aria-describedby=${describedBy} autocomplete="off" autocapitalize="off" spellcheck="false" .value=${this.text} @input=${this.#type} @keydown=${this.#keyInText} />`,
          )}
          ${field(
            { id: 'kind', label: t('search.kind') },
            ({ id, describedBy }) => html`<select id=${id} aria-describedby=${describedBy} @change=${this.#chooseKind}>
              <option value="">${t('search.kind.any')}</option>
              <option value="file">${t('search.kind.file')}</option>
              <option value="dir">${t('search.kind.dir')}</option>
            </select>`,
          )}
        </div>
        ${this.text.trim() === '' ? '' : this.#answer()}
      </search>
    `;
  }

  #answer(): TemplateResult {
    const { page, hits } = this;
    if (!page)
      return html`${failureNote(this.failure)}${this.failure === undefined ? html`<p class="soft">${t('search.running')}</p>` : ''}`;
    return html`
      ${failureNote(this.failure)}
      ${this.#howFar(page)}
      <p class="soft" id="count">${countText(page)}</p>
      ${
        hits.length === 0
          ? ''
          : html`<ul class="hits" aria-labelledby="count" @keydown=${this.#keyInHits}>${repeat(
              hits,
              (hit) => `${hit.hostname} ${hit.paths.join()} ${hit.path}`,
              (hit) => html`<li>${this.#hit(hit)}</li>`,
            )}</ul>`
      }
      ${page.next === null ? '' : html`<p class="row"><button type="button" @click=${this.#more}>${t('search.more')}</button></p>`}
    `;
  }

  #howFar({ index }: SearchPage): TemplateResult | string {
    const { isComplete, snapshotsDone, snapshotsTotal, gaps, failure } = index;
    if (failure)
      return html`<p class="note amber">${icon('warning')}<span>${t('search.index.failed', { reason: failure.detail })}</span></p>`;
    if (!isComplete)
      return html`<p class="note amber">${icon('warning')}<span>${snapshotsTotal === 0 ? t('search.index.begins') : t('search.index.builds', { done: snapshotsDone, total: snapshotsTotal })}</span></p>`;
    return gaps === 0 ? '' : html`<p class="note amber">${icon('warning')}<span>${t('search.index.gaps', { count: gaps })}</span></p>`;
  }

  #hit(hit: Hit): TemplateResult {
    const { newest } = hit;
    const size = newest.type === 'file' ? [formatBytes(newest.sizeBytes)] : [];
    const about = [
      t(`browse.type.${newest.type}`),
      ...size,
      t('search.versions', { count: hit.versions }),
      t('search.changed', { when: formatMoment(newest.modified) }),
    ];
    const where = this.isAlone ? `/${formatName(hit.folder)}` : `${formatName(hit.hostname)}: /${formatName(hit.folder)}`;
    return html`<a href=${entryLink(newest.newest.snapshot, hit.path, newest.type === 'file')}>
      <span class="kind">${icon(drawingOf(hit))}</span>
      <span class="texts">
        <span class="name" translate="no">${formatName(hit.name)}</span>
        <span class="small soft name" translate="no">${where}</span>
        <span class="small soft">${about.join(' · ')}</span>
        ${hit.goneSince === null ? '' : html`<span class="small gone">${icon('stopped')}${t('search.gone', { when: formatMoment(hit.goneSince.time) })}</span>`}
      </span>
      <span class="next">${icon('next')}</span>
    </a>`;
  }

  #type(event: Event): void {
    const isFirst = this.text.trim() === '';
    this.text = (event.target as HTMLInputElement).value;
    keepSearchedText(this.text.trim());
    if (isFirst || this.text.trim() === '') this.page = undefined;
    this.#begin(PAUSE_MS);
  }

  #chooseKind(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.kind = value === 'file' || value === 'dir' ? value : null;
    this.#begin(0);
  }

  /** Asks after a pause; what was asked before is given up. */
  #begin(pauseMs: number): void {
    this.#giveUp();
    this.dispatchEvent(new CustomEvent('searching-changed', { detail: this.text.trim() !== '' }));
    if (this.text.trim() !== '') this.#timer = window.setTimeout(() => void this.#ask(null), pauseMs);
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #ask(after: string | null): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const page = await restoreApi.search({ text: this.text.trim(), kind: this.kind, after }, signal);
      this.failure = undefined;
      this.hits = after === null ? page.hits : [...this.hits, ...page.hits];
      if (after === null && countText(page) !== (this.page && countText(this.page))) speak(countText(page));
      this.page = page;
      if (!page.index.isComplete && page.index.failure === null && after === null)
        this.#timer = window.setTimeout(() => void this.#ask(null), ASK_AGAIN_MS);
    } catch (error) {
      if (!signal.aborted) this.failure = failureText(error);
    }
  }

  async #more(): Promise<void> {
    const before = this.hits.length;
    clearTimeout(this.#timer);
    await this.#ask(this.page!.next);
    await this.updateComplete;
    this.#links[before]?.focus();
  }

  get #links(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.hits a')];
  }

  #keyInText(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.text !== '') {
      event.preventDefault();
      (event.target as HTMLInputElement).value = '';
      this.#type(event);
    }
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    this.#links[0]?.focus();
  }

  #keyInHits(event: KeyboardEvent): void {
    const links = this.#links;
    const at = links.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 };
    const target = steps[event.key];
    if (at === -1 || target === undefined) return;
    event.preventDefault();
    (target < 0 ? this.renderRoot.querySelector<HTMLElement>('#text') : links[Math.min(target, links.length - 1)])?.focus();
  }
}

function countText({ total, isMore }: SearchPage): string {
  if (total === 0) return t('search.none');
  return isMore ? t('search.many', { count: total }) : t('search.count', { count: total });
}

function drawingOf({ newest: { type } }: Hit): Drawing {
  if (type === 'dir') return 'folder';
  if (type === 'symlink') return 'link';
  return type === 'file' ? 'file' : 'special';
}

customElements.define('hf-name-search', NameSearch);
