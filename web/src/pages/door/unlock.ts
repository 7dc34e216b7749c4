/** `<hf-unlock>`: asks for the passphrase, or the recovery key, after the box was started anew. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../../box/ask.ts';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

export class Unlock extends LitElement {
  static override properties = { isWorking: { state: true }, failure: { state: true } };
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .card {
        max-width: 32rem;
      }
    `,
  ];

  constructor() {
    super();
    this.isWorking = false;
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <header>
          <h1>${t('unlock.sentence')}</h1>
          <p class="lead">${door.can('operator') ? t('unlock.lead') : t('unlock.for-operators')}</p>
        </header>
        ${door.can('operator') ? this.#form() : ''}
      </div>
    `;
  }

  #form(): TemplateResult {
    return html`<form class="card stack" @submit=${this.#unlock}>
          ${field(
            { id: 'passphrase', label: t('unlock.label'), hint: t('unlock.hint') },
            ({ id, describedBy }) =>
              html`<input id=${id} type="password" autocomplete="current-password" required aria-describedby="${describedBy} failure" />`,
          )}
          <div id="failure">${failureNote(this.failure)}</div>
          <div class="row">
            <button type="submit" class="primary" ?disabled=${this.isWorking || box.isAway}>${icon('lock')}${this.isWorking ? t('unlock.working') : t('unlock.action')}</button>
          </div>
        </form>`;
  }

  async #unlock(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking) return;
    const input = this.renderRoot.querySelector<HTMLInputElement>('#passphrase')!;
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take(await repositoryApi.unlock(input.value));
    } catch (error) {
      this.failure = failureText(error);
      input.select();
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-unlock', Unlock);
