/** `<hf-job-card>`: a job that runs, waits, or was stopped half way; and what may be done to it. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { JobView } from '../../../../src/api/contract/index.ts';
import { jobLink } from '../../box/route.ts';
import { looks } from '../../ui/looks.ts';
import './job-actions.ts';
import './job-progress.ts';
import { jobSign, signLooks } from './job-sign.ts';
import { doingText, jobTitle } from './job-words.ts';
import './problem-list.ts';

export class JobCard extends LitElement {
  static override properties = { job: { attribute: false } };
  declare job: JobView;

  static override styles = [
    looks,
    signLooks,
    css`
      .card {
        gap: var(--gap-4);
      }
      .top {
        justify-content: space-between;
        align-items: baseline;
      }
      h3 {
        flex: 1 1 14rem;
        font: 600 var(--size-lead) / 1.3 var(--font-title);
      }
      a {
        color: inherit;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 0.2em;
      }
    `,
  ];

  override render(): TemplateResult {
    const { job } = this;
    return html`<article class="card stack" aria-labelledby="title">
      <div class="row top">
        <h3 id="title" class="name"><a href=${jobLink(job.id)}>${jobTitle(job)}</a></h3>
        ${jobSign(job)}
      </div>
      ${job.state === 'running' ? html`<hf-job-progress .job=${job}></hf-job-progress>` : html`<p class="small soft">${doingText(job)}</p>`}
      ${job.problemCount > 0 ? html`<hf-problem-list .job=${job.id} .count=${job.problemCount}></hf-problem-list>` : ''}
      <hf-job-actions .job=${job}></hf-job-actions>
    </article>`;
  }
}

customElements.define('hf-job-card', JobCard);
