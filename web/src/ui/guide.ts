/** Shapes of pages that explain: cards with points or numbered steps, and commands to copy. */
import { css, html, type TemplateResult } from 'lit';
import { type PlainKey, t } from '../text/text.ts';
import { icon } from './icon.ts';

export function guideHeader(title: PlainKey, lead: PlainKey): TemplateResult {
  return html`<header><h1>${t(title)}</h1><p class="lead">${t(lead)}</p></header>`;
}

/** What this version can and cannot do, beside each other where there is room. */
export function abilities(can: PlainKey | undefined, cannot: PlainKey): TemplateResult {
  const part = (title: PlainKey, text: PlainKey, sign: 'done' | 'stopped') =>
    html`<section class="ability ${sign}"><h2>${icon(sign)}${t(title)}</h2><p>${t(text)}</p></section>`;
  return html`<div class="abilities">${can === undefined ? '' : part('guide.can', can, 'done')}${part('guide.cannot', cannot, 'stopped')}</div>`;
}

export interface Step {
  readonly text: PlainKey;
  /** For a terminal; never translated. */
  readonly command?: string;
}

export function steps(title: PlainKey, all: readonly Step[], end: TemplateResult | string = ''): TemplateResult {
  return html`<section class="card stack">
    <h2>${t(title)}</h2>
    ${stepList(all)}
    ${end}
  </section>`;
}

export function stepList(all: readonly Step[]): TemplateResult {
  return html`<ol class="steps">${all.map(({ text, command }) => html`<li><div><p>${t(text)}</p>${command === undefined ? '' : html`<pre translate="no"><code>${command}</code></pre>`}</div></li>`)}</ol>`;
}

export const guideLooks = css`
  .stack {
    max-width: 54rem;
  }
  h2 {
    font-size: var(--size-lead);
  }
  .card h2 {
    font-size: var(--size-title);
  }
  .abilities {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
    gap: var(--gap-4) var(--gap-6);
  }
  .ability {
    padding-top: var(--gap-3);
    border-top: 2px solid var(--line);
  }
  .ability.done {
    border-color: var(--accent);
  }
  .ability h2 {
    display: flex;
    gap: var(--gap-2);
    align-items: center;
    margin-bottom: var(--gap-2);
  }
  .ability svg {
    flex: none;
    color: var(--ink-soft);
  }
  .ability.done svg {
    color: var(--accent);
  }
  .steps {
    display: grid;
    gap: var(--gap-4);
    counter-reset: step;
  }
  .steps > li {
    display: grid;
    grid-template-columns: 2rem minmax(0, 1fr);
    gap: var(--gap-3);
    counter-increment: step;
  }
  .steps > li::before {
    content: counter(step);
    display: grid;
    place-content: center;
    width: 2rem;
    height: 2rem;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .steps p {
    padding-top: 0.25rem;
    text-wrap: pretty;
  }
  pre {
    margin: var(--gap-2) 0 0;
    padding: var(--gap-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-sunk);
    font: var(--size-small) / 1.5 var(--font-code);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
