/** `<hf-activity>`: what runs, and what ran. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { BoxController, box } from '../box/box.ts';
import { currentRun, recentRuns } from '../box/runs.ts';
import { t } from '../text/text.ts';
import { emptyState } from '../ui/empty-state.ts';
import { looks } from '../ui/looks.ts';
import './home/recent-runs.ts';
import './home/run-card.ts';

export class Activity extends LitElement {
  static override styles = [
    looks,
    css`
      .stack {
        max-width: 54rem;
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
  }

  override render(): TemplateResult {
    const current = box.status ? currentRun(box.status) : null;
    return html`<div class="stack">
      <header><h1>${t('page.activity')}</h1><p class="lead">${t('activity.lead')}</p></header>
      ${current ? html`<hf-run-card .run=${current}></hf-run-card>` : ''}
      ${this.#finished()}
    </div>`;
  }

  #finished(): TemplateResult | string {
    const recent = box.status ? recentRuns(box.status) : [];
    if (recent.length > 0)
      return html`<section class="card" aria-labelledby="recent"><h2 id="recent">${t('activity.recent')}</h2><hf-recent-runs .runs=${recent}></hf-recent-runs></section>`;
    if (box.status && currentRun(box.status)) return '';
    return html`<div class="card">${emptyState('activity', t('activity.none'), t('activity.none.lead'))}</div>`;
  }
}

customElements.define('hf-activity', Activity);
