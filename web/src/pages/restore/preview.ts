/**
 * `<hf-preview>`: looks at one file of a snapshot: text as text, pictures as pictures, everything else by its facts; and its other versions.
 * Fires `preview-closed`, and `restore-asked` with the path.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { EntryView } from '../../../../src/api/contract/index.ts';
import { api, downloadUrl, failureText, fileUrl } from '../../box/api.ts';
import { formatBytes, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import './file-versions.ts';
import { textOf } from './text-of.ts';

const TEXT_BYTES = 256 * 1024;

type Content =
  | { readonly kind: 'loading' | 'binary' | 'broken' }
  | { readonly kind: 'text'; readonly text: string; readonly shownBytes: number };

export class Preview extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    entry: { attribute: false },
    content: { state: true },
    failure: { state: true },
  };
  declare snapshot: string;
  declare entry: EntryView;
  declare content: Content;
  declare failure: string | undefined;
  #loading = new AbortController();

  static override styles = [
    looks,
    css`
      .card {
        padding: var(--gap-4);
      }
      .stack {
        gap: var(--gap-4);
      }
      .top {
        display: flex;
        justify-content: space-between;
        align-items: flex-start;
        gap: var(--gap-2);
      }
      h2 {
        padding-top: var(--gap-2);
        font-size: var(--size-lead);
      }
      .close {
        flex: none;
        width: var(--touch);
        padding: 0;
        border-color: transparent;
      }
      .frame {
        overflow: auto;
        max-height: max(14rem, 46dvh);
        border-radius: var(--radius-small);
        background: var(--surface-sunk);
      }
      pre {
        margin: 0;
        padding: var(--gap-3) var(--gap-4);
        font: 0.8125rem / 1.55 var(--font-code);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        tab-size: 4;
      }
      img {
        display: block;
        max-width: 100%;
        margin-inline: auto;
      }
    `,
  ];

  constructor() {
    super();
    this.content = { kind: 'loading' };
  }

  override render(): TemplateResult {
    const { entry } = this;
    const name = formatName(entry.name);
    return html`
      <section class="card stack" aria-labelledby="title" @keydown=${this.#key}>
        <div class="top">
          <div>
            <h2 id="title" class="name" translate="no" tabindex="-1">${name}</h2>
            <p class="small soft">${entry.type === 'file' ? formatBytes(entry.sizeBytes) : t(`browse.type.${entry.type}`)} · ${formatMoment(entry.modified)}</p>
          </div>
          <button type="button" class="close" aria-label=${t('preview.close')} title=${t('preview.close')} @click=${this.#close}>${icon('close')}</button>
        </div>
        ${failureNote(this.failure)}${this.failure === undefined ? this.#body(entry, name) : ''}
        <div class="row">
          ${entry.type === 'file' ? html`<a class="button primary" href=${downloadUrl(this.snapshot, entry.path)} download>${icon('download')}${t('browse.get')}</a>` : ''}
          <button type="button" @click=${this.#restore}>${icon('restore')}${t('into.action')}</button>
        </div>
        ${entry.type === 'file' ? html`<hf-file-versions .snapshot=${this.snapshot} .path=${entry.path} .name=${entry.name} .isText=${entry.preview === 'text'}></hf-file-versions>` : ''}
      </section>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading.abort();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshot') || (changed.has('entry') && changed.get('entry')?.path !== this.entry.path)) void this.#load();
  }

  #body(entry: EntryView, name: string): TemplateResult {
    if (entry.type !== 'file')
      return html`<p class="soft">${entry.linkTarget === null ? t('preview.special') : t('browse.link', { target: formatName(entry.linkTarget) })}</p>`;
    if (entry.sizeBytes === 0) return html`<p class="soft">${t('preview.empty')}</p>`;
    if (entry.preview === 'picture') return this.#picture(entry, name);
    return this.#text(entry, name);
  }

  #picture(entry: EntryView, name: string): TemplateResult {
    if (this.content.kind === 'broken') return html`<p class="note amber">${icon('warning')}${t('preview.broken')}</p>`;
    return html`<div class="frame"><img src=${fileUrl(this.snapshot, entry.path)} alt=${name} @error=${this.#pictureBroken} /></div>`;
  }

  #text(entry: EntryView, name: string): TemplateResult {
    const { content } = this;
    if (content.kind === 'binary') return html`<p class="soft">${t(entry.preview === null ? 'preview.none' : 'preview.binary')}</p>`;
    if (content.kind !== 'text') return html`<p class="soft">${t('app.loading')}</p>`;
    const cut = t('preview.cut', { shown: formatBytes(content.shownBytes), total: formatBytes(entry.sizeBytes) });
    return html`
      <div class="frame" tabindex="0" role="region" aria-label=${t('preview.text-of', { name })}><pre translate="no">${content.text}</pre></div>
      ${content.shownBytes < entry.sizeBytes ? html`<p class="small soft">${cut}</p>` : ''}
    `;
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.content = { kind: 'loading' };
    this.failure = undefined;
    const { type, preview, sizeBytes } = this.entry;
    if (type !== 'file' || preview === 'picture' || sizeBytes === 0) return;
    try {
      const bytes = await api.head(this.snapshot, this.entry.path, TEXT_BYTES, signal);
      const text = textOf(bytes, preview === 'text');
      this.content = text === undefined ? { kind: 'binary' } : { kind: 'text', text, shownBytes: bytes.length };
    } catch (error) {
      if (!signal.aborted) this.failure = failureText(error);
    }
  }

  #pictureBroken(): void {
    this.content = { kind: 'broken' };
  }

  #key(event: KeyboardEvent): void {
    // Inside a dialog that stands above, Escape closes that one.
    if (event.key === 'Escape' && !event.composedPath().some((each) => each instanceof HTMLDialogElement)) this.#close();
  }

  #restore(): void {
    this.dispatchEvent(new CustomEvent('restore-asked', { detail: this.entry.path }));
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('preview-closed'));
  }
}

customElements.define('hf-preview', Preview);
