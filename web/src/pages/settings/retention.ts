/** `<hf-settings-retention>`: how many versions are kept, with what that means in words. */
import { css, html, type TemplateResult } from 'lit';
import { settingsApi } from '../../box/settings-api.ts';
import { t } from '../../text/text.ts';
import { choice, field } from '../../ui/field.ts';
import { partLooks, SettingsPart } from './part.ts';
import { type Retention, retentionWords } from './retention-words.ts';

const PERIODS = ['daily', 'weekly', 'monthly', 'yearly'] as const;
type Period = (typeof PERIODS)[number];
/** What most people are well served with; shown when somebody begins to choose. */
const USUAL = { daily: 14, weekly: 8, monthly: 12, yearly: 5 };

export class SettingsRetention extends SettingsPart {
  static override properties = { rules: { state: true }, isLoaded: { state: true }, wrong: { state: true } };
  /** As they stand in the form. */
  declare rules: Retention;
  declare isLoaded: boolean;
  declare wrong: Period | undefined;

  static override styles = [
    ...partLooks,
    css`
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr));
        gap: var(--gap-3);
        align-items: start;
      }
    `,
  ];
  protected override readonly heading = 'settings.retention';
  protected override readonly lead = 'settings.retention.harmless';

  protected override async load(): Promise<void> {
    this.rules = (await settingsApi.settings()).retention;
    this.isLoaded = true;
  }

  protected override content(): TemplateResult {
    if (!this.isLoaded) return html``;
    if (!this.isAllowed('admin'))
      return html`<section class="card"><p>${retentionWords(this.rules)}</p><p class="soft">${t('settings.only-admins')}</p></section>`;
    const kinds = (['every', 'some'] as const).map((value) => ({ value, text: t(`settings.retention.${value}`) }));
    const chosen = (value: 'every' | 'some') => {
      this.rules = value === 'every' ? null : USUAL;
    };
    return html`<section class="card">
      <form class="stack" novalidate @submit=${this.#save}>
        ${choice({ id: 'kind', label: t('settings.retention') }, kinds, { value: this.rules === null ? 'every' : 'some', chosen })}
        ${this.rules === null ? '' : this.#numbers(this.rules)}
        <p aria-live="polite">${this.rules !== null && isEmpty(this.rules) ? t('settings.retention.none') : retentionWords(this.rules)}</p>
        <div class="row"><button type="submit" class="primary" ?disabled=${this.isWorking}>${t('settings.save')}</button></div>
      </form>
    </section>`;
  }

  #numbers(rules: NonNullable<Retention>): TemplateResult {
    return html`<fieldset aria-describedby="fields-hint">
      <legend>${t('settings.retention.fields')}</legend>
      <p class="small soft" id="fields-hint">${t('settings.retention.fields.hint')}</p>
      <div class="numbers">
        ${PERIODS.map((period) =>
          field(
            {
              id: period,
              label: t(`settings.retention.${period}`),
              error: this.wrong === period ? t('settings.retention.invalid') : undefined,
            },
            ({ id, describedBy, isInvalid }) =>
              html`<input id=${id} inputmode="numeric" autocomplete="off" aria-describedby=${describedBy} aria-invalid=${isInvalid} .value=${String(rules[period] || '')} @input=${this.#typed} />`,
          ),
        )}
      </div>
    </fieldset>`;
  }

  #typed(event: Event): void {
    const { id, value } = event.target as HTMLInputElement;
    const period = id as Period;
    const isNumber = /^\d{0,4}$/.test(value.trim());
    this.wrong = isNumber ? undefined : period;
    if (isNumber) this.rules = { ...this.rules, [period]: Number(value.trim()) };
  }

  #save(event: SubmitEvent): void {
    event.preventDefault();
    if (this.wrong !== undefined) {
      this.renderRoot.querySelector<HTMLElement>(`#${this.wrong}`)?.focus();
      return;
    }
    if (this.rules !== null && isEmpty(this.rules)) return;
    void this.act(async () => {
      this.rules = (await settingsApi.change({ retention: this.rules })).retention;
    }, t('settings.saved'));
  }
}

function isEmpty(rules: NonNullable<Retention>): boolean {
  return Object.values(rules).every((count) => !count);
}

customElements.define('hf-settings-retention', SettingsRetention);
