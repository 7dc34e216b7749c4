/** `<hf-first-run>`: from nothing to the first backup in two steps: a folder, a passphrase. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { api, failureText } from '../../box/api.ts';
import { box } from '../../box/box.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import '../../ui/folder-chooser.ts';
import './new-passphrase.ts';

export class FirstRun extends LitElement {
  static override properties = {
    step: { state: true },
    folder: { state: true },
    passphrase: { state: true },
    isWorking: { state: true },
    failure: { state: true },
  };
  declare step: 1 | 2;
  declare folder: string | undefined;
  declare passphrase: string | null;
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    css`
      .card {
        max-width: 46rem;
      }
      .step {
        color: var(--accent);
        font-weight: 600;
      }
      .actions {
        justify-content: flex-end;
      }
      .chosen {
        display: flex;
        gap: var(--gap-2);
        align-items: center;
      }
      .chosen svg {
        flex: none;
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    this.step = 1;
    this.passphrase = null;
    this.isWorking = false;
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <header>
          <h1>${t('welcome.sentence')}</h1>
          <p class="lead">${t('welcome.lead')}</p>
        </header>
        <section class="card stack" aria-labelledby="title">${this.step === 1 ? this.#folderStep() : this.#passphraseStep()}</section>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('step') !== undefined) this.renderRoot.querySelector<HTMLElement>('#title')?.focus();
  }

  #folderStep(): TemplateResult {
    return html`
      ${this.#heading(t('welcome.folder.title'), t('welcome.folder.lead'))}
      <hf-folder-chooser @folder-chosen=${this.#chosen}></hf-folder-chooser>
      <div class="row actions">
        <button type="button" class="primary" ?disabled=${this.folder === undefined} @click=${() => this.#go(2)}>${t('chooser.use')}</button>
      </div>
    `;
  }

  #passphraseStep(): TemplateResult {
    return html`
      ${this.#heading(t('welcome.passphrase.title'), t('welcome.passphrase.lead'))}
      <p class="chosen">${icon('folder')}<strong class="name" translate="no">${formatName(this.folder!)}</strong></p>
      <form class="stack" @submit=${this.#start}>
        <hf-new-passphrase @passphrase-ready=${this.#passphraseReady}></hf-new-passphrase>
        ${failureNote(this.failure)}
        <div class="row actions">
          <button type="button" ?disabled=${this.isWorking} @click=${() => this.#go(1)}>${t('action.back')}</button>
          <button type="submit" class="primary" ?disabled=${this.passphrase === null || this.isWorking}>${this.isWorking ? t('welcome.making') : t('welcome.start')}</button>
        </div>
      </form>
    `;
  }

  #heading(title: string, lead: string): TemplateResult {
    return html`<div>
      <p class="step small">${t('welcome.step', { step: this.step })}</p>
      <h2 id="title" tabindex="-1">${title}</h2>
      <p class="soft">${lead}</p>
    </div>`;
  }

  #go(step: 1 | 2): void {
    this.passphrase = null;
    this.failure = undefined;
    this.step = step;
  }

  #chosen(event: CustomEvent<string>): void {
    this.folder = event.detail;
  }

  #passphraseReady(event: CustomEvent<string | null>): void {
    this.passphrase = event.detail;
  }

  async #start(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.passphrase === null || this.isWorking) return;
    this.isWorking = true;
    this.failure = undefined;
    try {
      const status = await api.createRepository(this.passphrase);
      await api.startBackup(this.folder!);
      box.take({ ...status, ...(await api.status()) });
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-first-run', FirstRun);
