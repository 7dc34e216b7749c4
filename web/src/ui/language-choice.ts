/** `<hf-language-choice>`: the languages by their own names. Choosing one loads the page anew, where it is. `compact` leaves the hint out. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../box/ask.ts';
import { door } from '../box/door.ts';
import { choices } from '../choices.ts';
import { isLanguage, LANGUAGES } from '../text/languages.ts';
import { t } from '../text/text.ts';
import { controls } from './controls.ts';
import { field } from './field.ts';
import { looks } from './looks.ts';

export class LanguageChoice extends LitElement {
  static override properties = { compact: { type: Boolean }, failure: { state: true } };
  declare compact: boolean;
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      :host([compact]) .field {
        grid-template-columns: auto minmax(0, 14rem);
        align-items: center;
        gap: var(--gap-3);
      }
      :host([compact]) label {
        color: var(--ink-soft);
        font-weight: 400;
        font-size: var(--size-small);
      }
      :host(:not([compact])) label {
        font: 600 var(--size-title) / 1.2 var(--font-title);
        margin-bottom: var(--gap-2);
      }
    `,
  ];

  override render(): TemplateResult {
    const kept = choices.language();
    const hint = this.compact ? undefined : t('settings.language.hint');
    return html`${field(
      { id: 'language', label: t('settings.language'), hint, error: this.failure },
      ({ id, describedBy }) => html`<select id=${id} aria-describedby=${describedBy} @change=${this.#chosen}>
        <option value="" ?selected=${!isLanguage(kept)}>${t('settings.language.auto')}</option>
        ${Object.entries(LANGUAGES).map(([code, { name }]) => html`<option value=${code} lang=${code} translate="no" ?selected=${code === kept}>${name}</option>`)}
      </select>`,
    )}`;
  }

  async #chosen(event: Event): Promise<void> {
    const { value } = event.target as HTMLSelectElement;
    const code = isLanguage(value) ? value : null;
    try {
      await door.prefer({ language: code ?? 'auto' });
    } catch (error) {
      this.failure = failureText(error);
      return;
    }
    choices.chooseLanguage(code);
    // An address that asks for a language would have the last word.
    if (location.search === '') location.reload();
    else location.replace(`${location.pathname}${location.hash}`);
  }
}

customElements.define('hf-language-choice', LanguageChoice);
