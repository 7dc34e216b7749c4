/**
 * `<hf-toast>`: a short word that something was done, perhaps with a way to it. It goes by itself, but not while somebody is at it; so nothing
 * that matters may be said only here.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { speak } from '../box/speak.ts';
import { icon } from './icon.ts';
import { looks } from './looks.ts';

const SHOWN_MS = 6_000;

export interface Way {
  readonly href: string;
  readonly text: string;
}

let place: Toast | undefined;

/** Shows the sentence and says it to those who listen. */
export function notify(sentence: string, way?: Way): void {
  place?.show(sentence, way);
  speak(sentence);
}

export class Toast extends LitElement {
  static override properties = { sentence: { state: true }, way: { state: true } };
  declare sentence: string | undefined;
  declare way: Way | undefined;
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
      a {
        flex: none;
        color: inherit;
        font-weight: 600;
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
    if (this.sentence === undefined) return '';
    const sentence = html`${icon('done')}<span aria-hidden="true">${this.sentence}</span>`;
    if (!this.way) return html`<p>${sentence}</p>`;
    return html`<p @mouseenter=${this.#stay} @mouseleave=${this.#goSoon} @focusin=${this.#stay} @focusout=${this.#goSoon}>
      ${sentence}<a href=${this.way.href} @click=${this.#go}>${this.way.text}</a>
    </p>`;
  }

  show(sentence: string, way?: Way): void {
    this.sentence = sentence;
    this.way = way;
    this.#goSoon();
  }

  #stay(): void {
    clearTimeout(this.#timer);
  }

  #goSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#go(), SHOWN_MS);
  }

  #go(): void {
    this.sentence = undefined;
  }
}

customElements.define('hf-toast', Toast);
