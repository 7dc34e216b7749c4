/**
 * `<hf-kit-making>`: a recovery kit from making it to knowing that it is there: shown once, printed or saved, typed back.
 *
 * Fires `kit-confirmed` when it was typed back. `heading` names the part that is shown; the focus goes to it when the part changes.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { KitPage, KitStatus } from '../../../../src/api/contract/index.ts';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { speak } from '../../box/speak.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import './kit-back.ts';
import { saveKit } from './kit-file.ts';
import './kit-sheet.ts';

type Stage = 'make' | 'keep' | 'back';

export class KitMaking extends LitElement {
  static override properties = {
    status: { attribute: false },
    stage: { state: true },
    kit: { state: true },
    needsPassphrase: { state: true },
    isKept: { state: true },
    isWorking: { state: true },
    failure: { state: true },
  };
  declare status: KitStatus;
  declare stage: Stage | undefined;
  /** Here only, and only until this page is left: the box tells it once. */
  declare kit: KitPage | undefined;
  declare needsPassphrase: boolean;
  /** Whether it was printed or saved. */
  declare isKept: boolean;
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      input {
        max-width: 32rem;
      }
    `,
  ];

  constructor() {
    super();
    this.needsPassphrase = false;
    this.isKept = false;
    this.isWorking = false;
  }

  override render(): TemplateResult {
    const stage = this.#stage;
    return html`<div class="stack">
      <div class="screen-only">
        <h2 id="title" tabindex="-1">${t(`kit.${stage}.title`)}</h2>
        <p class="soft">${t(`kit.${stage}.lead`)}${stage === 'make' && this.status.confirmed ? ` ${t('kit.make.before')}` : ''}</p>
      </div>
      ${stage === 'make' ? this.#make() : stage === 'keep' ? this.#sheet(this.kit!) : this.#back()}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const isFirst = changed.get('stage') === undefined && this.stage === 'make';
    if (!changed.has('stage') || this.stage === undefined || isFirst) return;
    this.renderRoot.querySelector<HTMLElement>('#title')?.focus();
    speak(t(`kit.${this.stage}.title`));
  }

  /** A kit that waits, made on another page or before a reload, is typed back from its paper. */
  get #stage(): Stage {
    return this.stage ?? (this.status.pending && this.status.pending.triesLeft > 0 ? 'back' : 'make');
  }

  #make(): TemplateResult {
    return html`<form class="stack" @submit=${this.#making}>
      ${
        this.needsPassphrase || this.status.state !== 'absent'
          ? field(
              {
                id: 'passphrase',
                label: t('passphrase.label'),
                hint: t(this.status.confirmed ? 'kit.make.passphrase' : 'kit.make.passphrase.first'),
              },
              ({ id, describedBy }) =>
                html`<input id=${id} type="password" required autocomplete="current-password" aria-describedby=${describedBy} />`,
            )
          : ''
      }
      ${failureNote(this.failure)}
      <div class="row">
        <slot></slot>
        <button type="submit" class="primary" ?disabled=${this.isWorking}>${this.isWorking ? t('kit.make.working') : t('kit.make.action')}</button>
      </div>
    </form>`;
  }

  #sheet(kit: KitPage): TemplateResult {
    return html`
      <hf-kit-sheet .kit=${kit}></hf-kit-sheet>
      <div class="stack screen-only">
        <div class="row">
          <button type="button" class=${this.isKept ? '' : 'primary'} @click=${this.#print}>${icon('print')}${t('kit.print')}</button>
          <button type="button" @click=${this.#save}>${icon('download')}${t('kit.save')}</button>
        </div>
        <div class="row">
          <slot></slot>
          <button type="button" class=${this.isKept ? 'primary' : ''} @click=${() => this.#go('back')}>${t('kit.have-it')}</button>
        </div>
      </div>
    `;
  }

  #back(): TemplateResult {
    const { pending } = this.status;
    if (!pending) return html``;
    return html`
      <p>${t('kit.back.which', { made: formatMoment(pending.madeAt), fingerprint: pending.fingerprint })}</p>
      <hf-kit-back .asked=${pending.asked} .triesLeft=${pending.triesLeft} @kit-confirmed=${this.#confirmed} @kit-refused=${this.#refused} @kit-void=${this.#void}>
        <slot></slot>
        ${
          this.kit
            ? html`<button type="button" @click=${() => this.#go('keep')}>${t('kit.back.again')}</button>`
            : html`<button type="button" @click=${() => this.#go('make')}>${t('kit.back.lost')}</button>`
        }
      </hf-kit-back>
    `;
  }

  #go(stage: Stage): void {
    this.failure = undefined;
    this.stage = stage;
  }

  #print(): void {
    this.isKept = true;
    window.print();
  }

  #save(): void {
    this.isKept = true;
    saveKit(this.kit!);
  }

  #confirmed(event: CustomEvent<KitStatus>): void {
    this.kit = undefined;
    this.dispatchEvent(new CustomEvent<KitStatus>('kit-confirmed', { detail: event.detail }));
  }

  async #refused(): Promise<void> {
    try {
      this.status = await repositoryApi.kit();
    } catch (error) {
      this.failure = failureText(error);
    }
  }

  #void(event: CustomEvent<string>): void {
    this.kit = undefined;
    this.needsPassphrase = true;
    this.stage = 'make';
    this.failure = event.detail;
  }

  async #making(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking) return;
    const input = this.renderRoot.querySelector<HTMLInputElement>('#passphrase');
    this.stage = 'make'; // the news of the new kit comes before its text
    this.isWorking = true;
    this.failure = undefined;
    try {
      this.kit = await repositoryApi.makeKit(input?.value);
      this.status = await repositoryApi.kit();
      this.isKept = false;
      this.stage = 'keep';
    } catch (error) {
      if (error instanceof ApiFailure && error.code === 'passphrase.missing') this.needsPassphrase = true;
      else this.failure = failureText(error);
      input?.select();
    } finally {
      this.isWorking = false;
    }
    if (this.needsPassphrase && !this.kit) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#passphrase')?.focus();
    }
  }
}

customElements.define('hf-kit-making', KitMaking);
