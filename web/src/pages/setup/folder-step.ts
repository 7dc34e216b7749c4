/** `<hf-folder-step>`: what to protect: one folder, or more. Fires `step-done`. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { ProtectedFolder } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import '../../ui/folder-chooser.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

export class FolderStep extends LitElement {
  static override properties = {
    folders: { attribute: false },
    folder: { state: true },
    isWorking: { state: true },
    failure: { state: true },
  };
  /** Those that were chosen already. */
  declare folders: readonly ProtectedFolder[];
  declare folder: string | undefined;
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    css`
      .actions {
        justify-content: flex-end;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-1) var(--gap-3);
      }
      li > svg {
        flex: none;
        color: var(--accent);
      }
      li > .name {
        flex: 1 1 10rem;
        min-width: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.isWorking = false;
  }

  override render(): TemplateResult {
    const hasChosen = this.folders.length > 0;
    return html`<div class="stack">
      <div>
        <h2 id="title" tabindex="-1">${t('welcome.folder.title')}</h2>
        <p class="soft">${t('welcome.folder.lead')}</p>
      </div>
      ${hasChosen ? this.#chosenList() : ''}
      <hf-folder-chooser @folder-chosen=${this.#opened}></hf-folder-chooser>
      ${failureNote(this.failure)}
      <div class="row actions">
        ${hasChosen ? html`<button type="button" ?disabled=${this.isWorking} @click=${this.#done}>${t('setup.folder.enough')}</button>` : ''}
        <button type="button" class="primary" ?disabled=${this.folder === undefined || this.isWorking} @click=${this.#choose}>${t('chooser.use')}</button>
      </div>
    </div>`;
  }

  #chosenList(): TemplateResult {
    return html`<ul aria-label=${t('setup.folder.chosen')}>
      ${this.folders.map(({ path }) => {
        const name = formatName(path);
        return html`<li>${icon('folder')}<strong class="name" translate="no">${name}</strong><button type="button" class="quiet" aria-label=${t('home.remove.of', { folder: name })} ?disabled=${this.isWorking} @click=${() => this.#forget(path)}>${t('home.remove')}</button></li>`;
      })}
    </ul>`;
  }

  #opened(event: CustomEvent<string>): void {
    this.folder = event.detail;
  }

  #done(): void {
    this.dispatchEvent(new CustomEvent('step-done'));
  }

  async #choose(): Promise<void> {
    await this.#ask(() => repositoryApi.choose(this.folder!));
    if (this.failure === undefined) this.#done();
  }

  async #forget(path: string): Promise<void> {
    await this.#ask(() => repositoryApi.forget(path));
  }

  async #ask(work: () => Promise<ProtectedFolder[]>): Promise<void> {
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take({ ...box.status!, folders: await work() });
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-folder-step', FolderStep);
