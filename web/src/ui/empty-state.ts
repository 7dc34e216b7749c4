/** What stands where nothing is yet: why, and the one thing to do about it. */
import { html, type TemplateResult } from 'lit';
import { type Drawing, icon } from './icon.ts';

export function emptyState(drawing: Drawing, sentence: string, lead: string, action: TemplateResult | string = ''): TemplateResult {
  return html`<div class="empty">
    ${icon(drawing)}
    <div>
      <p><strong>${sentence}</strong></p>
      <p class="soft">${lead}</p>
      ${action === '' ? '' : html`<div class="row">${action}</div>`}
    </div>
  </div>`;
}
