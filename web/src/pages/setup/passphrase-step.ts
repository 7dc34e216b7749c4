/** `<hf-passphrase-step>`: what locks the backups, and whether the box may open them by itself. Fires `step-back`. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { ProtectedFolder, UnlockMode } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { repositoryApi } from '../../box/repository-api.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { choice } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import '../../ui/new-secret.ts';

const MODES = ['sealed', 'passphrase'] as const;

export class PassphraseStep extends LitElement {
  static override properties = {
    folders: { attribute: false },
    passphrase: { state: true },
    mode: { state: true },
    isWorking: { state: true },
    failure: { state: true },
  };
  declare folders: readonly ProtectedFolder[];
  declare passphrase: string | null;
  declare mode: UnlockMode;
  declare isWorking: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .actions {
        justify-content: flex-end;
      }
      .chosen {
        display: flex;
        gap: var(--gap-2);
        align-items: center;
      }
      .chosen svg {
        flex: none;
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    this.passphrase = null;
    this.mode = 'sealed';
    this.isWorking = false;
  }

  override render(): TemplateResult {
    const options = MODES.map((value) => ({ value, text: t(`setup.mode.${value}`) }));
    const chosen = (mode: UnlockMode) => {
      this.mode = mode;
    };
    return html`<form class="stack" @submit=${this.#make}>
      <div>
        <h2 id="title" tabindex="-1">${t('welcome.passphrase.title')}</h2>
        <p class="soft">${t('welcome.passphrase.lead')}</p>
      </div>
      <ul>${this.folders.map(({ path }) => html`<li class="chosen">${icon('folder')}<strong class="name" translate="no">${formatName(path)}</strong></li>`)}</ul>
      <div class="note amber" id="warning">
        ${icon('warning')}
        <p><strong>${t('passphrase.warning.title')}</strong> ${t('passphrase.warning')}</p>
      </div>
      <hf-new-secret @secret-ready=${this.#ready}></hf-new-secret>
      ${choice({ id: 'mode', label: t('setup.mode'), hint: t('setup.mode.hint') }, options, { value: this.mode, chosen })}
      ${failureNote(this.failure)}
      <div class="row actions">
        <button type="button" ?disabled=${this.isWorking} @click=${this.#back}>${t('action.back')}</button>
        <button type="submit" class="primary" ?disabled=${this.passphrase === null || this.isWorking}>${this.isWorking ? t('welcome.making') : t('setup.passphrase.action')}</button>
      </div>
    </form>`;
  }

  #ready(event: CustomEvent<string | null>): void {
    this.passphrase = event.detail;
  }

  #back(): void {
    this.dispatchEvent(new CustomEvent('step-back'));
  }

  async #make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.passphrase === null || this.isWorking) return;
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take(await repositoryApi.create(this.passphrase, this.mode));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-passphrase-step', PassphraseStep);
