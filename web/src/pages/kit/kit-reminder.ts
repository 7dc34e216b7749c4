/** `<hf-kit-reminder>`: says that nothing counts as protected, for as long as no recovery kit was typed back. */
import { html, LitElement, type TemplateResult } from 'lit';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { KIT_LINK } from '../../box/route.ts';
import { t } from '../../text/text.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

export class KitReminder extends LitElement {
  static override styles = [looks];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    const { status } = box;
    if (status?.repository !== 'open' || status.countsAsProtected) return '';
    return html`<div class="note amber">
      ${icon('warning')}
      <div>
        <p><strong>${t('kit.reminder.title')}</strong> ${t(`kit.reminder.${status.kit.state as 'absent' | 'unconfirmed'}`)}</p>
        ${door.can('admin') ? html`<p class="row"><a class="button" href=${KIT_LINK}>${t(`kit.reminder.${status.kit.state as 'absent' | 'unconfirmed'}.action`)}</a></p>` : ''}
      </div>
    </div>`;
  }
}

customElements.define('hf-kit-reminder', KitReminder);
