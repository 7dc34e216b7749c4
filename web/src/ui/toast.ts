/** `<hf-toast>`: a short word that something was done. It goes by itself, so nothing that matters may be said only here. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { speak } from '../box/speak.ts';
import { icon } from './icon.ts';
import { looks } from './looks.ts';

const SHOWN_MS = 6_000;

let place: Toast | undefined;

/** Shows the sentence and says it to those who listen. */
export function notify(sentence: string): void {
  place?.show(sentence);
  speak(sentence);
}

export class Toast extends LitElement {
  static override properties = { sentence: { state: true } };
  declare sentence: string | undefined;
  #timer: number | undefined;

  static override styles = [
    looks,
    css`
      p {
        position: fixed;
        z-index: 2;
        inset: auto 0 max(var(--gap-4), var(--below, 0rem));
        display: flex;
        gap: var(--gap-3);
        align-items: center;
        width: fit-content;
        max-width: calc(100vw - 2 * var(--gap-4));
        margin-inline: auto;
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--radius-small);
        background: var(--ink);
        color: var(--paper);
        box-shadow: 0 12px 32px -12px var(--shade-deep);
      }
      svg {
        flex: none;
      }
      @media print {
        p {
          display: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    place = this;
  }

  override render(): TemplateResult | string {
    // The live region of the page says it; here it is only to be seen.
    return this.sentence === undefined ? '' : html`<p aria-hidden="true">${icon('done')}<span>${this.sentence}</span></p>`;
  }

  show(sentence: string): void {
    this.sentence = sentence;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.sentence = undefined;
    }, SHOWN_MS);
  }
}

customElements.define('hf-toast', Toast);
