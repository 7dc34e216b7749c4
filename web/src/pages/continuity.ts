/** `<hf-continuity>`: the way back when the box is gone; made to be printed. */
import { html, LitElement, type TemplateResult } from 'lit';
import { door } from '../box/door.ts';
import { KIT_LINK } from '../box/route.ts';
import { t } from '../text/text.ts';
import { abilities, guideHeader, guideLooks, type Step, steps } from '../ui/guide.ts';
import { icon } from '../ui/icon.ts';
import { looks } from '../ui/looks.ts';

const WAY: readonly Step[] = [
  { text: 'continuity.way.disk' },
  { text: 'continuity.way.install' },
  { text: 'continuity.way.list', command: 'restic -r repository snapshots' },
  { text: 'continuity.way.restore', command: 'restic -r repository restore latest --target restored' },
];

export class Continuity extends LitElement {
  static override styles = [looks, guideLooks];

  override render(): TemplateResult {
    const print = html`<div class="row screen-only"><button type="button" @click=${() => window.print()}>${icon('print')}${t('action.print')}</button></div>`;
    const kit = door.can('admin')
      ? html`<section class="card screen-only"><h2>${t('kit.title')}</h2><p>${t('kit.lead')}</p><p class="row"><a class="button" href=${KIT_LINK}>${t('kit.open')}</a></p></section>`
      : '';
    return html`<div class="stack">
      ${guideHeader('page.continuity', 'continuity.lead')} ${abilities('continuity.can', 'continuity.cannot')}
      ${kit} ${steps('guide.now', [{ text: 'continuity.now.paper' }, { text: 'continuity.now.drill' }, { text: 'continuity.now.print' }], print)}
      ${steps('continuity.way', WAY, html`<p class="small soft">${t('continuity.way.names')}</p>`)}
    </div>`;
  }
}

customElements.define('hf-continuity', Continuity);
