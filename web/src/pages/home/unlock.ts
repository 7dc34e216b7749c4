/** `<hf-unlock>`: asks for the passphrase after the box was started anew. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { api, failureText } from '../../box/api.ts';
import { BoxController, box } from '../../box/box.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
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
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <header>
          <h1>${t('unlock.sentence')}</h1>
          <p class="lead">${t('unlock.lead')}</p>
        </header>
        <form class="card stack" @submit=${this.#unlock}>
          <div class="field">
            <label for="passphrase">${t('passphrase.label')}</label>
            <input id="passphrase" type="password" autocomplete="current-password" required aria-describedby="failure" />
          </div>
          <div id="failure">${failureNote(this.failure)}</div>
          <div class="row">
            <button type="submit" class="primary" ?disabled=${this.isWorking || box.isAway}>${icon('lock')}${this.isWorking ? t('unlock.working') : t('unlock.action')}</button>
          </div>
        </form>
      </div>
    `;
  }

  async #unlock(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking) return;
    const input = this.renderRoot.querySelector<HTMLInputElement>('#passphrase')!;
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take(await api.unlock(input.value));
    } catch (error) {
      this.failure = failureText(error);
      input.select();
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-unlock', Unlock);
