/** `<hf-step-list>`: the five steps from a new box to its first backup, and which one it is now. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { STEPS, type Step } from '../../box/setup.ts';
import { t } from '../../text/text.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

export class StepList extends LitElement {
  static override properties = { step: {} };
  declare step: Step;

  static override styles = [
    looks,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(5, minmax(0, 1fr));
        gap: var(--gap-2);
        max-width: 46rem;
      }
      li {
        display: grid;
        gap: var(--gap-1);
        align-content: start;
        padding-top: var(--gap-2);
        border-top: 4px solid var(--line);
        color: var(--ink-soft);
        font-size: var(--size-small);
        line-height: 1.3;
        overflow-wrap: break-word;
      }
      .done,
      .now {
        border-color: var(--accent);
      }
      .now {
        color: var(--accent);
        font-weight: 600;
      }
      svg {
        width: 1em;
        height: 1em;
        vertical-align: -0.125em;
      }
      p {
        display: none;
      }
      @media (max-width: 40rem) {
        .label {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        p {
          display: block;
          margin-top: var(--gap-1);
          color: var(--accent);
          font-weight: 600;
        }
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    const now = STEPS.indexOf(this.step);
    return html`<ol aria-label=${t('setup.steps')}>
        ${STEPS.map(
          (
            step,
            index,
          ) => html`<li class=${index < now ? 'done' : index === now ? 'now' : ''} aria-current=${index === now ? 'step' : nothing}>
            <span class="label">${index < now ? html`${icon('done')}<span class="aside">${t('setup.step.done')}</span> ` : ''}${t(`setup.step.${step}`)}</span>
          </li>`,
        )}
      </ol>
      <p class="small" aria-hidden="true">${stepText(this.step)}</p>`;
  }
}

/** "Step 2 of 5: What to protect". */
export function stepText(step: Step): string {
  return t('setup.step', { step: STEPS.indexOf(step) + 1, count: STEPS.length, name: t(`setup.step.${step}`) });
}

customElements.define('hf-step-list', StepList);
