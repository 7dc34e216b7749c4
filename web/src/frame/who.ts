/** `<hf-who>`: who is signed in here, and the way out: beside the page in words, above a narrow one behind a button. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../box/ask.ts';
import { DoorController, door } from '../box/door.ts';
import { t } from '../text/text.ts';
import { icon } from '../ui/icon.ts';
import { looks } from '../ui/looks.ts';
import { notify } from '../ui/toast.ts';
import { WidthController } from './width.ts';

export class Who extends LitElement {
  static override properties = { isOpen: { state: true } };
  declare isOpen: boolean;
  readonly #width = new WidthController(this);

  static override styles = [
    looks,
    css`
      .card {
        padding: var(--gap-3);
        box-shadow: none;
      }
      p {
        overflow-wrap: anywhere;
      }
      .out {
        width: 100%;
        margin-top: var(--gap-3);
      }
      .short {
        display: block;
        max-width: 7rem;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .opens {
        padding-inline: var(--gap-2);
        border-color: transparent;
      }
      [popover] {
        position: fixed;
        inset: 3.75rem var(--gap-3) auto auto;
        width: min(18rem, 100vw - 2 * var(--gap-3));
        margin: 0;
        background: var(--surface);
        color: var(--ink);
        box-shadow: 0 12px 32px -12px var(--shade-deep);
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.isOpen = false;
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    const { me } = door;
    if (!me) return '';
    const about = html`<p class="small soft">${t('who.signed-in')}</p>
      <p><strong translate="no">${me.name}</strong></p>
      <p class="small soft">${t(`role.${me.role}`)}</p>
      <button type="button" class="out" @click=${this.#out}>${t('who.sign-out')}</button>`;
    if (this.#width.shape === 'rail') return html`<section class="card" aria-label=${t('who.signed-in')}>${about}</section>`;
    return html`<button type="button" class="opens" popovertarget="about" aria-expanded=${this.isOpen} aria-label=${t('who.button', { name: me.name })}>${icon('person')}<span class="short" translate="no">${me.name}</span></button>
      <div class="card" id="about" popover @toggle=${this.#toggled}>${about}</div>`;
  }

  #toggled(event: ToggleEvent): void {
    this.isOpen = event.newState === 'open';
  }

  async #out(): Promise<void> {
    try {
      await door.signOut();
    } catch (error) {
      notify(failureText(error));
    }
  }
}

customElements.define('hf-who', Who);
