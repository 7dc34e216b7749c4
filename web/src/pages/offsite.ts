/** `<hf-offsite>`: how a copy leaves the house today. */
import { html, LitElement, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { abilities, guideHeader, guideLooks, type Step, steps } from '../ui/guide.ts';
import { looks } from '../ui/looks.ts';

const DISK = '-r /media/disk/repository';
const BOX = '--from-repo state/repository';
const STEPS: readonly Step[] = [
  { text: 'offsite.now.make', command: `scripts/holdfast init ${DISK} ${BOX} --copy-chunker-params` },
  { text: 'offsite.now.copy', command: `scripts/holdfast copy ${DISK} ${BOX}` },
  { text: 'offsite.now.check', command: `scripts/holdfast check ${DISK} --read-data` },
  { text: 'offsite.now.leave' },
];

export class Offsite extends LitElement {
  static override styles = [looks, guideLooks];

  override render(): TemplateResult {
    return html`<div class="stack">
      ${guideHeader('page.offsite', 'offsite.lead')} ${abilities('offsite.can', 'offsite.cannot')}
      ${steps('guide.now', STEPS, html`<p class="small soft">${t('offsite.paths')}</p>`)}
    </div>`;
  }
}

customElements.define('hf-offsite', Offsite);
