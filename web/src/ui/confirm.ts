/**
 * `<hf-confirm>`: asks before something that cannot be undone, by letting the person type the name of what is at stake.
 *
 * `name` must be something that a keyboard can type. What will happen goes into the slot.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { controls } from './controls.ts';
import type { Dialog } from './dialog.ts';
import './dialog.ts';
import { field } from './field.ts';
import { looks } from './looks.ts';

export class Confirm extends LitElement {
  static override properties = {
    heading: { attribute: false },
    name: { attribute: false },
    action: { attribute: false },
    typed: { state: true },
    wasRefused: { state: true },
  };
  declare heading: string;
  declare name: string;
  /** What the button does, as a verb. */
  declare action: string;
  declare typed: string;
  declare wasRefused: boolean;
  #answer: PromiseWithResolvers<boolean> | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .danger {
        border-color: var(--red);
        background: var(--red);
        color: var(--surface);
      }
      .danger:hover {
        background: var(--red);
        text-decoration: underline;
      }
      form {
        margin-top: var(--gap-4);
      }
    `,
  ];

  constructor() {
    super();
    this.typed = '';
    this.wasRefused = false;
  }

  override render(): TemplateResult {
    const error = this.wasRefused && !this.#isRight ? t('confirm.differs', { name: this.name }) : undefined;
    return html`<hf-dialog .heading=${this.heading} @dialog-closed=${() => this.#settle(false)}>
      <slot></slot>
      <form @submit=${this.#submit}>
        ${field(
          { id: 'typed', label: t('confirm.type', { name: this.name }), error },
          ({ id, describedBy, isInvalid }) =>
            html`<input id=${id} autofocus autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby=${describedBy} aria-invalid=${isInvalid} .value=${this.typed} @input=${this.#type} />`,
        )}
      </form>
      <button slot="actions" type="button" @click=${() => this.#settle(false)}>${t('action.cancel')}</button>
      <button slot="actions" type="button" class="danger" @click=${this.#confirm}>${this.action}</button>
    </hf-dialog>`;
  }

  /** True once the name was typed and the button pressed; false when the person leaves in any other way. */
  async ask(): Promise<boolean> {
    this.#answer = Promise.withResolvers();
    this.typed = '';
    this.wasRefused = false;
    await this.updateComplete;
    await this.#dialog.show();
    return await this.#answer.promise;
  }

  get #dialog(): Dialog {
    return this.renderRoot.querySelector<Dialog>('hf-dialog')!;
  }

  get #isRight(): boolean {
    return this.typed.trim() === this.name.trim();
  }

  #type(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#confirm();
  }

  #confirm(): void {
    if (this.#isRight) {
      this.#settle(true);
      return;
    }
    this.wasRefused = true;
    this.renderRoot.querySelector<HTMLInputElement>('#typed')!.focus();
  }

  #settle(answer: boolean): void {
    const waiting = this.#answer;
    this.#answer = undefined;
    waiting?.resolve(answer);
    if (waiting) this.#dialog.close();
  }
}

customElements.define('hf-confirm', Confirm);
