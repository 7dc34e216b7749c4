/**
 * `<hf-folder-chooser>`: walks the folders of the box and says which one is open. Fires `folder-chosen` with its path at every step.
 *
 * The folder one stands in is the chosen one, so there is nothing to select and nothing to confirm twice.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FolderChoice, FolderOption } from '../../../src/api/contract/index.ts';
import { api, failureText } from '../box/api.ts';
import { formatName } from '../text/format.ts';
import { t } from '../text/text.ts';
import { failureNote } from './failure-note.ts';
import { icon } from './icon.ts';
import { looks } from './looks.ts';

export class FolderChooser extends LitElement {
  static override properties = { choice: { state: true }, showsHidden: { state: true }, failure: { state: true } };
  declare choice: FolderChoice | undefined;
  declare showsHidden: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    css`
      .here {
        display: flex;
        align-items: center;
        gap: var(--gap-3);
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--radius-small) var(--radius-small) 0 0;
        background: var(--accent-soft);
        font-weight: 600;
      }
      .here svg {
        flex: none;
        color: var(--accent);
      }
      .box {
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--surface);
      }
      .list {
        max-height: 18rem;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .list button {
        justify-content: flex-start;
        width: 100%;
        border: 0;
        border-radius: 0;
        font-weight: 400;
        text-align: start;
      }
      .list :focus-visible {
        outline-offset: -3px;
      }
      .list li + li {
        border-top: 1px solid var(--line);
      }
      .list svg {
        flex: none;
        color: var(--ink-soft);
      }
      .list .end {
        display: flex;
        margin-inline-start: auto;
      }
      .under {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 0 var(--gap-4);
        padding: 0 var(--gap-4);
        border-top: 1px solid var(--line);
        min-height: var(--touch);
      }
      .under button {
        padding: 0;
      }
      .none {
        padding: var(--gap-4);
      }
      .places {
        margin-bottom: var(--gap-3);
      }
      .places button {
        min-height: 2.25rem;
        padding: 0 var(--gap-3);
        border-color: var(--line);
        font: var(--size-small) var(--font-code);
      }
    `,
  ];

  constructor() {
    super();
    this.showsHidden = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open(undefined);
  }

  override render(): TemplateResult {
    return html`${failureNote(this.failure)}${this.choice ? this.#chooser(this.choice) : ''}`;
  }

  #chooser(choice: FolderChoice): TemplateResult {
    return html`
      <div class="row places" role="group" aria-label=${t('chooser.places')}>
        ${choice.places.map((place) => html`<button type="button" translate="no" @click=${() => this.#open(place)}>${place}</button>`)}
      </div>
      <div class="box">
        <p class="here">${icon('folder')}<span><span class="aside">${t('chooser.here')}: </span><span class="name" translate="no" id="here">${formatName(choice.path)}</span></span></p>
        <div class="list">
          <ul aria-label=${t('chooser.label')}>
            ${choice.parent === null ? '' : html`<li><button type="button" id="up" @click=${() => this.#open(choice.parent!)}>${icon('up')}${t('chooser.up')}</button></li>`}
            ${repeat(
              choice.folders,
              (folder) => folder.path,
              (folder) => html`<li>${this.#folder(folder)}</li>`,
            )}
          </ul>
          ${choice.folders.length === 0 ? html`<p class="none soft">${t('chooser.none')}</p>` : ''}
        </div>
        <div class="under small soft">
          <span>${t('chooser.others', { count: choice.otherEntries })}${choice.foldersLeftOut > 0 ? ` · ${t('chooser.more', { count: choice.foldersLeftOut })}` : ''}</span>
          ${choice.hiddenFolders === 0 ? '' : this.#hiddenSwitch(choice)}
        </div>
      </div>
    `;
  }

  #folder(folder: FolderOption): TemplateResult {
    const end = folder.readable
      ? html`<span class="end">${icon('next')}</span>`
      : html`<span class="end small soft">${t(isPlainText(folder) ? 'chooser.closed' : 'chooser.not-text')}</span>`;
    return html`<button type="button" ?disabled=${!folder.readable} @click=${() => this.#open(folder.path)}>
      ${icon(folder.readable ? 'folder' : 'lock')}<span class="name" translate="no">${formatName(folder.name)}</span>${end}
    </button>`;
  }

  #hiddenSwitch(choice: FolderChoice): TemplateResult {
    const label = this.showsHidden ? t('chooser.hidden.hide') : t('chooser.hidden.show', { count: choice.hiddenFolders });
    const flip = () => {
      this.showsHidden = !this.showsHidden;
      void this.#open(choice.path);
    };
    return html`<button type="button" class="quiet small" @click=${flip}>${label}</button>`;
  }

  async #open(path: string | undefined): Promise<void> {
    const hadFocus = this.shadowRoot?.activeElement?.closest('.list') != null;
    try {
      this.choice = await api.folders(path, this.showsHidden);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
      return;
    }
    this.dispatchEvent(new CustomEvent('folder-chosen', { detail: this.choice.path, bubbles: true, composed: true }));
    await this.updateComplete;
    if (!hadFocus) return;
    const list = this.renderRoot.querySelector('.list')!;
    list.scrollTop = 0;
    list.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  }
}

/** A name that is not UTF-8 comes with replacement characters, and no path leads to it. */
function isPlainText({ name }: FolderOption): boolean {
  return !name.includes('\ufffd');
}

customElements.define('hf-folder-chooser', FolderChooser);
