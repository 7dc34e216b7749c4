/** `<hf-damage-card>`: what the last check found wrong, what it means and what to do; nothing while the backups are whole. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { jobLink } from '../../box/route.ts';
import { formatAgo, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { guideLooks, type Step, stepList } from '../../ui/guide.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { freshestOf } from '../home/judgement.ts';
import { EndedJobs } from '../jobs/ended-jobs.ts';
import { standingOf } from '../jobs/job-words.ts';
import '../jobs/problem-list.ts';

export class DamageCard extends LitElement {
  readonly #clock = new Clock(this);
  readonly #checks = new EndedJobs(this, [{ kind: 'check', state: 'done', limit: 10 }]);

  static override styles = [
    looks,
    guideLooks,
    css`
      .card.stack {
        gap: var(--gap-3);
        border-color: var(--red);
      }
      h2 {
        color: var(--red);
      }
      h2 svg {
        margin-inline-end: var(--gap-2);
        vertical-align: -0.15em;
      }
    `,
  ];

  override render(): TemplateResult | string {
    const check = box.status?.lastCheck;
    if (!check || check.isWhole) return '';
    const job = this.#checks.jobs?.find((each) => standingOf(each) === 'damaged');
    return html`<section class="card stack" aria-labelledby="damage">
      <h2 id="damage">${icon('warning')}${t('continuity.damage')}</h2>
      <p>${t('continuity.damage.lead', { when: formatAgo(check.at, this.#clock.now) })}</p>
      ${job && job.problemCount > 0 ? html`<hf-problem-list .job=${job.id} .count=${job.problemCount}></hf-problem-list>` : ''}
      ${job ? html`<div class="row screen-only"><a class="button" href=${jobLink(job.id)}>${t('continuity.damage.job')}</a></div>` : ''}
      ${stepList(this.#steps())}
      <p class="small soft">${t('continuity.damage.names')}</p>
    </section>`;
  }

  #steps(): Step[] {
    const copy = freshestOf(box.status?.copies ?? []);
    const from = copy ? ` --from-repo ${quoted(copy.path)}` : '';
    return [
      { text: 'continuity.damage.again' },
      { text: 'continuity.damage.packs', command: `holdfast -r repository repair packs${from}` },
      copy
        ? { text: 'continuity.damage.blobs', command: `holdfast -r repository repair blobs${from}` }
        : { text: 'continuity.damage.no-copy' },
      { text: 'continuity.damage.snapshots', command: 'holdfast -r repository repair snapshots' },
      { text: 'continuity.damage.check' },
    ];
  }
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${formatName(path).replaceAll("'", "'\\''")}'`;
}

customElements.define('hf-damage-card', DamageCard);
