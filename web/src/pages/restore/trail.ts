/** The way from the root of a version down to a folder, each step a link but the last. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { FolderPage } from '../../../../src/api/contract/index.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';

/** `root` is what the first step is called. */
export function trail(steps: FolderPage['trail'], root: string, link: (path: string) => string): TemplateResult {
  return html`<nav class="trail" aria-label=${t('browse.trail')}>
    <ol>
      ${steps.map((step, index) => {
        const name = index === 0 ? root : formatName(step.name);
        const translate = index === 0 ? nothing : 'no';
        const isHere = index === steps.length - 1;
        return html`<li>${isHere ? html`<span aria-current="page" translate=${translate}>${name}</span>` : html`<a href=${link(step.path)} translate=${translate}>${name}</a>`}</li>`;
      })}
    </ol>
  </nav>`;
}

export const trailLooks = css`
  .trail ol {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
  .trail li {
    display: flex;
    align-items: center;
    min-width: 0;
  }
  .trail li + li::before {
    content: "/";
    padding-inline: var(--gap-1);
    color: var(--ink-soft);
  }
  .trail a,
  .trail span {
    padding: var(--gap-1);
    overflow-wrap: anywhere;
  }
  .trail span {
    font-weight: 600;
  }
`;
