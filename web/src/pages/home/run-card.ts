/** `<hf-run-card>`: the running backup: how far, how fast, how long, what now; and the way to stop it. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { api, failureText } from '../../box/api.ts';
import { BoxController, box } from '../../box/box.ts';
import { door } from '../../box/door.ts';
import type { Run, RunProgress } from '../../box/runs.ts';
import { formatBytes, formatName, formatNumber, formatTimeLeft } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import './problem-list.ts';

export class RunCard extends LitElement {
  static override properties = { run: { attribute: false }, failure: { state: true } };
  declare run: Run;
  declare failure: string | undefined;

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

  constructor() {
    super();
    new BoxController(this);
  }

  override render(): TemplateResult {
    const { run } = this;
    const { progress } = run;
    const isStopping = run.state === 'cancelling';
    return html`
      <section class="card stack" aria-labelledby="title">
        <h2 id="title" class="name">${t('run.title', { folder: formatName(run.folder) })}</h2>
        <div>
          ${this.#bar(progress)}
          <p class="current small soft" title=${progress.current ?? ''}>${isStopping ? t('run.cancelling') : this.#doing(progress)}</p>
        </div>
        <dl>
          <div><dt>${t('run.files')}</dt><dd id="files">${amount(progress.filesDone, progress.filesTotal, formatNumber)}</dd></div>
          <div><dt>${t('run.data')}</dt><dd id="data">${amount(progress.bytesDone, progress.bytesTotal, formatBytes)}</dd></div>
          <div><dt>${t('run.rate')}</dt><dd id="rate">${progress.bytesPerSecond === null ? t('run.measuring') : t('run.per-second', { bytes: formatBytes(progress.bytesPerSecond) })}</dd></div>
          <div><dt>${t('run.left')}</dt><dd id="left">${progress.secondsLeft === null ? t('run.measuring') : formatTimeLeft(progress.secondsLeft)}</dd></div>
        </dl>
        ${run.problemCount > 0 ? html`<hf-problem-list .run=${run.id} .count=${run.problemCount}></hf-problem-list>` : ''}
        ${failureNote(this.failure)}
        ${door.can('operator') ? html`<div class="row"><button type="button" ?disabled=${isStopping || box.isAway} @click=${this.#cancel}>${t('run.cancel')}</button></div>` : ''}
      </section>
    `;
  }

  #bar(progress: RunProgress): TemplateResult {
    const share = shareOf(progress);
    // Without a value the bar says by itself that the end is not known yet.
    return share === null
      ? html`<progress aria-label=${t('run.progress')}></progress>`
      : html`<progress aria-label=${t('run.progress')} max="1" .value=${share}></progress>`;
  }

  #doing(progress: RunProgress): string {
    if (progress.phase === 'opening') return t('run.phase.opening');
    if (progress.phase === 'scanning') return t('run.phase.scanning');
    return progress.current === null ? t('run.phase.backing-up') : t('run.current', { file: formatName(progress.current) });
  }

  async #cancel(): Promise<void> {
    try {
      await api.cancelJob(this.run.id);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

/** From 0 to 1; null while the total is not known. */
export function shareOf({ bytesDone, bytesTotal, filesDone, filesTotal }: RunProgress): number | null {
  if (bytesTotal === null || filesTotal === null) return null;
  if (bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : null;
}

function amount(done: number, total: number | null, format: (value: number) => string): string {
  return total === null
    ? t('run.so-far', { done: format(done) })
    : t('run.of', { done: format(done), total: format(Math.max(done, total)) });
}

customElements.define('hf-run-card', RunCard);
