/** `<hf-home>`: one sentence of state first, then what needs a person, then where everything is, then what runs. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { JobView, Status } from '../../../../src/api/contract/index.ts';
import { api } from '../../box/api.ts';
import { box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { pageLink } from '../../box/route.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import { EndedJobs } from '../jobs/ended-jobs.ts';
import '../jobs/job-card.ts';
import '../jobs/job-list.ts';
import '../jobs/problem-list.ts';
import { needsOf, verdictOf } from './judgement.ts';
import './needs.ts';
import './picture.ts';
import { standings } from './proofs.ts';
import { sentenceOf } from './sentence.ts';

const RECENT_SHOWN = 5;
/** What the verdict rests on. */
const ASKED = [
  { kind: 'backup', limit: 50 },
  { kind: 'check', state: 'done', limit: 10 },
  { kind: 'restore', state: 'done', limit: 20 },
] as const;

export class Home extends LitElement {
  readonly #clock = new Clock(this);
  #damagedVersions = 0;
  readonly #past = new EndedJobs(this, ASKED, async ({ repository }) => {
    this.#damagedVersions = repository === 'open' ? (await api.damagedSnapshots()).length : 0;
  });

  static override styles = [
    looks,
    css`
      .amber-ink {
        color: var(--amber);
      }
      .red-ink {
        color: var(--red);
      }
      .green-ink {
        color: var(--accent);
      }
      .amber-ink,
      .red-ink,
      .green-ink {
        background: none;
      }
      h1 {
        overflow-wrap: anywhere;
      }
      header hf-problem-list {
        max-width: 46rem;
        margin-top: var(--gap-4);
      }
      .jobs > * + * {
        margin-top: var(--gap-4);
      }
    `,
  ];

  override render(): TemplateResult | string {
    const { status } = box;
    const { jobs: ended, failure } = this.#past;
    const damagedVersions = this.#damagedVersions;
    if (!status || !ended) return failure === undefined ? '' : failureNote(failure);
    const { now } = this.#clock;
    const standing = standings(status, ended);
    const facts = { status, standings: standing, ended: merged(ended, status), damagedVersions, now };
    const verdict = verdictOf(facts);
    const { sentence, lead, tone } = sentenceOf(verdict, now);
    return html`
      <div class="stack">
        <header>
          <h1 id="sentence" class="${tone}-ink">${sentence}</h1>
          <p class="lead">${lead}</p>
          ${verdict.kind === 'partial' ? html`<hf-problem-list .job=${verdict.job.id} .count=${verdict.job.problemCount}></hf-problem-list>` : ''}
        </header>
        ${failureNote(failure)}
        ${failureNote(damagedVersions === 0 ? undefined : t('restore.damaged', { count: damagedVersions }))}
        <hf-needs .needs=${needsOf(facts)} .now=${now}></hf-needs>
        ${this.#jobs(status)}
        <hf-picture .standings=${standing} .copies=${status.copies} .now=${now}></hf-picture>
        ${this.#recent(status)}
      </div>
    `;
  }

  #jobs({ jobs }: Status): TemplateResult | string {
    if (jobs.length === 0) return '';
    return html`<section class="jobs" aria-labelledby="jobs">
      <h2 id="jobs">${t('home.jobs')}</h2>
      ${repeat(
        jobs,
        ({ id }) => id,
        (job) => html`<hf-job-card .job=${job}></hf-job-card>`,
      )}
    </section>`;
  }

  #recent({ recent }: Status): TemplateResult | string {
    if (recent.length === 0) return '';
    return html`<section class="card" aria-labelledby="recent">
      <h2 id="recent">${t('home.recent')}</h2>
      <hf-job-list .jobs=${recent.slice(0, RECENT_SHOWN)} .label=${t('home.recent')}></hf-job-list>
      <p><a href=${pageLink('activity')}>${t('home.recent.all')}</a></p>
    </section>`;
  }
}

/** What the status tells is newer than what was asked for. */
function merged(ended: readonly JobView[], { recent, jobs }: Status): readonly JobView[] {
  const newer = new Set([...recent, ...jobs].map(({ id }) => id));
  return [...recent, ...ended.filter(({ id }) => !newer.has(id))];
}

customElements.define('hf-home', Home);
