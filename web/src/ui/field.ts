/** A field of a form: label, hint and error around one control, tied together for those who listen. */
import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';

export interface Field {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value now; told to listeners when it appears. */
  readonly error?: string | undefined;
}

export interface ControlTies {
  readonly id: string;
  readonly describedBy: string;
  readonly isInvalid: boolean;
}

/** `control` draws the input, select or textarea, and sets on it what the ties say: id, aria-describedby, aria-invalid. */
export function field({ id, label, hint, error }: Field, control: (ties: ControlTies) => TemplateResult): TemplateResult {
  const describedBy = [...(hint === undefined ? [] : [`${id}-hint`]), `${id}-error`].join(' ');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${control({ id, describedBy, isInvalid: error !== undefined })}
    ${hint === undefined ? '' : html`<p class="small soft" id="${id}-hint">${hint}</p>`}
    <p class="small error" id="${id}-error" aria-live="polite">${error ?? ''}</p>
  </div>`;
}

/** One choice among few: radio buttons under a legend. */
export function choice<Value extends string>(
  { id, label, hint }: Field,
  options: readonly { readonly value: Value; readonly text: string }[],
  { value, chosen }: { readonly value: Value; readonly chosen: (value: Value) => void },
): TemplateResult {
  return html`<fieldset aria-describedby=${ifDefined(hint === undefined ? undefined : `${id}-hint`)}>
    <legend>${label}</legend>
    ${hint === undefined ? '' : html`<p class="small soft" id="${id}-hint">${hint}</p>`}
    ${options.map((option) => html`<label class="option"><input type="radio" name=${id} .checked=${option.value === value} @change=${() => chosen(option.value)} />${option.text}</label>`)}
  </fieldset>`;
}
