/** `<hf-settings-file>`: settings go out as a file, and come in again after a look at what would change. */
import { css, html, type TemplateResult } from 'lit';
import type { SettingsFile as FileContent, SettingsImport, SettingsView } from '../../../../src/api/contract/index.ts';
import { ApiFailure } from '../../box/ask.ts';
import { EXPORT_URL, settingsApi } from '../../box/settings-api.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { dataTable, tableLooks } from '../../ui/data-table.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { partLooks, SettingsPart } from './part.ts';
import { retentionWords } from './retention-words.ts';

interface Plan {
  readonly file: FileContent;
  readonly changes: SettingsImport;
  readonly now: SettingsView;
}
type Setting = SettingsImport['changed'][number];

const TITLES = { box: 'settings.box.name', unlockMode: 'settings.unlock', retention: 'settings.retention' } as const;

export class SettingsFile extends SettingsPart {
  static override properties = { plan: { state: true }, problem: { state: true } };
  declare plan: Plan | undefined;
  /** What is wrong with the chosen file. */
  declare problem: string | undefined;

  static override styles = [
    ...partLooks,
    tableLooks,
    css`
      input[type="file"]:not([type="checkbox"]) {
        padding-block: var(--gap-2);
      }
    `,
  ];
  protected override readonly heading = 'settings.file';

  protected override async load(): Promise<void> {}

  protected override content(): TemplateResult {
    return html`
      <section class="card">
        <h2>${t('settings.file.export')}</h2>
        <p class="soft">${t('settings.file.export.lead')}</p>
        <div class="row"><a class="button" href=${EXPORT_URL} download>${icon('download')}${t('settings.file.export.action')}</a></div>
      </section>
      <section class="card">
        <h2>${t('settings.file.import')}</h2>
        <p class="soft">${t('settings.file.import.lead')}</p>
        <form class="stack">
          ${field(
            { id: 'file', label: t('settings.file.choose'), error: this.problem },
            ({ id, describedBy, isInvalid }) =>
              html`<input id=${id} type="file" accept=".json,application/json" aria-describedby=${describedBy} aria-invalid=${isInvalid} @change=${this.#chosen} />`,
          )}
        </form>
      </section>
      ${this.plan ? this.#preview(this.plan) : ''}
    `;
  }

  #preview({ file, changes, now }: Plan): TemplateResult {
    const { changed, foldersAdded, foldersLeftOut } = changes;
    const columns = [
      { title: t('settings.file.setting'), cell: (name: Setting) => t(TITLES[name]) },
      { title: t('settings.file.now'), cell: (name: Setting) => wordsOf(name, now) },
      { title: t('settings.file.then'), cell: (name: Setting) => wordsOf(name, { ...now, ...file.settings } as SettingsView) },
    ];
    const folders = (title: string, paths: readonly string[]) =>
      paths.length === 0
        ? ''
        : html`<div><h3>${title}</h3><ul>${paths.map((path) => html`<li class="name" translate="no">${formatName(path)}</li>`)}</ul></div>`;
    const isSame = changed.length === 0 && foldersAdded.length === 0;
    return html`<section class="card stack" aria-labelledby="preview">
      <h2 id="preview" tabindex="-1">${t('settings.file.preview')}</h2>
      ${isSame ? html`<p>${t('settings.file.same')}</p>` : ''}
      ${changed.length > 0 ? dataTable(t('settings.file.preview'), columns, changed) : ''}
      ${folders(t('settings.file.folders'), foldersAdded)} ${folders(t('settings.file.left-out'), foldersLeftOut)}
      ${isSame ? '' : html`<div class="row"><button type="button" class="primary" ?disabled=${this.isWorking} @click=${() => this.#apply(file)}>${t('settings.file.apply')}</button></div>`}
    </section>`;
  }

  async #chosen(event: Event): Promise<void> {
    const chosen = (event.target as HTMLInputElement).files?.[0];
    this.plan = undefined;
    this.problem = undefined;
    if (!chosen) return;
    try {
      const file = JSON.parse(await chosen.text()) as FileContent;
      const [changes, now] = await Promise.all([settingsApi.preview(file), settingsApi.settings()]);
      this.plan = { file, changes, now };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#preview')!.focus();
    } catch (error) {
      if (error instanceof SyntaxError) this.problem = t('settings.file.bad');
      else if (error instanceof ApiFailure) this.problem = t('settings.file.wrong', { detail: error.message.replace(/\.$/, '') });
      else throw error;
    }
  }

  async #apply(file: FileContent): Promise<void> {
    const isDone = await this.act(async () => void (await settingsApi.bring(file)), t('settings.file.applied'));
    if (!isDone) return;
    this.plan = undefined;
    const input = this.renderRoot.querySelector<HTMLInputElement>('#file')!;
    input.value = '';
    input.focus();
  }
}

function wordsOf(name: Setting, settings: SettingsView): string {
  if (name === 'box') return settings.box;
  return name === 'unlockMode' ? t(`settings.unlock.${settings.unlockMode}`) : retentionWords(settings.retention);
}

customElements.define('hf-settings-file', SettingsFile);
