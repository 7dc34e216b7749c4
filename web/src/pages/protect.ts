/** `<hf-protect>`: chooses one more folder and starts its first backup. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { api, failureText } from '../box/api.ts';
import { BoxController, box } from '../box/box.ts';
import { t } from '../text/text.ts';
import { failureNote } from '../ui/failure-note.ts';
import { looks } from '../ui/looks.ts';
import '../ui/folder-chooser.ts';

export class ProtectPage extends LitElement {
  static override properties = { folder: { state: true }, failure: { state: true } };
  declare folder: string | undefined;
  declare failure: string | undefined;

  static override styles = [
    looks,
    css`
      .card {
        max-width: 46rem;
      }
      .actions {
        justify-content: flex-end;
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <header>
          <h1>${t('protect.title')}</h1>
          <p class="lead">${t('welcome.folder.lead')}</p>
        </header>
        <section class="card stack">
          <hf-folder-chooser @folder-chosen=${this.#chosen}></hf-folder-chooser>
          ${failureNote(this.failure)}
          <div class="row actions">
            <a class="button" href="#/">${t('action.cancel')}</a>
            <button type="button" class="primary" ?disabled=${this.folder === undefined || box.isAway} @click=${this.#start}>${t('protect.start')}</button>
          </div>
        </section>
      </div>
    `;
  }

  #chosen(event: CustomEvent<string>): void {
    this.folder = event.detail;
  }

  async #start(): Promise<void> {
    try {
      await api.startBackup(this.folder!);
      location.hash = '#/';
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-protect', ProtectPage);
