/** `<hf-browser>`: one version from the inside: where one is, what is there, and a look at one file. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EntryView, FolderPage } from '../../../../src/api/contract/index.ts';
import { failureText, zipUrl } from '../../box/api.ts';
import { browseLink } from '../../box/route.ts';
import { speak } from '../../box/speak.ts';
import { formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import type { EntryList } from './entry-list.ts';
import './entry-list.ts';
import { Listing } from './listing.ts';
import type { Preview } from './preview.ts';
import './preview.ts';

export class Browser extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    path: { attribute: false },
    file: { attribute: false },
    listing: { state: true },
    failure: { state: true },
  };
  declare snapshot: string;
  declare path: string;
  /** Path of the file being previewed. */
  declare file: string | null;
  declare listing: Listing | undefined;
  declare failure: string | undefined;
  #loading = new AbortController();
  #cameByList = false;

  static override styles = [
    looks,
    css`
      :host {
        container-type: inline-size;
      }
      h1 {
        font-size: var(--size-title);
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: var(--gap-1);
        min-height: 2rem;
      }
      .trail ol {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
      }
      .trail li {
        display: flex;
        align-items: center;
        min-width: 0;
      }
      .trail li + li::before {
        content: "/";
        padding-inline: var(--gap-1);
        color: var(--ink-soft);
      }
      .trail a,
      .trail span {
        padding: var(--gap-1);
        overflow-wrap: anywhere;
      }
      .trail span {
        font-weight: 600;
      }
      .tools {
        justify-content: space-between;
      }
      .panes {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-4);
        align-items: start;
      }
      hf-entry-list {
        container-type: inline-size;
      }
      @container (min-width: 52rem) {
        .panes.two {
          grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem);
        }
        hf-preview {
          position: sticky;
          top: var(--gap-4);
        }
      }
      @container (max-width: 51.99rem) {
        .panes.two hf-entry-list {
          display: none;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    const { listing } = this;
    return html`
      <div class="stack">
        <header>
          <a class="back small" href="#/restore">${icon('back')}${t('browse.all-versions')}</a>
          <h1>${listing ? t('browse.title', { when: formatMoment(listing.first.snapshot.time) }) : (this.failure ?? t('app.loading'))}</h1>
        </header>
        ${listing ? this.#inside(listing) : ''}
      </div>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshot') || changed.has('path')) void this.#load(changed.get('path') ?? null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('file') || !this.listing) return;
    if (this.file !== null)
      void this.renderRoot
        .querySelector<Preview>('hf-preview')
        ?.updateComplete.then(() => this.renderRoot.querySelector<Preview>('hf-preview')?.focus());
    else if (changed.get('file') != null && !changed.has('path')) void this.#list?.focusEntry(changed.get('file') as string);
  }

  get #list(): EntryList | null {
    return this.renderRoot.querySelector<EntryList>('hf-entry-list');
  }

  #inside(listing: Listing): TemplateResult {
    const { trail } = listing.first;
    const name = nameOf(trail);
    const entry = this.file === null ? undefined : this.#entryOf(listing, this.file);
    return html`
      <div class="stack">
        <div class="row tools">
          ${this.#trail(trail)}
          <a class="button" href=${zipUrl(this.snapshot, listing.path)} download aria-describedby="zip-note" aria-label=${t('browse.zip.of', { folder: name })}>${icon('download')}${t('browse.zip')}</a>
        </div>
        <p class="small soft" id="zip-note">${t('browse.zip.note')}</p>
        <div class="panes ${entry ? 'two' : ''}">
          ${
            listing.total === 0
              ? html`<p class="card soft">${t('browse.empty')}</p>`
              : html`<hf-entry-list .listing=${listing} .label=${t('browse.entries', { folder: name })} .selected=${this.file} @entry-chosen=${this.#chosen}></hf-entry-list>`
          }
          ${entry ? html`<hf-preview .snapshot=${this.snapshot} .entry=${entry} @preview-closed=${this.#closed}></hf-preview>` : ''}
        </div>
        <p class="small soft">${t('browse.count', { count: listing.total })}</p>
      </div>
    `;
  }

  #trail(trail: FolderPage['trail']): TemplateResult {
    return html`<nav class="trail" aria-label=${t('browse.trail')}>
      <ol>
        ${trail.map((step, index) => {
          const name = index === 0 ? t('browse.root') : formatName(step.name);
          const isHere = index === trail.length - 1;
          return html`<li>${isHere ? html`<span aria-current="page" translate=${index === 0 ? nothing : 'no'}>${name}</span>` : html`<a href=${browseLink(this.snapshot, step.path)} translate=${index === 0 ? nothing : 'no'}>${name}</a>`}</li>`;
        })}
      </ol>
    </nav>`;
  }

  #entryOf(listing: Listing, path: string): EntryView | undefined {
    const index = listing.indexOf(path);
    return index === -1 ? undefined : listing.at(index);
  }

  async #load(cameFrom: string | null): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      this.listing = await Listing.open(this.snapshot, this.path, signal);
      this.failure = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.failure = failureText(error);
      speak(this.failure);
      this.listing = undefined;
      return;
    }
    const { trail } = this.listing.first;
    if (cameFrom !== null) speak(`${nameOf(trail)}, ${t('browse.count', { count: this.listing.total })}`);
    if (!this.#cameByList && cameFrom === null) return;
    this.#cameByList = false;
    await this.updateComplete;
    await this.#list?.focusEntry(cameFrom);
  }

  #chosen(event: CustomEvent<EntryView>): void {
    const entry = event.detail;
    this.#cameByList = entry.type === 'dir';
    location.hash = entry.type === 'dir' ? browseLink(this.snapshot, entry.path) : browseLink(this.snapshot, this.path, entry.path);
  }

  #closed(): void {
    location.hash = browseLink(this.snapshot, this.path);
  }
}

/** The folder's own name; the root is the version itself. */
function nameOf(trail: FolderPage['trail']): string {
  return trail.length === 1 ? t('browse.root') : formatName(trail.at(-1)!.name);
}

customElements.define('hf-browser', Browser);
