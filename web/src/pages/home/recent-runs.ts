/** `<hf-recent-runs>`: what the last backups ended with. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { Clock } from '../../box/clock.ts';
import type { Run } from '../../box/runs.ts';
import { formatAgo, formatBytes, formatDuration, formatMoment, formatName, formatNumber } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { type Drawing, icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import './problem-list.ts';

const SIGNS: Readonly<Record<string, Drawing>> = { done: 'done', partial: 'warning', failed: 'warning', cancelled: 'stopped' };

export class RecentRuns extends LitElement {
  static override properties = { runs: { attribute: false } };
  declare runs: readonly Run[];
  readonly #clock = new Clock(this);

  static override styles = [
    looks,
    css`
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--gap-1) var(--gap-3);
        padding-block: var(--gap-3);
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .sign {
        color: var(--accent);
      }
      .partial .sign {
        color: var(--amber);
      }
      .failed .sign {
        color: var(--red);
      }
      .cancelled .sign {
        color: var(--ink-soft);
      }
      hf-problem-list {
        margin-top: var(--gap-2);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<ul>${this.runs.map((run) => this.#run(run))}</ul>`;
  }

  #run(run: Run): TemplateResult {
    const state = run.state as 'done' | 'partial' | 'cancelled' | 'failed';
    const seconds = (Date.parse(run.finishedAt!) - Date.parse(run.startedAt)) / 1000;
    return html`<li class=${state}>
      <span class="sign">${icon(SIGNS[state]!)}</span>
      <div>
        <p><strong>${t(`result.${state}`)}</strong> <span class="name" translate="no">${formatName(run.folder)}</span></p>
        <p class="small soft"><time datetime=${run.finishedAt!} title=${formatMoment(run.finishedAt!)}>${formatAgo(run.finishedAt!, this.#clock.now)}</time> · ${seconds < 1 ? t('result.took-no-time') : t('result.took', { duration: formatDuration(seconds) })}</p>
        <p class="small">${this.#detail(run)}</p>
        ${run.problemCount > 0 ? html`<hf-problem-list .run=${run.id} .count=${run.problemCount}></hf-problem-list>` : ''}
      </div>
    </li>`;
  }

  #detail(run: Run): string {
    if (run.failure) return run.failure.detail;
    if (run.state === 'cancelled') return t('result.cancelled.detail');
    if (!run.result) return '';
    const { filesNew, filesChanged, filesUnmodified, bytesAdded } = run.result;
    const changed = formatNumber(filesNew + filesChanged);
    return t('result.summary', {
      files: t('count.files', { count: filesNew + filesChanged + filesUnmodified }),
      changed,
      added: formatBytes(bytesAdded),
    });
  }
}

customElements.define('hf-recent-runs', RecentRuns);
