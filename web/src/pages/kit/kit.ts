/** `<hf-kit>`: whether a recovery kit is there, and the way to a new one. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { KitStatus } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { notify } from '../../ui/toast.ts';
import './kit-making.ts';

export class Kit extends LitElement {
  static override properties = { status: { state: true }, isMaking: { state: true }, failure: { state: true } };
  declare status: KitStatus | undefined;
  declare isMaking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    css`
      .stack {
        max-width: 54rem;
      }
      .state {
        display: flex;
        gap: var(--gap-3);
      }
      .state svg {
        flex: none;
        margin-top: 0.1em;
      }
      .confirmed svg {
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    this.isMaking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <header class="screen-only"><h1>${t('kit.title')}</h1><p class="lead">${t('kit.lead')}</p></header>
      ${failureNote(this.failure)}
      ${this.status ? this.#content(this.status) : ''}
    </div>`;
  }

  #content(status: KitStatus): TemplateResult {
    return html`
      <section class="card screen-only stack">
        ${this.#state(status)}
        ${status.formerKeys > 0 ? html`<p class="small soft">${t('kit.former', { count: status.formerKeys })}</p>` : ''}
        ${status.state === 'confirmed' && !this.isMaking ? html`<div class="row"><button type="button" @click=${this.#start}>${t('kit.new')}</button></div>` : ''}
      </section>
      ${this.isMaking || status.state !== 'confirmed' ? html`<section class="card"><hf-kit-making .status=${status} @kit-confirmed=${this.#confirmed}></hf-kit-making></section>` : ''}
    `;
  }

  #state({ confirmed }: KitStatus): TemplateResult {
    if (!confirmed) return html`<p class="note amber">${icon('warning')}<span>${t('kit.state.none')}</span></p>`;
    const made = { made: formatMoment(confirmed.madeAt), fingerprint: confirmed.fingerprint };
    return html`<p class="state confirmed">${icon('done')}<span>${t('kit.state.confirmed', made)}</span></p>`;
  }

  #start(): void {
    this.isMaking = true;
  }

  #confirmed(event: CustomEvent<KitStatus>): void {
    this.status = event.detail;
    this.isMaking = false;
    notify(t('kit.confirmed'));
  }

  async #load(): Promise<void> {
    try {
      this.status = await repositoryApi.kit();
      // A newer one that waits is what this page was opened for.
      this.isMaking = this.status.pending !== null;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-kit', Kit);
