/** `<hf-job>`: everything about one job, while it runs and long after. */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { JobLog, JobView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { browseLink, pageLink } from '../../box/route.ts';
import { formatMoment, formatName, formatNumber } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import '../jobs/job-actions.ts';
import '../jobs/job-progress.ts';
import { jobSign, signLooks } from '../jobs/job-sign.ts';
import { doingText, jobTitle, resultText, tookText } from '../jobs/job-words.ts';
import '../jobs/problem-list.ts';
import { jobLooks } from './job.looks.ts';

const LOG_EVERY_MS = 1_000;

export class JobPage extends LitElement {
  static override properties = { job: { attribute: false }, view: { state: true }, log: { state: true }, failure: { state: true } };
  declare job: string;
  declare view: JobView | undefined;
  declare log: JobLog;
  declare failure: string | undefined;
  #logTimer: number | undefined;

  static override styles = [looks, signLooks, jobLooks];

  constructor() {
    super();
    this.log = [];
    new DoorController(this);
    new BoxController(this, () => this.#take(box.job(this.job)));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#logTimer);
  }

  override render(): TemplateResult {
    const { view } = this;
    return html`<div class="stack">
      <header>
        <p class="row"><a class="back" href=${pageLink('activity')}>${icon('back')}${t('activity.all')}</a></p>
        <h1 class="name">${view ? jobTitle(view) : t('job.loading')}</h1>
      </header>
      ${failureNote(this.failure)}
      ${view ? html`${this.#state(view)} ${this.#facts(view)} ${this.#log()}` : ''}
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('job')) return;
    this.view = undefined;
    this.log = [];
    void this.#load();
  }

  #state(job: JobView): TemplateResult {
    const sentence = resultText(job) || (job.state === 'running' ? '' : doingText(job));
    return html`<section class="card stack">
      <p class="now">${jobSign(job)}</p>
      ${job.state === 'running' ? html`<hf-job-progress .job=${job}></hf-job-progress>` : ''}
      ${sentence === '' ? '' : html`<p class="name">${sentence}</p>`}
      ${job.problemCount > 0 ? html`<hf-problem-list .job=${job.id} .count=${job.problemCount}></hf-problem-list>` : ''}
      ${this.#version(job)}
      <hf-job-actions .job=${job}></hf-job-actions>
    </section>`;
  }

  #version({ kind, result }: JobView): TemplateResult | string {
    const id = result?.snapshotId;
    if (kind !== 'backup' || typeof id !== 'string' || !door.can('operator')) return '';
    const start = box.status?.folders.find(({ lastSnapshotId }) => lastSnapshotId === id)?.start ?? '';
    return html`<div class="row"><a class="button" href=${browseLink(id, start)}>${t('job.snapshot')}</a></div>`;
  }

  #facts(job: JobView): TemplateResult {
    const moment = (time: string) => html`<time datetime=${time}>${formatMoment(time)}</time>`;
    const facts: [string, TemplateResult | string][] = [
      [t('job.by'), job.requestedBy === null ? t('job.by.box') : html`<span translate="no">${formatName(job.requestedBy)}</span>`],
      [t('job.created'), moment(job.createdAt)],
      ...(job.startedAt === null ? [] : [[t('job.started'), moment(job.startedAt)] as [string, TemplateResult]]),
      ...(job.finishedAt === null
        ? []
        : [[t('job.finished'), html`${moment(job.finishedAt)}, ${tookText(job)}`] as [string, TemplateResult]]),
      [t('job.attempts'), formatNumber(job.attempts)],
    ];
    return html`<section class="card"><dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
  }

  #log(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="log">
      <h2 id="log">${t('job.log')}</h2>
      ${
        this.log.length === 0
          ? html`<p class="soft">${t('job.log.none')}</p>`
          : html`<ol class="log" tabindex="0" aria-label=${t('job.log.lines')} translate="no">${this.log.map(({ time, text }) => html`<li><time datetime=${time}>${formatMoment(time)}</time> <span class="name">${formatName(text)}</span></li>`)}</ol>`
      }
    </section>`;
  }

  async #load(): Promise<void> {
    const asked = this.job;
    try {
      const view = await jobsApi.get(asked);
      if (asked !== this.job) return;
      this.failure = undefined;
      this.#take(box.job(asked) ?? view);
      document.title = `${jobTitle(view)} · Holdfast`;
    } catch (error) {
      this.failure = failureText(error);
    }
  }

  #take(view: JobView | undefined): void {
    if (!view || view.id !== this.job) return;
    const isNews = view.state !== this.view?.state || view.stopping !== this.view.stopping;
    this.view = view;
    if (isNews || view.state === 'running') this.#logTimer ??= window.setTimeout(() => void this.#readLog(), isNews ? 0 : LOG_EVERY_MS);
  }

  /** What came since the last line that is here. */
  async #readLog(): Promise<void> {
    const asked = this.job;
    try {
      for (;;) {
        const more = await jobsApi.log(asked, this.log.at(-1)?.number);
        if (asked !== this.job || more.length === 0) break;
        this.log = [...this.log, ...more];
      }
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.#logTimer = undefined;
    }
  }
}

customElements.define('hf-job', JobPage);
