/** `<hf-settings-tokens>`: keys for scripts: made, shown once, revoked. */
import { css, html, type TemplateResult } from 'lit';
import type { NewToken, Role, TokenView } from '../../../../src/api/contract/index.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { dataTable, tableLooks } from '../../ui/data-table.ts';
import { emptyState } from '../../ui/empty-state.ts';
import { field } from '../../ui/field.ts';
import { notify } from '../../ui/toast.ts';
import { partLooks, SettingsPart } from './part.ts';
import { roleField } from './role-field.ts';

const DAYS = [30, 90, 365] as const;

export class SettingsTokens extends SettingsPart {
  static override properties = { tokens: { state: true }, made: { state: true } };
  declare tokens: readonly TokenView[] | undefined;
  declare made: NewToken | undefined;

  static override styles = [
    ...partLooks,
    tableLooks,
    css`
      code {
        display: block;
        padding: var(--gap-3);
        border-radius: var(--radius-small);
        background: var(--surface-sunk);
        font: var(--size-text) / 1.5 var(--font-code);
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];
  protected override readonly heading = 'settings.tokens';
  protected override readonly lead = 'settings.tokens.lead';

  protected override async load(): Promise<void> {
    this.tokens = await settingsApi.tokens();
  }

  protected override content(): TemplateResult {
    if (!this.tokens) return html``;
    return html`
      ${this.made ? this.#secret(this.made.secret) : ''}
      <section class="card">${this.tokens.length === 0 ? emptyState('lock', t('settings.tokens.none'), t('settings.tokens.none.lead')) : this.#table(this.tokens)}</section>
      <section class="card">${this.#making()}</section>
    `;
  }

  #secret(secret: string): TemplateResult {
    return html`<section class="card" aria-labelledby="made">
      <h2 id="made" tabindex="-1">${t('settings.tokens.secret')}</h2>
      <p class="soft">${t('settings.tokens.secret.lead')}</p>
      <p class="row"><code translate="no">${secret}</code></p>
      <div class="row"><button type="button" class="primary" @click=${() => this.#copy(secret)}>${t('settings.tokens.copy')}</button></div>
    </section>`;
  }

  #table(tokens: readonly TokenView[]): TemplateResult {
    const isOver = ({ expiresAt }: TokenView) => expiresAt !== null && new Date(expiresAt) <= new Date();
    const columns = [
      { title: t('settings.tokens.name'), cell: ({ name }: TokenView) => html`<span class="name" translate="no">${name}</span>` },
      { title: t('settings.tokens.owner'), cell: ({ account }: TokenView) => html`<span class="name" translate="no">${account}</span>` },
      { title: t('settings.users.role'), cell: ({ role }: TokenView) => t(`settings.role.${role}`) },
      {
        title: t('settings.sessions.used'),
        cell: ({ lastUsedAt }: TokenView) => (lastUsedAt === null ? t('settings.users.never') : formatMoment(lastUsedAt)),
      },
      {
        title: t('settings.tokens.expires'),
        cell: (token: TokenView) => {
          if (token.expiresAt === null) return t('settings.tokens.expires.never');
          return isOver(token) ? t('settings.tokens.expires.over') : formatMoment(token.expiresAt);
        },
      },
      { title: t('settings.users.actions'), cell: (token: TokenView) => this.#revoke(token) },
    ];
    return dataTable(t('settings.tokens'), columns, tokens);
  }

  #making(): TemplateResult {
    if (this.me!.by !== 'session') return html`<p class="soft">${t('settings.tokens.by-session')}</p>`;
    return html`<h2>${t('settings.tokens.make')}</h2>
      <form class="stack" @submit=${this.#make}>
        ${field(
          { id: 'name', label: t('settings.tokens.name'), hint: t('settings.tokens.name.hint') },
          ({ id, describedBy }) => html`<input id=${id} required maxlength="64" autocomplete="off" aria-describedby=${describedBy} />`,
        )}
        ${roleField('role', this.rolesBelow, 'viewer')}
        ${field(
          { id: 'days', label: t('settings.tokens.days') },
          ({ id, describedBy }) => html`<select id=${id} aria-describedby=${describedBy}>
            ${DAYS.map((count) => html`<option value=${count} ?selected=${count === 90}>${t('settings.tokens.days.count', { count })}</option>`)}
            <option value="">${t('settings.tokens.expires.never')}</option>
          </select>`,
        )}
        <div class="row"><button type="submit" class="primary" ?disabled=${this.isWorking}>${t('settings.tokens.make')}</button></div>
      </form>`;
  }

  #revoke(token: TokenView): TemplateResult {
    const label = t('settings.tokens.revoke.of', { name: token.name });
    const revoke = () =>
      this.act(async () => {
        this.tokens = await settingsApi.revokeToken(token.id);
        if (this.made?.token.id === token.id) this.made = undefined;
      }, t('settings.tokens.revoked'));
    return html`<button type="button" class="danger" aria-label=${label} @click=${revoke}>${t('settings.tokens.revoke')}</button>`;
  }

  async #make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const days = this.typed('days');
    const wanted = { name: this.typed('name'), role: this.typed('role') as Role, days: days === '' ? null : Number(days) };
    const isDone = await this.act(async () => {
      this.made = await settingsApi.makeToken(wanted);
      await this.load();
    });
    if (!isDone) return;
    form.reset();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#made')!.focus();
  }

  async #copy(secret: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      notify(t('settings.tokens.copied'));
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      this.failure = t('settings.tokens.copy.failed');
    }
  }
}

customElements.define('hf-settings-tokens', SettingsTokens);
