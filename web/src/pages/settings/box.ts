/** `<hf-settings-box>`: the name of the box, and whether it unlocks by itself. */
import { html, type TemplateResult } from 'lit';
import type { SettingsView } from '../../../../src/api/contract/index.ts';
import { BoxController, box } from '../../box/box.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { t } from '../../text/text.ts';
import { field } from '../../ui/field.ts';
import './passphrase.ts';
import { partLooks, SettingsPart } from './part.ts';

const MODES = ['sealed', 'passphrase'] as const;

export class SettingsBox extends SettingsPart {
  static override properties = { settings: { state: true }, mode: { state: true } };
  declare settings: SettingsView | undefined;
  declare mode: SettingsView['unlockMode'] | undefined;

  static override styles = partLooks;
  protected override readonly heading = 'settings.box';

  constructor() {
    super();
    new BoxController(this);
  }

  protected override async load(): Promise<void> {
    this.settings = await settingsApi.settings();
    this.mode = this.settings.unlockMode;
  }

  protected override content(): TemplateResult {
    if (!this.settings) return html``;
    const isAdmin = this.isAllowed('admin');
    return html`
      ${isAdmin ? '' : html`<p class="soft">${t('settings.only-admins')}</p>`}
      <section class="card">${isAdmin ? this.#nameForm() : html`<h2>${t('settings.box.name')}</h2><p class="name" translate="no">${this.settings.box}</p>`}</section>
      <section class="card">${this.#unlocking(isAdmin)}</section>
      ${isAdmin ? html`<section class="card"><hf-settings-passphrase .isAbsent=${box.status?.repository === 'absent'}></hf-settings-passphrase></section>` : ''}
    `;
  }

  #nameForm(): TemplateResult {
    return html`<form class="stack" @submit=${this.#saveName}>
      ${field(
        { id: 'box-name', label: t('settings.box.name'), hint: t('settings.box.name.hint') },
        ({ id, describedBy }) =>
          html`<input id=${id} required maxlength="64" autocomplete="off" aria-describedby=${describedBy} .value=${this.settings!.box} />`,
      )}
      <div class="row"><button type="submit" class="primary" ?disabled=${this.isWorking}>${t('settings.save')}</button></div>
    </form>`;
  }

  #unlocking(isAdmin: boolean): TemplateResult {
    const option = (mode: (typeof MODES)[number]) => html`<label class="option"
      ><input type="radio" name="mode" .checked=${this.mode === mode} ?disabled=${!isAdmin} @change=${() => {
        this.mode = mode;
      }} /><span>${t(`settings.unlock.${mode}`)}<br /><span class="small soft">${t(`settings.unlock.${mode}.about`)}</span></span></label
    >`;
    const isLater = this.settings!.unlockMode === 'sealed' && box.status?.repository === 'locked';
    return html`<form class="stack" @submit=${this.#saveMode}>
      <fieldset><legend><h2>${t('settings.unlock')}</h2></legend>${MODES.map(option)}</fieldset>
      ${isLater ? html`<p class="small soft">${t('settings.unlock.later')}</p>` : ''}
      ${isAdmin ? html`<div class="row"><button type="submit" ?disabled=${this.isWorking}>${t('settings.save')}</button></div>` : ''}
    </form>`;
  }

  #saveName(event: SubmitEvent): void {
    event.preventDefault();
    void this.act(async () => {
      this.settings = await settingsApi.change({ box: this.typed('box-name') });
    }, t('settings.saved'));
  }

  #saveMode(event: SubmitEvent): void {
    event.preventDefault();
    void this.act(async () => {
      this.settings = await settingsApi.change({ unlockMode: this.mode });
    }, t('settings.saved'));
  }
}

customElements.define('hf-settings-box', SettingsBox);
