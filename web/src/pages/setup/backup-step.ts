/** `<hf-backup-step>`: starts the first backup by itself. It is seen for longer than a moment only when that fails. Fires `step-back`. */
import { html, LitElement, type TemplateResult } from 'lit';
import type { ProtectedFolder } from '../../../../src/api/contract/index.ts';
import { ApiFailure, api, failureText } from '../../box/api.ts';
import { box } from '../../box/box.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';

export class BackupStep extends LitElement {
  static override properties = { folders: { attribute: false }, isWorking: { state: true }, failure: { state: true } };
  declare folders: readonly ProtectedFolder[];
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [looks];

  constructor() {
    super();
    this.isWorking = false;
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <h2 id="title" tabindex="-1">${t('setup.backup.title')}</h2>
      ${failureNote(this.failure)}
      ${this.isWorking ? html`<p class="soft">${t('app.loading')}</p>` : ''}
      ${
        this.failure === undefined
          ? ''
          : html`<div class="row">
              <button type="button" @click=${this.#back}>${t('setup.backup.folders')}</button>
              <button type="button" class="primary" @click=${this.#start}>${t('setup.backup.again')}</button>
            </div>`
      }
    </div>`;
  }

  protected override firstUpdated(): void {
    void this.#start();
  }

  #back(): void {
    this.dispatchEvent(new CustomEvent('step-back'));
  }

  async #start(): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    this.failure = undefined;
    try {
      for (const { path, snapshotCount } of this.folders) if (snapshotCount === 0) await begin(path);
      location.hash = '#/';
      box.take(await api.status());
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }
}

/** One that another page began is begun. */
async function begin(folder: string): Promise<void> {
  try {
    await api.startBackup(folder);
  } catch (error) {
    if (!(error instanceof ApiFailure && error.code === 'backup.running')) throw error;
  }
}

customElements.define('hf-backup-step', BackupStep);
