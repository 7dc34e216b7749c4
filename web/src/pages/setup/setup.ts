/** `<hf-setup>`: from a box with an owner to its first backup. Which step it is, the box says; a person may go back where nothing was made yet. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { KitStatus, Status } from '../../../../src/api/contract/index.ts';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { type Step, stepOf } from '../../box/setup.ts';
import { speak } from '../../box/speak.ts';
import { t } from '../../text/text.ts';
import { looks } from '../../ui/looks.ts';
import '../kit/kit-making.ts';
import './backup-step.ts';
import './folder-step.ts';
import './passphrase-step.ts';
import { stepText } from './step-list.ts';

export class Setup extends LitElement {
  static override properties = { chosenStep: { state: true } };
  /** Where the person went instead of where the box stands: back to the folders, or past the kit. */
  declare chosenStep: Step | undefined;
  #shownStep: Step | undefined;

  static override styles = [
    looks,
    css`
      .card {
        max-width: 46rem;
      }
      @media print {
        .card {
          max-width: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    const { status } = box;
    if (!status) return '';
    if (!door.can('admin')) return html`<h1>${t('setup.not-yet')}</h1><p class="lead">${t('setup.not-yet.lead')}</p>`;
    const step = this.#step(status);
    return html`
      <div class="stack">
        <hf-step-list step=${step}></hf-step-list>
        <header class="screen-only">
          <h1>${t('welcome.sentence')}</h1>
          <p class="lead">${t('welcome.lead')}</p>
        </header>
        <section class="card">${this.#drawn(step, status)}</section>
      </div>
    `;
  }

  protected override async updated(_changed: PropertyValues<this>): Promise<void> {
    const step = box.status && this.#step(box.status);
    if (step === this.#shownStep) return;
    const isFirst = this.#shownStep === undefined;
    this.#shownStep = step;
    if (isFirst || step === undefined) return;
    speak(stepText(step));
    const drawn = this.renderRoot.querySelector<LitElement>('.card > *');
    await drawn?.updateComplete;
    drawn?.renderRoot.querySelector<HTMLElement>('#title')?.focus();
  }

  #step(status: Status): Step {
    return this.chosenStep ?? stepOf(status);
  }

  #drawn(step: Step, status: Status): TemplateResult {
    if (step === 'passphrase')
      return html`<hf-passphrase-step .folders=${status.folders} @step-back=${this.#toFolders}></hf-passphrase-step>`;
    if (step === 'kit')
      return html`<hf-kit-making .status=${status.kit} @kit-confirmed=${this.#confirmed}><button type="button" @click=${this.#later}>${t('setup.kit.later')}</button></hf-kit-making>`;
    if (step === 'backup') return html`<hf-backup-step .folders=${status.folders} @step-back=${this.#toFolders}></hf-backup-step>`;
    return html`<hf-folder-step .folders=${status.folders} @step-done=${this.#goOn}></hf-folder-step>`;
  }

  #toFolders(): void {
    this.chosenStep = 'folder';
  }

  #goOn(): void {
    this.chosenStep = undefined;
  }

  #later(): void {
    this.chosenStep = 'backup';
  }

  #confirmed(event: CustomEvent<KitStatus>): void {
    box.take({ ...box.status!, kit: event.detail, countsAsProtected: event.detail.state === 'confirmed' });
  }
}

customElements.define('hf-setup', Setup);
