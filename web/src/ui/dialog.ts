/**
 * `<hf-dialog>`: a question above the page, on the native `<dialog>`: the browser keeps the focus inside, closes by Escape and
 * gives the focus back. Content goes into the default slot, buttons into the slot `actions`. Fires `dialog-closed`.
 * It steps aside while nobody is signed in: what is modal would keep people from the door.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { door } from '../box/door.ts';
import { t } from '../text/text.ts';
import { icon } from './icon.ts';
import { looks } from './looks.ts';

export class Dialog extends LitElement {
  static override properties = { heading: { attribute: false }, wide: { type: Boolean } };
  declare heading: string;
  /** For what is read side by side. */
  declare wide: boolean;
  #isAside = false;

  static override styles = [
    looks,
    css`
      dialog {
        width: min(32rem, 100vw - 2 * var(--gap-4));
        max-height: calc(100dvh - 2 * var(--gap-4));
        padding: clamp(var(--gap-4), 4vw, var(--gap-6));
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        box-shadow: 0 24px 60px -20px var(--shade-deep);
        overflow: auto;
        overscroll-behavior: contain;
      }
      :host([wide]) dialog {
        width: min(64rem, 100vw - 2 * var(--gap-4));
      }
      dialog::backdrop {
        background: var(--veil);
      }
      .top {
        display: flex;
        align-items: flex-start;
        justify-content: space-between;
        gap: var(--gap-3);
      }
      h2 {
        padding-top: var(--gap-2);
        overflow-wrap: anywhere;
      }
      .close {
        flex: none;
        width: var(--touch);
        padding: 0;
        border-color: transparent;
      }
      .body {
        margin-block: var(--gap-3) var(--gap-5);
      }
      .actions {
        justify-content: flex-end;
      }
    `,
  ];

  readonly #doorChanged = () => {
    if (this.#isAside === (door.me === null)) return;
    if (this.#isAside) this.#native.showModal();
    else if (this.#native.open) this.#native.close();
    else return;
    this.#isAside = !this.#isAside;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    door.addEventListener('change', this.#doorChanged);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    door.removeEventListener('change', this.#doorChanged);
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${this.#closed}>
      <div class="top">
        <h2 id="heading">${this.heading}</h2>
        <button type="button" class="close" aria-label=${t('action.close')} title=${t('action.close')} @click=${this.close}>${icon('close')}</button>
      </div>
      <div class="body"><slot></slot></div>
      <div class="row actions"><slot name="actions"></slot></div>
    </dialog>`;
  }

  /** The first element with `autofocus` in the content gets the focus, else the close button. */
  async show(): Promise<void> {
    await this.updateComplete;
    this.#native.showModal();
    this.querySelector<HTMLElement>('[autofocus]')?.focus();
  }

  close(): void {
    this.#native.close();
  }

  get #native(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  #closed(): void {
    if (this.#isAside) return;
    this.dispatchEvent(new CustomEvent('dialog-closed'));
  }
}

customElements.define('hf-dialog', Dialog);
