/** `<hf-job-list>`: jobs one below the other: what each was, how it stands, what came of it. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { JobView } from '../../../../src/api/contract/index.ts';
import { Clock } from '../../box/clock.ts';
import { jobLink } from '../../box/route.ts';
import { formatAgo, formatMoment, formatName } from '../../text/format.ts';
import { looks } from '../../ui/looks.ts';
import { jobSign, signLooks } from './job-sign.ts';
import { doingText, jobTitle, resultText, tookText } from './job-words.ts';
import './problem-list.ts';

export class JobList extends LitElement {
  static override properties = { jobs: { attribute: false }, label: { attribute: false } };
  declare jobs: readonly JobView[];
  declare label: string;
  readonly #clock = new Clock(this);

  static override styles = [
    looks,
    signLooks,
    css`
      li {
        display: grid;
        gap: var(--gap-1);
        padding-block: var(--gap-3);
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .top {
        justify-content: space-between;
        gap: var(--gap-1) var(--gap-4);
      }
      .top a {
        font-weight: 600;
      }
      hf-problem-list {
        margin-top: var(--gap-2);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<ul aria-label=${this.label}>${repeat(
      this.jobs,
      ({ id }) => id,
      (job) => this.#job(job),
    )}</ul>`;
  }

  #job(job: JobView): TemplateResult {
    const time = job.finishedAt ?? job.startedAt ?? job.createdAt;
    const about = [tookText(job), job.requestedBy === null ? undefined : formatName(job.requestedBy)].filter((each) => each !== undefined);
    const sentence = resultText(job) || doingText(job);
    return html`<li>
      <div class="row top"><a class="name" href=${jobLink(job.id)}>${jobTitle(job)}</a>${jobSign(job)}</div>
      <p class="small soft">
        <time datetime=${time} title=${formatMoment(time)}>${formatAgo(time, this.#clock.now)}</time>${about.map((each, index) => html` · <span translate=${index === about.length - 1 && job.requestedBy !== null ? 'no' : 'yes'}>${each}</span>`)}
      </p>
      ${sentence === '' ? '' : html`<p class="small name">${sentence}</p>`}
      ${job.problemCount > 0 ? html`<hf-problem-list .job=${job.id} .count=${job.problemCount}></hf-problem-list>` : ''}
    </li>`;
  }
}

customElements.define('hf-job-list', JobList);
