/** `<hf-settings>`: the ways to what can be chosen for the box, and what a person chooses for this browser. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../../box/ask.ts';
import { DoorController, door } from '../../box/door.ts';
import { type Appearance, choices } from '../../choices.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { choice } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import '../../ui/language-choice.ts';
import { looks } from '../../ui/looks.ts';
import { notify } from '../../ui/toast.ts';

const APPEARANCES = ['system', 'light', 'dark'] as const;
const PARTS = ['box', 'retention', 'kit', 'users', 'me', 'tokens', 'file', 'about'] as const;
/** What others than admins would only be turned away from. */
const FOR_ADMINS: readonly string[] = ['kit', 'users', 'file'];

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
      h2 + p {
        margin-top: var(--gap-2);
      }
      .ways {
        padding-block: var(--gap-2);
      }
      .ways li + li {
        border-top: 1px solid var(--line);
      }
      .way {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--gap-3);
        padding-block: var(--gap-3);
        color: var(--ink);
        text-decoration: none;
      }
      .way:hover strong {
        color: var(--accent);
        text-decoration: underline;
      }
      .way svg {
        flex: none;
        color: var(--accent);
      }
      .way strong {
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    new DoorController(this);
  }

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
      <header><h1>${t('page.settings')}</h1></header>
      ${this.#parts()}
      <section class="card"><h2>${t('settings.alerts')}</h2><p>${t('settings.alerts.text')}</p></section>
      <header><h2>${t('settings.yours')}</h2><p class="soft">${t('settings.lead')}</p></header>
      <section class="card"><hf-language-choice></hf-language-choice></section>
      <section class="card">${choice({ id: 'appearance', label: t('settings.appearance') }, options, { value: choices.appearance(), chosen })}</section>
    </div>`;
  }

  #parts(): TemplateResult {
    const shown = PARTS.filter((part) => door.can('admin') || !FOR_ADMINS.includes(part));
    const way = (part: (typeof PARTS)[number]) => html`<li>
      <a class="way" href="#/settings/${part}"><span><strong>${t(`settings.${part}`)}</strong><br /><span class="small soft">${t(`settings.${part}.about`)}</span></span>${icon('next')}</a>
    </li>`;
    return html`<nav class="card ways" aria-label=${t('settings.box-and-people')}><ul>${shown.map(way)}</ul></nav>`;
  }
}

customElements.define('hf-settings', Settings);
