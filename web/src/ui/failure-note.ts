/** A failure as a person needs it: what happened, what it means, what to do; announced when it appears. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

export function failureNote(sentence: string | undefined): TemplateResult {
  return html`<div role="alert">${sentence === undefined ? nothing : html`<p class="note red">${icon('warning')}<span>${sentence}</span></p>`}</div>`;
}
