/** How a job stands, as a drawing and a word in the same colour; the word says it to those who do not see colours. */
import { css, html, type TemplateResult } from 'lit';
import type { JobView } from '../../../../src/api/contract/index.ts';
import { t } from '../../text/text.ts';
import { type Drawing, icon } from '../../ui/icon.ts';
import { type Standing, standingOf } from './job-words.ts';

const SIGNS: Readonly<Record<Standing, Drawing>> = {
  queued: 'restore',
  running: 'activity',
  paused: 'stopped',
  interrupted: 'warning',
  done: 'done',
  partial: 'warning',
  damaged: 'warning',
  failed: 'warning',
  cancelled: 'stopped',
};

export function jobSign(job: JobView): TemplateResult {
  const standing = standingOf(job);
  return html`<span class="sign ${standing}">${icon(SIGNS[standing])}<span>${t(`job.state.${standing}`)}</span></span>`;
}

export const signLooks = css`
  .sign {
    display: inline-flex;
    align-items: center;
    gap: var(--gap-1);
    color: var(--ink-soft);
    font-weight: 600;
    white-space: nowrap;
  }
  .sign.done,
  .sign.running {
    color: var(--accent);
  }
  .sign:is(.partial, .interrupted) {
    color: var(--amber);
  }
  .sign:is(.failed, .damaged) {
    color: var(--red);
  }
`;
