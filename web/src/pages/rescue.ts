/** `<hf-rescue>`: what not to do to a failing drive, before anything else. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { pageLink } from '../box/route.ts';
import { t } from '../text/text.ts';
import { abilities, guideHeader, guideLooks, steps } from '../ui/guide.ts';
import { icon } from '../ui/icon.ts';
import { looks } from '../ui/looks.ts';

const STOP = ['rescue.stop.off', 'rescue.stop.write', 'rescue.stop.noise', 'rescue.stop.open'] as const;

export class Rescue extends LitElement {
  static override styles = [
    looks,
    guideLooks,
    css`
      .stop {
        display: grid;
        gap: var(--gap-3);
        padding: clamp(var(--gap-4), 3vw, var(--gap-6));
        border-radius: var(--radius);
        background: var(--amber-soft);
      }
      .stop h2 {
        display: flex;
        gap: var(--gap-3);
        align-items: center;
        color: var(--amber);
        font-size: var(--size-title);
      }
      .stop svg {
        flex: none;
      }
      .stop ul {
        display: grid;
        gap: var(--gap-3);
      }
      .stop li {
        padding-inline-start: var(--gap-4);
        border-inline-start: 3px solid var(--amber);
        text-wrap: pretty;
      }
    `,
  ];

  override render(): TemplateResult {
    const action = html`<div class="row screen-only"><a class="button primary" href=${pageLink('restore')}>${icon('restore')}${t('rescue.action')}</a></div>`;
    return html`<div class="stack">
      ${guideHeader('page.rescue', 'rescue.lead')}
      <section class="stop"><h2>${icon('warning')}${t('rescue.stop')}</h2><ul>${STOP.map((key) => html`<li>${t(key)}</li>`)}</ul></section>
      ${steps('guide.now', [{ text: 'rescue.now.backup' }, { text: 'rescue.now.copy' }, { text: 'rescue.now.search' }, { text: 'rescue.now.lab' }], action)}
      ${abilities(undefined, 'rescue.cannot')}
    </div>`;
  }
}

customElements.define('hf-rescue', Rescue);
