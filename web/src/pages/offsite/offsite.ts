/** `<hf-offsite>`: copies of the backups in other places: how fresh each is, bringing one up to date, making another. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { CopyView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { formatAgo, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { emptyState } from '../../ui/empty-state.ts';
import { failureNote } from '../../ui/failure-note.ts';
import '../../ui/folder-chooser.ts';
import { abilities, guideHeader, guideLooks } from '../../ui/guide.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { isElsewhere } from '../home/judgement.ts';
import { EndedJobs } from '../jobs/ended-jobs.ts';
import '../jobs/job-card.ts';
import '../jobs/job-list.ts';

const ATTEMPTS_SHOWN = 2;

export class Offsite extends LitElement {
  static override properties = { folder: { state: true }, failure: { state: true } };
  declare folder: string | undefined;
  declare failure: string | undefined;
  readonly #clock = new Clock(this);
  readonly #copies = new EndedJobs(this, [{ kind: 'copy', limit: 50 }]);

  static override styles = [
    looks,
    guideLooks,
    css`
      .copy {
        display: grid;
        gap: var(--gap-2);
        padding-block: var(--gap-4);
      }
      .copy + .copy {
        border-top: 1px solid var(--line);
      }
      h3 {
        font-size: var(--size-text);
        overflow-wrap: anywhere;
      }
      .wanting {
        color: var(--amber);
      }
      .end {
        justify-content: flex-end;
      }
    `,
  ];

  constructor() {
    super();
    new DoorController(this);
  }

  override render(): TemplateResult {
    const copies = box.status?.copies ?? [];
    const jobs = (box.status?.jobs ?? []).filter(({ kind }) => kind === 'copy');
    const add = door.can('operator') && box.status?.repository === 'open' ? this.#add() : '';
    return html`<div class="stack">
      ${guideHeader('page.offsite', 'offsite.lead')} ${failureNote(this.failure ?? this.#copies.failure)}
      ${jobs.map((job) => html`<hf-job-card .job=${job}></hf-job-card>`)}
      ${copies.some(isElsewhere) ? html`${this.#list(copies)} ${add}` : html`${add} ${this.#list(copies)}`} ${openWithout(copies)}
      ${abilities(undefined, 'offsite.cannot')}
    </div>`;
  }

  #list(copies: readonly CopyView[]): TemplateResult {
    return html`<section class="card" aria-labelledby="copies">
      <h2 id="copies">${t('offsite.copies')}</h2>
      ${copies.length === 0 ? emptyState('offsite', t('offsite.none'), t('home.lead.only-here')) : html`<ul>${copies.map((copy) => html`<li class="copy">${this.#copy(copy)}</li>`)}</ul>`}
    </section>`;
  }

  #copy({ path, lastCopyAt, isSameDrive }: CopyView): TemplateResult {
    const place = formatName(path);
    const newest = box.status?.folders.map(({ lastTime }) => lastTime).filter((time) => time !== null) ?? [];
    const lacks = lastCopyAt === null || newest.some((time) => Date.parse(time) > Date.parse(lastCopyAt));
    const isActive = box.status?.jobs.some(({ kind, subject }) => kind === 'copy' && subject.target === path) ?? false;
    const last = this.#copies.jobs?.filter(({ subject }) => subject.target === path).slice(0, ATTEMPTS_SHOWN) ?? [];
    return html`<h3 translate="no">${place}</h3>
      <p class="small ${lacks ? 'wanting' : 'soft'}">
        ${lastCopyAt === null ? t('offsite.never') : html`<time datetime=${lastCopyAt} title=${formatMoment(lastCopyAt)}>${t('offsite.up-to-date', { when: formatAgo(lastCopyAt, this.#clock.now) })}</time>. ${t(lacks ? 'offsite.lacks' : 'offsite.has-all')}`}
      </p>
      ${isSameDrive ? html`<p class="note amber">${icon('warning')}<span>${t('offsite.same-drive')}</span></p>` : ''}
      ${last.length === 0 ? '' : html`<hf-job-list .jobs=${last} .label=${t('offsite.last', { place })}></hf-job-list>`}
      ${door.can('operator') ? html`<div class="row"><button type="button" class="accent" ?disabled=${isActive || box.isAway} aria-label=${t('offsite.bring.of', { place })} @click=${() => this.#start(path)}>${t('offsite.bring')}</button></div>` : ''}`;
  }

  #add(): TemplateResult {
    return html`<section class="card stack screen-only" aria-labelledby="add">
      <h2 id="add">${t('offsite.add')}</h2>
      <p>${t('offsite.add.lead')}</p>
      <p class="note amber">${icon('warning')}<span>${t('offsite.add.drive')}</span></p>
      <hf-folder-chooser @folder-chosen=${(event: CustomEvent<string>) => this.#choose(event.detail)}></hf-folder-chooser>
      <div class="row end"><button type="button" class="primary" ?disabled=${this.folder === undefined || box.isAway} @click=${() => this.#start(this.folder!)}>${t('offsite.add.do')}</button></div>
      <p class="small soft">${t('offsite.add.terminal')} <code translate="no">holdfast box copy FOLDER</code></p>
    </section>`;
  }

  #choose(folder: string): void {
    this.folder = folder;
  }

  async #start(target: string): Promise<void> {
    try {
      await box.ask(() => jobsApi.start({ kind: 'copy', target }));
      this.failure = undefined;
      this.renderRoot.querySelector('h1')?.scrollIntoView();
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

function openWithout(copies: readonly CopyView[]): TemplateResult {
  const place = copies[0]?.path ?? '/media/disk';
  return html`<section class="card stack" aria-labelledby="open">
    <h2 id="open">${t('offsite.open')}</h2>
    <p>${t('offsite.open.lead')}</p>
    <p>${t('kit.command.list')}</p>
    <pre translate="no"><code>restic -r ${quoted(place)} snapshots</code></pre>
    <p>${t('kit.command.restore')}</p>
    <pre translate="no"><code>restic -r ${quoted(place)} restore ID --target restored</code></pre>
    <p class="small soft">${t('offsite.leave')}</p>
  </section>`;
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${formatName(path).replaceAll("'", "'\\''")}'`;
}

customElements.define('hf-offsite', Offsite);
