/** `<hf-settings-passphrase>`: changes the passphrase of the backups. `isAbsent`: there are none yet. */
import { html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { secretPair } from '../../ui/secret-pair.ts';
import { notify } from '../../ui/toast.ts';
import { partLooks } from './part.ts';

export class SettingsPassphrase extends LitElement {
  static override properties = {
    isAbsent: { attribute: false },
    isWorking: { state: true },
    failure: { state: true },
    differs: { state: true },
  };
  declare isAbsent: boolean;
  declare isWorking: boolean;
  declare failure: string | undefined;
  declare differs: boolean;

  static override styles = partLooks;

  constructor() {
    super();
    this.isWorking = false;
    this.differs = false;
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
        ${secretPair({ id: 'new', label: t('passphrase.label'), hint: t('passphrase.hint', { count: 10 }), differs: this.differs })}
        ${failureNote(this.failure)}
        <div class="row">
          <button type="submit" ?disabled=${this.isWorking}>${this.isWorking ? t('settings.working') : t('settings.passphrase')}</button>
        </div>
      </form>`;
  }

  async #change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking) return;
    const form = event.target as HTMLFormElement;
    const [old, first, again] = [...form.querySelectorAll('input')].map(({ value }) => value) as [string, string, string];
    this.differs = first !== again;
    if (this.differs) return;
    this.isWorking = true;
    this.failure = undefined;
    try {
      box.take(await settingsApi.changePassphrase(old, first));
      form.reset();
      notify(t('settings.passphrase.done'));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isWorking = false;
    }
  }
}

customElements.define('hf-settings-passphrase', SettingsPassphrase);
