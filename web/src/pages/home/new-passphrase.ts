/** `<hf-new-passphrase>`: a passphrase typed twice, with the honest warning. Fires `passphrase-ready` with it, or with null. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

/** The box refuses shorter ones; said here before it has to. */
const LENGTH = 10;

export class NewPassphrase extends LitElement {
  static override properties = { first: { state: true }, second: { state: true }, isShown: { state: true } };
  declare first: string;
  declare second: string;
  declare isShown: boolean;

  static override styles = [
    looks,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--gap-4);
        max-width: 32rem;
      }
      .hint {
        min-height: 1.5em;
      }
    `,
  ];

  constructor() {
    super();
    this.first = '';
    this.second = '';
    this.isShown = false;
  }

  override render(): TemplateResult {
    const kind = this.isShown ? 'text' : 'password';
    return html`
      <div class="note amber" id="warning">
        ${icon('warning')}
        <p><strong>${t('passphrase.warning.title')}</strong> ${t('passphrase.warning')}</p>
      </div>
      <div class="field">
        <label for="first">${t('passphrase.label')}</label>
        <div class="with-button">
          <input id="first" type=${kind} autocomplete="new-password" spellcheck="false" autocapitalize="off" aria-describedby="hint warning" .value=${this.first} @input=${this.#typed} />
          <button type="button" aria-pressed=${this.isShown} @click=${this.#flip}>${this.isShown ? t('passphrase.hide') : t('passphrase.show')}</button>
        </div>
        <p class="hint small soft" id="hint">${this.#firstHint()}</p>
      </div>
      <div class="field">
        <label for="second">${t('passphrase.again')}</label>
        <input id="second" type=${kind} autocomplete="new-password" spellcheck="false" autocapitalize="off" aria-describedby="same" .value=${this.second} @input=${this.#typed} @keydown=${this.#key} />
        <p class="hint small soft" id="same">${this.second !== '' && this.second !== this.first ? t('passphrase.differs') : ''}</p>
      </div>
    `;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('#first')?.focus();
  }

  #firstHint(): string {
    const missing = LENGTH - [...this.first].length;
    return this.first !== '' && missing > 0 ? t('passphrase.short', { count: missing }) : t('passphrase.hint', { count: LENGTH });
  }

  #typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.id === 'first') this.first = input.value;
    else this.second = input.value;
    const isReady = [...this.first].length >= LENGTH && this.first === this.second;
    this.dispatchEvent(new CustomEvent('passphrase-ready', { detail: isReady ? this.first : null }));
  }

  /** The form lies outside this component, so it does not hear Enter by itself. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.closest('form')?.requestSubmit();
  }

  #flip(): void {
    this.isShown = !this.isShown;
  }
}

customElements.define('hf-new-passphrase', NewPassphrase);
