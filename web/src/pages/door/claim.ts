/** `<hf-claim>`: makes the first account of a new box, by the code that only the box itself shows. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { door } from '../../box/door.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { looks } from '../../ui/looks.ts';
import '../../ui/new-secret.ts';
import '../setup/step-list.ts';

export class Claim extends LitElement {
  static override properties = {
    password: { state: true },
    isWorking: { state: true },
    failure: { state: true },
    codeFailure: { state: true },
  };
  declare password: string | null;
  declare isWorking: boolean;
  declare failure: string | undefined;
  declare codeFailure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .card {
        max-width: 36rem;
      }
      #code {
        font-family: var(--font-code);
        letter-spacing: 0.08em;
        text-transform: uppercase;
      }
      details {
        margin-top: var(--gap-2);
      }
      details p {
        margin-top: var(--gap-2);
      }
      summary {
        min-height: 2rem;
        align-content: center;
        color: var(--accent);
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    this.password = null;
    this.isWorking = false;
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <hf-step-list step="owner"></hf-step-list>
        <header>
          <h1>${t('claim.sentence')}</h1>
          <p class="lead">${t('claim.lead')}</p>
        </header>
        <form class="card stack" @submit=${this.#claim}>
          <div>
            ${field(
              { id: 'code', label: t('claim.code'), hint: t('claim.code.hint'), error: this.codeFailure },
              ({ id, describedBy, isInvalid }) =>
                html`<input id=${id} required autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby=${describedBy} aria-invalid=${isInvalid} @input=${this.#codeTyped} />`,
            )}
            <details>
              <summary>${t('claim.where')}</summary>
              <p>${t('claim.where.console')}</p>
              <p>${t('claim.where.anew')}</p>
            </details>
          </div>
          ${field(
            { id: 'name', label: t('claim.name'), hint: t('claim.name.hint') },
            ({ id, describedBy }) =>
              html`<input id=${id} required maxlength="64" autocomplete="username" spellcheck="false" aria-describedby=${describedBy} />`,
          )}
          <hf-new-secret kind="password" @secret-ready=${this.#passwordReady}></hf-new-secret>
          ${failureNote(this.failure)}
          <div class="row">
            <button type="submit" class="primary" ?disabled=${this.password === null || this.isWorking}>${this.isWorking ? t('claim.working') : t('claim.action')}</button>
          </div>
        </form>
      </div>
    `;
  }

  #passwordReady(event: CustomEvent<string | null>): void {
    this.password = event.detail;
  }

  #codeTyped(): void {
    this.codeFailure = undefined;
  }

  async #claim(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.password === null || this.isWorking) return;
    const typed = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(id)!;
    this.isWorking = true;
    this.failure = undefined;
    this.codeFailure = undefined;
    try {
      await door.claim(typed('#code').value, { name: typed('#name').value, password: this.password });
    } catch (error) {
      const isCode = error instanceof ApiFailure && error.code === 'claim.refused';
      if (isCode) this.codeFailure = failureText(error);
      else this.failure = failureText(error);
      if (isCode) typed('#code').select();
      // Somebody else was first: then there is a door to sign in at.
      if (error instanceof ApiFailure && error.code === 'claim.closed') await door.look();
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-claim', Claim);
