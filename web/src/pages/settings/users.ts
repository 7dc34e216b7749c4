/** `<hf-settings-users>`: who may come in. Adds, changes and removes accounts. */
import { html, type TemplateResult } from 'lit';
import type { AccountView, Role } from '../../../../src/api/contract/index.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import type { Confirm } from '../../ui/confirm.ts';
import '../../ui/confirm.ts';
import { dataTable, tableLooks } from '../../ui/data-table.ts';
import type { Dialog } from '../../ui/dialog.ts';
import '../../ui/dialog.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { partLooks, SettingsPart } from './part.ts';
import { roleField } from './role-field.ts';

export class SettingsUsers extends SettingsPart {
  static override properties = { accounts: { state: true }, changing: { state: true }, removing: { state: true } };
  declare accounts: readonly AccountView[];
  declare changing: AccountView | undefined;
  declare removing: AccountView | undefined;

  static override styles = [...partLooks, tableLooks];
  protected override readonly heading = 'settings.users';

  constructor() {
    super();
    this.accounts = [];
  }

  protected override async load(): Promise<void> {
    this.accounts = await settingsApi.accounts();
  }

  protected override content(): TemplateResult {
    const columns = [
      { title: t('settings.users.name'), cell: ({ name }: AccountView) => html`<span class="name" translate="no">${name}</span>` },
      { title: t('settings.users.role'), cell: ({ role }: AccountView) => t(`settings.role.${role}`) },
      {
        title: t('settings.users.last'),
        cell: ({ lastSignInAt }: AccountView) => (lastSignInAt === null ? t('settings.users.never') : formatMoment(lastSignInAt)),
      },
      { title: t('settings.users.actions'), cell: (account: AccountView) => this.#actions(account) },
    ];
    return html`
      <section class="card">${dataTable(t('settings.users'), columns, this.accounts)}</section>
      <section class="card">${this.#adding()}</section>
      ${this.#dialog()}
      <hf-confirm .heading=${t('settings.users.remove.of', { name: this.removing?.name ?? '' })} .name=${this.removing?.name ?? ''} .action=${t('settings.users.remove')}>
        <p>${t('settings.users.remove.lead')}</p>
      </hf-confirm>
    `;
  }

  #actions(account: AccountView): TemplateResult {
    const { name } = account;
    return html`<span class="row">
      <button type="button" aria-label=${t('settings.users.change.of', { name })} @click=${() => this.#open(account)}>${t('settings.users.change')}</button>
      <button type="button" class="danger" aria-label=${t('settings.users.remove.of', { name })} @click=${() => this.#remove(account)}>${t('settings.users.remove')}</button>
    </span>`;
  }

  #adding(): TemplateResult {
    return html`<h2>${t('settings.users.add')}</h2>
      <form class="stack" @submit=${this.#add}>
        ${field(
          { id: 'name', label: t('settings.users.name') },
          ({ id, describedBy }) =>
            html`<input id=${id} required maxlength="64" autocomplete="off" autocapitalize="off" aria-describedby=${describedBy} />`,
        )}
        ${roleField('role', this.rolesBelow, 'viewer')}
        ${field(
          { id: 'password', label: t('settings.users.password'), hint: t('settings.users.password.hint') },
          ({ id, describedBy }) =>
            html`<input id=${id} type="password" required minlength="10" autocomplete="new-password" aria-describedby=${describedBy} />`,
        )}
        <div class="row"><button type="submit" class="primary" ?disabled=${this.isWorking}>${t('settings.users.add')}</button></div>
      </form>`;
  }

  #dialog(): TemplateResult {
    const { changing } = this;
    return html`<hf-dialog id="change" .heading=${t('settings.users.change.of', { name: changing?.name ?? '' })}>
      <form id="changes" class="stack" @submit=${this.#change}>
        ${changing ? roleField('new-role', this.rolesBelow, changing.role) : ''}
        ${field(
          { id: 'new-password', label: t('settings.users.password.new'), hint: t('settings.users.password.new.hint') },
          ({ id, describedBy }) =>
            html`<input id=${id} type="password" minlength="10" autocomplete="new-password" aria-describedby=${describedBy} />`,
        )}
        ${failureNote(changing ? this.failure : undefined)}
      </form>
      <button slot="actions" type="button" @click=${this.#close}>${t('action.cancel')}</button>
      <button slot="actions" type="submit" form="changes" class="primary" ?disabled=${this.isWorking}>${t('settings.save')}</button>
    </hf-dialog>`;
  }

  async #open(account: AccountView): Promise<void> {
    this.failure = undefined;
    this.changing = account;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLFormElement>('#changes')!.reset();
    this.renderRoot.querySelector<HTMLSelectElement>('#new-role')!.value = account.role;
    await this.renderRoot.querySelector<Dialog>('#change')!.show();
  }

  #close(): void {
    this.renderRoot.querySelector<Dialog>('#change')!.close();
  }

  async #change(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { id, name, role: before } = this.changing!;
    const role = this.typed('new-role') as Role;
    const password = this.typed('new-password');
    const change = { ...(role === before ? {} : { role }), ...(password === '' ? {} : { password }) };
    const isDone = await this.act(
      async () => {
        if (Object.keys(change).length > 0) await settingsApi.changeAccount(id, change);
        await this.load();
      },
      t('settings.users.changed', { name }),
    );
    if (isDone) this.#close();
  }

  async #add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const account = { name: this.typed('name'), role: this.typed('role') as Role, password: this.typed('password') };
    const isDone = await this.act(
      async () => {
        await settingsApi.addAccount(account);
        await this.load();
      },
      t('settings.users.added', { name: account.name }),
    );
    if (isDone) form.reset();
  }

  async #remove(account: AccountView): Promise<void> {
    this.removing = account;
    await this.updateComplete;
    if (!(await this.renderRoot.querySelector<Confirm>('hf-confirm')!.ask())) return;
    await this.act(
      async () => {
        this.accounts = await settingsApi.removeAccount(account.id);
      },
      t('settings.users.removed', { name: account.name }),
    );
  }
}

customElements.define('hf-settings-users', SettingsUsers);
