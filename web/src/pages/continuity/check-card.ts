/** `<hf-check-card>`: whether the backups are whole, as far as they were read; and reading them again. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Status } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { formatAgo, formatPercent } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { choice } from '../../ui/field.ts';
import { looks } from '../../ui/looks.ts';
import { EndedJobs } from '../jobs/ended-jobs.ts';
import '../jobs/job-card.ts';
import '../jobs/job-list.ts';

const DEPTHS = ['none', 'share', 'all'] as const;
const SHARE_PERCENT = 5;
const CHECKS_SHOWN = 3;

export class CheckCard extends LitElement {
  static override properties = { depth: { state: true }, failure: { state: true } };
  declare depth: (typeof DEPTHS)[number];
  declare failure: string | undefined;
  readonly #clock = new Clock(this);
  readonly #checks = new EndedJobs(this, [{ kind: 'check', limit: 10 }]);

  static override styles = [
    looks,
    controls,
    css`
      .damaged {
        color: var(--red);
        font-weight: 600;
      }
      .card.stack {
        gap: var(--gap-3);
      }
      .option {
        padding-block: var(--gap-1);
      }
    `,
  ];

  constructor() {
    super();
    this.depth = 'all';
    new DoorController(this);
  }

  override render(): TemplateResult {
    const { status } = box;
    const running = status?.jobs.filter(({ kind }) => kind === 'check') ?? [];
    const last = this.#checks.jobs?.slice(0, CHECKS_SHOWN) ?? [];
    return html`<section class="card stack" aria-labelledby="check">
      <h2 id="check">${t('continuity.check')}</h2>
      ${status ? this.#lastCheck(status) : ''} ${failureNote(this.failure ?? this.#checks.failure)}
      ${running.map((job) => html`<hf-job-card .job=${job}></hf-job-card>`)}
      ${running.length === 0 && door.can('operator') && status?.repository === 'open' ? this.#form() : ''}
      ${last.length === 0 ? '' : html`<div class="screen-only"><hf-job-list .jobs=${last} .label=${t('continuity.check.last')}></hf-job-list></div>`}
    </section>`;
  }

  #lastCheck({ lastCheck }: Status): TemplateResult {
    if (lastCheck === null) return html`<p>${t('continuity.check.never')}</p>`;
    const { readData, isWhole, at } = lastCheck;
    const when = formatAgo(at, this.#clock.now);
    if (!isWhole) return html`<p class="damaged">${t('continuity.check.damaged', { when })}</p>`;
    if (readData === 'none' || readData === 'all') return html`<p>${t(`continuity.check.${readData}`, { when })}</p>`;
    return html`<p>${t('continuity.check.share', { when, share: formatPercent(readData.percent / 100) })}</p>`;
  }

  #form(): TemplateResult {
    const options = DEPTHS.map((value) => ({ value, text: t(`continuity.check.how.${value}`) }));
    const chosen = (value: CheckCard['depth']) => {
      this.depth = value;
    };
    return html`<div class="stack screen-only">
      ${choice({ id: 'depth', label: t('continuity.check.how') }, options, { value: this.depth, chosen })}
      <div class="row"><button type="button" class="accent" ?disabled=${box.isAway} @click=${this.#start}>${t('continuity.check.do')}</button></div>
    </div>`;
  }

  async #start(): Promise<void> {
    try {
      const readData = this.depth === 'share' ? { percent: SHARE_PERCENT } : this.depth;
      await box.ask(() => jobsApi.start({ kind: 'check', readData }));
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-check-card', CheckCard);
