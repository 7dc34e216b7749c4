/** `<hf-settings-about>`: what this box is made of, and what else it offers. */
import { css, html, type TemplateResult } from 'lit';
import { door } from '../../box/door.ts';
import { t } from '../../text/text.ts';
import { partLooks, SettingsPart } from './part.ts';

export class SettingsAbout extends SettingsPart {
  static override styles = [
    ...partLooks,
    css`
      dt {
        margin-top: var(--gap-3);
        color: var(--ink-soft);
        font-size: var(--size-small);
      }
    `,
  ];
  protected override readonly heading = 'settings.about';

  protected override async load(): Promise<void> {}

  protected override content(): TemplateResult {
    return html`
      <section class="card">
        <dl>
          <dt>${t('settings.about.version')}</dt>
          <dd translate="no">Holdfast ${door.view?.version ?? ''}</dd>
          <dt>${t('settings.about.licence')}</dt>
          <dd>${t('settings.about.licence.text')}</dd>
          <dt>${t('settings.about.format')}</dt>
          <dd>${t('settings.about.format.text')}</dd>
        </dl>
      </section>
      <section class="card row">
        <a class="button" href="#/trust">${t('settings.about.trust')}</a>
        <a class="button" href="#/api">${t('settings.about.api')}</a>
      </section>
    `;
  }
}

customElements.define('hf-settings-about', SettingsAbout);
