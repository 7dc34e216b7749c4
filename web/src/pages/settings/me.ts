/** `<hf-settings-me>`: the own password, and who is signed in where. */
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { SessionView } from '../../../../src/api/contract/index.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { dataTable, tableLooks } from '../../ui/data-table.ts';
import { field } from '../../ui/field.ts';
import '../../ui/new-secret.ts';
import { browserOf } from './browser-of.ts';
import { partLooks, SettingsPart } from './part.ts';

export class SettingsMe extends SettingsPart {
  static override properties = { sessions: { state: true }, secret: { state: true }, round: { state: true } };
  declare sessions: readonly SessionView[];
  /** The new password, once it is one. */
  declare secret: string | null;
  /** Each change is typed anew. */
  declare round: number;

  static override styles = [...partLooks, tableLooks];
  protected override readonly heading = 'settings.me';

  constructor() {
    super();
    this.sessions = [];
    this.secret = null;
    this.round = 0;
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
        ${keyed(this.round, html`<hf-new-secret kind="password" @secret-ready=${this.#ready}></hf-new-secret>`)}
        <div class="row"><button type="submit" ?disabled=${this.isWorking || this.secret === null}>${t('settings.password')}</button></div>
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
    const { secret } = this;
    if (secret === null) return;
    const isDone = await this.act(async () => {
      await settingsApi.changePassword(this.typed('old'), secret);
      await this.load();
    }, t('settings.password.done'));
    if (!isDone) return;
    form.reset();
    this.secret = null;
    this.round++;
  }

  #ready(event: CustomEvent<string | null>): void {
    this.secret = event.detail;
  }
}

customElements.define('hf-settings-me', SettingsMe);
