/** `<hf-settings-passphrase>`: changes the passphrase of the backups. `isAbsent`: there are none yet. */
import { html, LitElement, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import '../../ui/new-secret.ts';
import { notify } from '../../ui/toast.ts';
import { partLooks } from './part.ts';

export class SettingsPassphrase extends LitElement {
  static override properties = {
    isAbsent: { attribute: false },
    isWorking: { state: true },
    failure: { state: true },
    secret: { state: true },
    round: { state: true },
  };
  declare isAbsent: boolean;
  declare isWorking: boolean;
  declare failure: string | undefined;
  /** The new passphrase, once it is one. */
  declare secret: string | null;
  /** Each change is typed anew. */
  declare round: number;

  static override styles = partLooks;

  constructor() {
    super();
    this.isWorking = false;
    this.secret = null;
    this.round = 0;
  }

  override render(): TemplateResult {
    if (this.isAbsent) return html`<h2>${t('settings.passphrase')}</h2><p class="soft">${t('settings.passphrase.absent')}</p>`;
    return html`<h2>${t('settings.passphrase')}</h2>
      <p class="soft narrow">${t('settings.passphrase.lead')}</p>
      <form class="stack" @submit=${this.#change}>
        ${field(
          { id: 'old', label: t('settings.passphrase.old') },
          ({ id, describedBy }) =>
            html`<input id=${id} type="password" required autocomplete="current-password" aria-describedby=${describedBy} />`,
        )}
        ${keyed(this.round, html`<hf-new-secret kind="passphrase" @secret-ready=${this.#ready}></hf-new-secret>`)}
        ${failureNote(this.failure)}
        <div class="row">
          <button type="submit" ?disabled=${this.isWorking || this.secret === null}>${this.isWorking ? t('settings.working') : t('settings.passphrase')}</button>
        </div>
      </form>`;
  }

  async #change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { secret } = this;
    if (this.isWorking || secret === null) return;
    const form = event.target as HTMLFormElement;
    const old = form.querySelector('input')!.value;
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take(await settingsApi.changePassphrase(old, secret));
      form.reset();
      this.secret = null;
      this.round++;
      notify(t('settings.passphrase.done'));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }

  #ready(event: CustomEvent<string | null>): void {
    this.secret = event.detail;
  }
}

customElements.define('hf-settings-passphrase', SettingsPassphrase);
