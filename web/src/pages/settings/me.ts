/** `<hf-settings-me>`: the own password, and who is signed in where. */
import { html, type TemplateResult } from 'lit';
import type { SessionView } from '../../../../src/api/contract/index.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { dataTable, tableLooks } from '../../ui/data-table.ts';
import { field } from '../../ui/field.ts';
import { secretPair } from '../../ui/secret-pair.ts';
import { browserOf } from './browser-of.ts';
import { partLooks, SettingsPart } from './part.ts';

export class SettingsMe extends SettingsPart {
  static override properties = { sessions: { state: true }, differs: { state: true } };
  declare sessions: readonly SessionView[];
  declare differs: boolean;

  static override styles = [...partLooks, tableLooks];
  protected override readonly heading = 'settings.me';

  constructor() {
    super();
    this.sessions = [];
    this.differs = false;
  }

  protected override async load(): Promise<void> {
    this.sessions = await settingsApi.sessions();
  }

  protected override content(): TemplateResult {
    return html`<section class="card">${this.#password()}</section><section class="card">${this.#sessions()}</section>`;
  }

  #password(): TemplateResult {
    return html`<h2>${t('settings.password')}</h2>
      <form class="stack" @submit=${this.#change}>
        <input hidden type="text" autocomplete="username" readonly .value=${this.me!.name} />
        ${field(
          { id: 'old', label: t('settings.password.old') },
          ({ id, describedBy }) =>
            html`<input id=${id} type="password" required autocomplete="current-password" aria-describedby=${describedBy} />`,
        )}
        ${secretPair({ id: 'new', label: t('settings.password.new'), hint: t('settings.password.hint'), differs: this.differs })}
        <div class="row"><button type="submit" ?disabled=${this.isWorking}>${t('settings.password')}</button></div>
      </form>`;
  }

  #sessions(): TemplateResult {
    const isAdmin = this.isAllowed('admin');
    const columns = [
      {
        title: t('settings.sessions.where'),
        cell: ({ userAgent, address }: SessionView) =>
          html`${browserOf(userAgent)} <span class="small soft name" translate="no">${address}</span>`,
      },
      ...(isAdmin
        ? [
            {
              title: t('settings.sessions.who'),
              cell: ({ account }: SessionView) => html`<span class="name" translate="no">${account}</span>`,
            },
          ]
        : []),
      { title: t('settings.sessions.used'), cell: ({ lastUsedAt }: SessionView) => formatMoment(lastUsedAt) },
      { title: t('settings.users.actions'), cell: (session: SessionView) => this.#end(session) },
    ];
    const heading = t(isAdmin ? 'settings.sessions.all' : 'settings.sessions');
    return html`<h2>${heading}</h2>
      <p class="soft">${t('settings.sessions.lead')}</p>
      ${dataTable(heading, columns, this.sessions)}`;
  }

  #end(session: SessionView): TemplateResult | string {
    if (session.isThis) return t('settings.sessions.this');
    const label = t('settings.sessions.end.of', { name: session.account, where: browserOf(session.userAgent) });
    const end = () =>
      this.act(async () => {
        await settingsApi.endSession(session.id);
        await this.load();
      }, t('settings.sessions.ended'));
    return html`<button type="button" aria-label=${label} @click=${end}>${t('settings.sessions.end')}</button>`;
  }

  async #change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    this.differs = this.typed('new') !== this.typed('new-again');
    if (this.differs) return;
    const isDone = await this.act(async () => {
      await settingsApi.changePassword(this.typed('old'), this.typed('new'));
      await this.load();
    }, t('settings.password.done'));
    if (isDone) form.reset();
  }
}

customElements.define('hf-settings-me', SettingsMe);
