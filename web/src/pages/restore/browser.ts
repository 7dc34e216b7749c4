/** `<hf-browser>`: one version from the inside: where one is, what is there, a look at one file, and the way out of it: download or restore. */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { EntryView, FolderPage, JobView, SnapshotView } from '../../../../src/api/contract/index.ts';
import { ApiFailure, failureText, zipUrl } from '../../box/api.ts';
import { browseLink, jobLink, searchedBefore } from '../../box/route.ts';
import { speak } from '../../box/speak.ts';
import { formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { notify } from '../../ui/toast.ts';
import { browserLooks } from './browser.looks.ts';
import type { EntryList } from './entry-list.ts';
import './entry-list.ts';
import { Listing } from './listing.ts';
import type { Preview } from './preview.ts';
import './preview.ts';
import type { RestoreInto } from './restore-into.ts';
import './restore-into.ts';
import { snapshotList } from './snapshot-list.ts';
import { trail } from './trail.ts';
import './version-switch.ts';

export class Browser extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    path: { attribute: false },
    file: { attribute: false },
    at: { attribute: false },
    own: { state: true },
    marked: { state: true },
    started: { state: true },
    listing: { state: true },
    failure: { state: true },
  };
  declare snapshot: string;
  declare path: string;
  /** Path of the file being previewed. */
  declare file: string | null;
  /** Path of the entry that the keyboard begins at. */
  declare at: string | null;
  /** The version itself, known also where it does not hold the folder. */
  declare own: SnapshotView | undefined;
  declare marked: ReadonlySet<string>;
  /** The restore that was started last. */
  declare started: JobView | undefined;
  declare listing: Listing | undefined;
  declare failure: string | undefined;
  #loading = new AbortController();
  #cameByList = false;

  static override styles = [looks, browserLooks];

  constructor() {
    super();
    this.marked = new Set();
  }

  override render(): TemplateResult {
    const { listing } = this;
    const own = listing?.first.snapshot ?? this.own;
    const link = (snapshot: string) => browseLink(snapshot, this.path, this.file ?? undefined);
    return html`
      <div class="stack">
        <header>
          <a class="back small" href=${searchedBefore()}>${icon('back')}${t('browse.all-versions')}</a>
          <h1>${own ? t('browse.title', { when: formatMoment(own.time) }) : (this.failure ?? t('app.loading'))}</h1>
        </header>
        ${own ? html`<hf-version-switch .snapshot=${this.snapshot} .path=${this.path} .link=${link}></hf-version-switch>` : ''}
        ${own && this.failure !== undefined ? html`<div>${failureNote(this.failure)}<p class="row"><a class="button" href=${browseLink(this.snapshot, own.start)}>${t('browse.to-start')}</a></p></div>` : ''}
        ${listing ? this.#inside(listing) : ''}
      </div>
      <hf-restore-into @restore-started=${this.#restoreStarted}></hf-restore-into>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshot') || changed.has('path')) {
      this.marked = new Set();
      void this.#load(changed.get('path') ?? null);
    } else if (changed.has('at') && this.at !== null) void this.#list?.focusEntry(this.at);
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
    const name = nameOf(listing.first.trail);
    const entry = this.file === null ? undefined : this.#entryOf(listing, this.file);
    return html`
      <div class="stack">
        <div class="row tools">
          ${trail(listing.first.trail, t('browse.root'), (path) => browseLink(this.snapshot, path))}
          <div class="row">
            <button type="button" @click=${() => this.#ask([listing.path], name)}>${icon('restore')}${t('into.folder')}</button>
            <a class="button" href=${zipUrl(this.snapshot, listing.path)} download aria-describedby="zip-note" aria-label=${t('browse.zip.of', { folder: name })}>${icon('download')}${t('browse.zip')}</a>
          </div>
        </div>
        <p class="small soft" id="zip-note">${t('browse.zip.note')}</p>
        ${this.#startedNote()}
        <div class="panes ${entry ? 'two' : ''}">
          ${
            listing.total === 0
              ? html`<p class="card soft">${t('browse.empty')}</p>`
              : html`<hf-entry-list .listing=${listing} .label=${t('browse.entries', { folder: name })} .selected=${this.file} .marked=${this.marked} @entry-chosen=${this.#chosen} @entries-marked=${this.#mark}></hf-entry-list>`
          }
          ${entry ? html`<hf-preview .snapshot=${this.snapshot} .entry=${entry} @preview-closed=${this.#closed} @restore-asked=${() => this.#ask([entry.path], formatName(entry.name))}></hf-preview>` : ''}
        </div>
        <p class="small soft">${t('browse.count', { count: listing.total })}</p>
        ${this.#markedBar()}
      </div>
    `;
  }

  #markedBar(): TemplateResult | string {
    const count = this.marked.size;
    if (count === 0) return '';
    const what = t('browse.count', { count });
    return html`<div class="row marked" role="group" aria-label=${t('browse.marked', { count })}>
      <strong>${t('browse.marked', { count })}</strong>
      <button type="button" class="primary" @click=${() => this.#ask([...this.marked], what)}>${icon('restore')}${t('into.action')}</button>
      <button type="button" class="quiet" @click=${this.#unmark}>${t('browse.unmark')}</button>
    </div>`;
  }

  #startedNote(): TemplateResult | string {
    if (!this.started) return '';
    return html`<p class="note amber">${icon('restore')}<span>${t('into.started', { target: formatName(this.started.subject.target ?? '') })} <a href=${jobLink(this.started.id)}>${t('into.follow')}</a></span></p>`;
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
      // A version that does not hold the folder is still the open one.
      const isOnlyPath = error instanceof ApiFailure && error.code === 'snapshot.path.unknown';
      this.own = isOnlyPath ? (await snapshotList().catch(() => [])).find(({ id }) => id === this.snapshot) : undefined;
      this.failure = failureText(error);
      speak(this.failure);
      this.listing = undefined;
      return;
    }
    if (cameFrom !== null) speak(`${nameOf(this.listing.first.trail)}, ${t('browse.count', { count: this.listing.total })}`);
    if (!this.#cameByList && cameFrom === null && this.at === null) return;
    this.#cameByList = false;
    await this.updateComplete;
    await this.#list?.focusEntry(this.at ?? cameFrom);
    // Where there is no room for both, the list is away while a file is looked at.
    if (this.file !== null && this.#list?.offsetParent === null) this.renderRoot.querySelector<Preview>('hf-preview')?.focus();
  }

  #chosen(event: CustomEvent<EntryView>): void {
    const entry = event.detail;
    this.#cameByList = entry.type === 'dir';
    location.hash = entry.type === 'dir' ? browseLink(this.snapshot, entry.path) : browseLink(this.snapshot, this.path, entry.path);
  }

  #mark(event: CustomEvent<ReadonlySet<string>>): void {
    this.marked = event.detail;
    speak(t('browse.marked', { count: this.marked.size }));
  }

  #unmark(): void {
    this.marked = new Set();
    void this.#list?.focusEntry(null);
  }

  #ask(paths: readonly string[], what: string): void {
    void this.renderRoot.querySelector<RestoreInto>('hf-restore-into')!.ask({ snapshot: this.snapshot, paths, what });
  }

  #restoreStarted(event: CustomEvent<JobView>): void {
    this.started = event.detail;
    this.marked = new Set();
    notify(t('into.started', { target: formatName(this.started.subject.target ?? '') }), {
      href: jobLink(this.started.id),
      text: t('into.follow'),
    });
  }

  #closed(): void {
    location.hash = browseLink(this.snapshot, this.path);
  }
}

/** The folder's own name; the root is the version itself. */
function nameOf(steps: FolderPage['trail']): string {
  return steps.length === 1 ? t('browse.root') : formatName(steps.at(-1)!.name);
}

customElements.define('hf-browser', Browser);
