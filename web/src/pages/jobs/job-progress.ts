/** `<hf-job-progress>`: how far a job is: done of total, how fast, how long, what now. What is not known yet is said to be measured. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { JobView, JobProgress as Progress } from '../../../../src/api/contract/index.ts';
import { formatBytes, formatNumber, formatTimeLeft } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { looks } from '../../ui/looks.ts';
import { doingText, jobTitle, shareOf } from './job-words.ts';

export class JobProgress extends LitElement {
  static override properties = { job: { attribute: false } };
  declare job: JobView;

  static override styles = [
    looks,
    css`
      progress {
        appearance: none;
        display: block;
        width: 100%;
        height: 0.625rem;
        border: 0;
        border-radius: 1rem;
        overflow: hidden;
        background: var(--surface-sunk);
      }
      progress::-webkit-progress-bar {
        background: var(--surface-sunk);
      }
      progress::-webkit-progress-value {
        border-radius: 1rem;
        background: var(--accent);
        transition: width 0.4s ease-out;
      }
      progress::-moz-progress-bar {
        border-radius: 1rem;
        background: var(--accent);
      }
      progress:indeterminate {
        background: repeating-linear-gradient(-45deg, var(--accent-soft) 0 0.75rem, var(--surface-sunk) 0.75rem 1.500rem) 0 0 / 2.1213rem 100%;
        animation: drift 1.500s linear infinite;
      }
      progress:indeterminate::-webkit-progress-bar {
        background: transparent;
      }
      @keyframes drift {
        to {
          background-position-x: 2.1213rem;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        progress:indeterminate {
          animation: none;
        }
        progress::-webkit-progress-value {
          transition: none;
        }
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: var(--gap-4);
        margin-top: var(--gap-4);
      }
      dt {
        color: var(--ink-soft);
        font-size: var(--size-small);
      }
      dd {
        font-size: var(--size-lead);
        font-variant-numeric: tabular-nums;
      }
      .current {
        margin-top: var(--gap-2);
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        min-height: 1.5em;
      }
    `,
  ];

  override render(): TemplateResult {
    const { job } = this;
    const { progress } = job;
    return html`
      ${this.#bar(progress)}
      <p class="current small soft">${doingText(job)}</p>
      <dl>
        <div><dt>${t('job.files')}</dt><dd id="files">${amount(progress.filesDone, progress.filesTotal, formatNumber)}</dd></div>
        ${progress.unit === 'bytes' ? html`<div><dt>${t('job.data')}</dt><dd id="data">${amount(progress.done, progress.total, formatBytes)}</dd></div>` : ''}
        <div><dt>${t('job.rate')}</dt><dd id="rate">${rateText(progress)}</dd></div>
        <div><dt>${t('job.left')}</dt><dd id="left">${progress.secondsLeft === null ? t('job.measuring') : formatTimeLeft(progress.secondsLeft)}</dd></div>
      </dl>
    `;
  }

  #bar(progress: Progress): TemplateResult {
    const share = shareOf(progress);
    const label = t('job.progress', { job: jobTitle(this.job) });
    // Without a value the bar says by itself that the end is not known yet.
    return share === null
      ? html`<progress aria-label=${label}></progress>`
      : html`<progress aria-label=${label} max="1" .value=${share}></progress>`;
  }
}

function rateText({ perSecond, unit }: Progress): string {
  if (perSecond === null) return t('job.measuring');
  return t('job.per-second', { amount: unit === 'bytes' ? formatBytes(perSecond) : formatNumber(Math.round(perSecond)) });
}

function amount(done: number, total: number | null, format: (value: number) => string): string {
  return total === null
    ? t('job.so-far', { done: format(done) })
    : t('job.of', { done: format(done), total: format(Math.max(done, total)) });
}

customElements.define('hf-job-progress', JobProgress);
