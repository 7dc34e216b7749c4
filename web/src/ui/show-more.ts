/** The end of a list that is longer than what is shown: how much is here, and the button for the rest. */
import { html, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';

const STEP = 50;

/** `show` is called with how many are wanted then; nothing is drawn when everything is shown. */
export function showMore(shown: number, total: number, show: (count: number) => void, step = STEP): TemplateResult | string {
  if (shown >= total) return '';
  const count = Math.min(step, total - shown);
  return html`<div class="row screen-only">
    <button type="button" @click=${() => show(shown + count)}>${t('more.show', { count })}</button>
    <span class="small soft">${t('more.shown', { shown, total })}</span>
  </div>`;
}
