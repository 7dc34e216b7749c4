/**
 * `<hf-new-secret kind="password|passphrase">`: a new secret, typed twice unless it is shown. Fires `secret-ready` with it, or with null.
 *
 * Whoever sees what they type need not type it again.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { controls } from './controls.ts';
import { looks } from './looks.ts';

/** The box refuses shorter ones; said here before it has to. */
const LENGTH = 10;

export class NewSecret extends LitElement {
  static override properties = {
    kind: {},
    first: { state: true },
    second: { state: true },
    isShown: { state: true },
  };
  declare kind: 'password' | 'passphrase';
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
    this.kind = 'passphrase';
    this.first = '';
    this.second = '';
    this.isShown = false;
  }

  override render(): TemplateResult {
    return html`
      <div class="field">
        <label for="first">${t(`${this.kind}.label`)}</label>
        <div class="with-button">
          <input id="first" type=${this.isShown ? 'text' : 'password'} autocomplete="new-password" spellcheck="false" autocapitalize="off" aria-describedby="hint" .value=${this.first} @input=${this.#typed} @keydown=${this.#key} />
          <button type="button" aria-pressed=${this.isShown} @click=${this.#flip}>${this.isShown ? t('passphrase.hide') : t('passphrase.show')}</button>
        </div>
        <p class="hint small soft" id="hint">${this.#hint()}</p>
      </div>
      ${this.isShown ? '' : this.#again()}
    `;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('#first')?.focus();
  }

  #again(): TemplateResult {
    return html`<div class="field">
      <label for="second">${t(`${this.kind}.again`)}</label>
      <input id="second" type="password" autocomplete="new-password" spellcheck="false" autocapitalize="off" aria-describedby="same" .value=${this.second} @input=${this.#typed} @keydown=${this.#key} />
      <p class="hint small soft" id="same" aria-live="polite">${this.second !== '' && this.second !== this.first ? t('passphrase.differs') : ''}</p>
    </div>`;
  }

  #hint(): string {
    const missing = LENGTH - [...this.first].length;
    if (this.first === '') return t(`${this.kind}.hint`, { count: LENGTH });
    return missing > 0 ? t('passphrase.short', { count: missing }) : t('passphrase.long-enough');
  }

  #typed(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.id === 'first') this.first = input.value;
    else this.second = input.value;
    this.#tell();
  }

  #tell(): void {
    const isReady = [...this.first].length >= LENGTH && (this.isShown || this.first === this.second);
    this.dispatchEvent(new CustomEvent('secret-ready', { detail: isReady ? this.first : null }));
  }

  /** The form lies outside this component, so it does not hear Enter by itself. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.closest('form')?.requestSubmit();
  }

  #flip(): void {
    this.isShown = !this.isShown;
    this.#tell();
  }
}

customElements.define('hf-new-secret', NewSecret);
