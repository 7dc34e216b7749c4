/** `<hf-machines>`: which machines the box protects today, and how another computer's folder gets in. */
import { html, LitElement, type TemplateResult } from 'lit';
import { pageLink } from '../box/route.ts';
import { t } from '../text/text.ts';
import { abilities, guideHeader, guideLooks, steps } from '../ui/guide.ts';
import { icon } from '../ui/icon.ts';
import { looks } from '../ui/looks.ts';

export class Machines extends LitElement {
  static override styles = [looks, guideLooks];

  override render(): TemplateResult {
    const action = html`<div class="row"><a class="button primary" href=${pageLink('protect')}>${icon('plus')}${t('machines.action')}</a></div>`;
    return html`<div class="stack">
      ${guideHeader('page.machines', 'machines.lead')} ${abilities('machines.can', 'machines.cannot')}
      ${steps('guide.now', [{ text: 'machines.now.mount' }, { text: 'machines.now.protect' }, { text: 'machines.now.check' }], action)}
    </div>`;
  }
}

customElements.define('hf-machines', Machines);
