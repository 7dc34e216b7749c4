/** `<hf-activity>`: what runs, what waits, and what was done. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { pageLink } from '../../box/route.ts';
import { t } from '../../text/text.ts';
import { looks } from '../../ui/looks.ts';
import '../jobs/job-card.ts';
import './history.ts';

export class Activity extends LitElement {
  static override styles = [
    looks,
    css`
      .stack {
        max-width: 54rem;
      }
      section > * + * {
        margin-top: var(--gap-4);
      }
      .head {
        justify-content: space-between;
        align-items: start;
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult {
    const jobs = box.status?.jobs ?? [];
    return html`<div class="stack">
      <header class="row head">
        <div><h1>${t('page.activity')}</h1><p class="lead">${t('activity.lead')}</p></div>
        ${door.can('admin') ? html`<a class="button" href=${pageLink('audit')}>${t('audit.open')}</a>` : ''}
      </header>
      <section aria-labelledby="now">
        <h2 id="now">${t('activity.now')}</h2>
        ${jobs.length === 0 ? html`<p class="soft">${t('activity.now.none')}</p>` : ''}
        ${repeat(
          jobs,
          ({ id }) => id,
          (job) => html`<hf-job-card .job=${job}></hf-job-card>`,
        )}
      </section>
      <hf-history></hf-history>
    </div>`;
  }
}

customElements.define('hf-activity', Activity);
