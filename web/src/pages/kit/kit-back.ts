/** `<hf-kit-back>`: some groups of the recovery kit, typed back from the paper: only then is it known to be there. Fires `kit-confirmed`, `kit-refused`, `kit-void`. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { KitStatus } from '../../../../src/api/contract/index.ts';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { looks } from '../../ui/looks.ts';

export class KitBack extends LitElement {
  static override properties = {
    asked: { attribute: false },
    triesLeft: { attribute: false },
    isWorking: { state: true },
    failure: { state: true },
  };
  /** Places of the groups, from 0; people count from 1. */
  declare asked: readonly number[];
  declare triesLeft: number;
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
        gap: var(--gap-4);
        max-width: 36rem;
      }
      input {
        font-family: var(--font-code);
        letter-spacing: 0.1em;
        text-transform: uppercase;
      }
    `,
  ];

  constructor() {
    super();
    this.isWorking = false;
  }

  override render(): TemplateResult {
    return html`<form class="stack" @submit=${this.#confirm}>
      <div class="groups">${this.asked.map((place) => this.#group(place + 1))}</div>
      ${failureNote(this.failure)}
      ${this.failure === undefined ? '' : html`<p>${t('kit.back.tries', { count: this.triesLeft })}</p>`}
      <div class="row">
        <slot></slot>
        <button type="submit" class="primary" ?disabled=${this.isWorking}>${t('kit.back.action')}</button>
      </div>
    </form>`;
  }

  #group(number: number): TemplateResult {
    return html`${field(
      { id: `group-${number}`, label: t('kit.back.group', { number }) },
      ({ id }) =>
        html`<input id=${id} required maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-invalid=${this.failure !== undefined} />`,
    )}`;
  }

  async #confirm(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking) return;
    const inputs = [...this.renderRoot.querySelectorAll('input')];
    this.isWorking = true;
    this.failure = undefined;
    try {
      const status = await repositoryApi.confirmKit(inputs.map(({ value }) => value));
      this.dispatchEvent(new CustomEvent<KitStatus>('kit-confirmed', { detail: status }));
    } catch (error) {
      this.failure = failureText(error);
      inputs[0]?.select();
      this.dispatchEvent(new CustomEvent('kit-refused'));
      if (error instanceof ApiFailure && (error.code === 'kit.void' || error.code === 'kit.absent'))
        this.dispatchEvent(new CustomEvent<string>('kit-void', { detail: this.failure }));
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-kit-back', KitBack);
