/** `<hf-settings>`: what a person chooses for the page, and the ways to more. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../box/ask.ts';
import { door } from '../box/door.ts';
import { KIT_LINK } from '../box/route.ts';
import { type Appearance, choices } from '../choices.ts';
import { t } from '../text/text.ts';
import { controls } from '../ui/controls.ts';
import { choice } from '../ui/field.ts';
import '../ui/language-choice.ts';
import { looks } from '../ui/looks.ts';
import { notify } from '../ui/toast.ts';

const APPEARANCES = ['system', 'light', 'dark'] as const;

export class Settings extends LitElement {
  static override styles = [
    looks,
    controls,
    css`
      .stack {
        max-width: 40rem;
      }
      fieldset {
        font-size: var(--size-text);
      }
      legend {
        font: 600 var(--size-title) / 1.2 var(--font-title);
        margin-bottom: var(--gap-2);
      }
    `,
  ];

  override render(): TemplateResult {
    const options = APPEARANCES.map((value) => ({ value, text: t(`settings.appearance.${value}`) }));
    const chosen = async (value: Appearance) => {
      try {
        await door.prefer({ appearance: value });
      } catch (error) {
        notify(failureText(error));
        this.requestUpdate();
        return;
      }
      choices.chooseAppearance(value);
      notify(t('settings.appearance.kept'));
    };
    return html`<div class="stack">
      <header><h1>${t('page.settings')}</h1><p class="lead">${t('settings.lead')}</p></header>
      <section class="card"><hf-language-choice></hf-language-choice></section>
      <section class="card">${choice({ id: 'appearance', label: t('settings.appearance') }, options, { value: choices.appearance(), chosen })}</section>
      ${door.can('admin') ? html`<section class="card"><h2>${t('kit.title')}</h2><p class="row"><a class="button" href=${KIT_LINK}>${t('kit.open')}</a></p></section>` : ''}
    </div>`;
  }
}

customElements.define('hf-settings', Settings);
