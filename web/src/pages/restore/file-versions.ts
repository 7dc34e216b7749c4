/** `<hf-file-versions>`: all versions of one file, newest first: open, download, or compare with the one that is open. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { VersionList, VersionOf } from '../../../../src/api/contract/index.ts';
import { downloadUrl, failureText } from '../../box/api.ts';
import { restoreApi } from '../../box/restore-api.ts';
import { browseLink, parentOf } from '../../box/route.ts';
import { formatBytes, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import { showMore } from '../../ui/show-more.ts';
import type { TextDiff } from './text-diff.ts';
import './text-diff.ts';

const PAGE_LENGTH = 20;

export class FileVersions extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    path: { attribute: false },
    name: { attribute: false },
    isText: { attribute: false },
    list: { state: true },
    shown: { state: true },
    failure: { state: true },
  };
  declare snapshot: string;
  declare path: string;
  declare name: string;
  /** Whether its name promises text. */
  declare isText: boolean;
  declare list: VersionList | undefined;
  declare shown: number;
  declare failure: string | undefined;
  #loading = new AbortController();
  /** The version that the open snapshot holds. */
  #open: VersionOf | undefined;

  static override styles = [
    looks,
    css`
      h3 {
        margin-bottom: var(--gap-2);
        font-size: var(--size-text);
      }
      li {
        display: grid;
        gap: var(--gap-1);
        padding-block: var(--gap-3);
        border-top: 1px solid var(--line);
      }
      li .row {
        gap: 0 var(--gap-4);
      }
      li :is(a, button) {
        display: inline-flex;
        align-items: center;
        min-height: 2rem;
        padding: 0;
        font-weight: 400;
      }
      .open {
        padding-inline-start: var(--gap-3);
        border-inline-start: 4px solid var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    this.shown = PAGE_LENGTH;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading.abort();
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <h3 id="title">${t('file-versions.title')}</h3>
      ${failureNote(this.failure)}${this.list ? this.#versions(this.list) : ''}
      <hf-text-diff></hf-text-diff>
    </section>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('path') || changed.has('snapshot')) void this.#load();
  }

  #versions({ versions, index }: VersionList): TemplateResult {
    if (!versions) return html`<p class="small soft">${t('file-versions.unknown')}</p>`;
    const note = index.isComplete ? '' : t('search.index.builds', { done: index.snapshotsDone, total: index.snapshotsTotal });
    return html`
      ${note === '' ? '' : html`<p class="small soft">${note}</p>`}
      <ul>${versions.slice(0, this.shown).map((version) => this.#version(version, this.#open))}</ul>
      ${showMore(
        Math.min(this.shown, versions.length),
        versions.length,
        (count) => {
          this.shown = count;
        },
        PAGE_LENGTH,
      )}
    `;
  }

  #version(version: VersionOf, open: VersionOf | undefined): TemplateResult {
    const { newest, oldest, modified, sizeBytes, snapshots } = version;
    const when = formatMoment(modified);
    const name = formatName(this.name);
    const isOpen = version === open;
    const held =
      snapshots === 1
        ? t('file-versions.held-once', { when: formatMoment(newest.time) })
        : t('file-versions.held', { count: snapshots, from: formatMoment(oldest.time), to: formatMoment(newest.time) });
    const link = browseLink(newest.snapshot, parentOf(this.path), this.path);
    return html`<li class=${isOpen ? 'open' : ''}>
      <p>${t('search.changed', { when })} · ${formatBytes(sizeBytes)}${isOpen ? html` <strong>${t('file-versions.open')}</strong>` : ''}</p>
      <p class="small soft">${held}</p>
      <div class="row small">
        ${isOpen ? '' : html`<a href=${link} aria-label=${t('file-versions.look.of', { when })}>${t('file-versions.look')}</a>`}
        <a href=${downloadUrl(newest.snapshot, this.path)} download aria-label=${t('file-versions.get.of', { name, when })}>${t('browse.get')}</a>
        ${isOpen || !open ? '' : html`<button type="button" class="quiet" aria-label=${t('file-versions.compare.of', { when })} @click=${() => this.#compare(version, open)}>${t('file-versions.compare')}</button>`}
      </div>
    </li>`;
  }

  #compare(version: VersionOf, open: VersionOf): void {
    const [before, after] = version.newest.time < open.newest.time ? [version, open] : [open, version];
    const side = (of: VersionOf) => ({ snapshot: of.newest.snapshot, sizeBytes: of.sizeBytes, when: of.modified });
    void this.renderRoot
      .querySelector<TextDiff>('hf-text-diff')!
      .show({ path: this.path, name: this.name, isText: this.isText, before: side(before), after: side(after) });
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.failure = undefined;
    try {
      const list = await restoreApi.versions(this.snapshot, this.path, signal);
      this.#open = await this.#versionIn(list, signal);
      this.list = list;
      this.shown = PAGE_LENGTH;
    } catch (error) {
      if (signal.aborted) return;
      this.list = undefined;
      this.failure = failureText(error);
    }
  }

  /** The one that begins or ends with the open snapshot, or else the one in whose time it lies. */
  async #versionIn({ versions }: VersionList, signal: AbortSignal): Promise<VersionOf | undefined> {
    const ends = versions?.find(({ newest, oldest }) => newest.snapshot === this.snapshot || oldest.snapshot === this.snapshot);
    if (ends || !versions) return ends;
    const { time } = await restoreApi.snapshot(this.snapshot, signal);
    const moment = Date.parse(time);
    // Of versions that alternate, the one that began last before this moment.
    return versions
      .filter(({ newest, oldest }) => Date.parse(oldest.time) <= moment && moment <= Date.parse(newest.time))
      .toSorted((a, b) => Date.parse(b.oldest.time) - Date.parse(a.oldest.time))[0];
  }
}

customElements.define('hf-file-versions', FileVersions);
