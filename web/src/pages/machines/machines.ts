/** `<hf-machines>`: which machines the box protects today: itself; and how another computer's folder gets in. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { JobView, ProtectedFolder } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { pageLink } from '../../box/route.ts';
import { formatAgo, formatList, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { abilities, guideHeader, guideLooks, steps } from '../../ui/guide.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { EndedJobs } from '../jobs/ended-jobs.ts';
import '../jobs/job-list.ts';

export class Machines extends LitElement {
  static override properties = { failure: { state: true } };
  declare failure: string | undefined;
  readonly #clock = new Clock(this);
  readonly #backups = new EndedJobs(this, [{ kind: 'backup', limit: 100 }]);

  static override styles = [
    looks,
    guideLooks,
    css`
      .title {
        justify-content: space-between;
      }
      .folder {
        padding-block: var(--gap-4);
      }
      .folder + .folder {
        border-top: 1px solid var(--line);
      }
      h3 {
        font-size: var(--size-text);
        overflow-wrap: anywhere;
      }
      .wanting {
        color: var(--amber);
      }
      hf-job-list {
        margin-top: var(--gap-2);
        padding-inline-start: var(--gap-4);
        border-inline-start: 3px solid var(--line);
      }
    `,
  ];

  constructor() {
    super();
    new DoorController(this);
  }

  override render(): TemplateResult {
    const add = html`<a class="button" href=${pageLink('protect')}>${icon('plus')}${t('machines.action')}</a>`;
    return html`<div class="stack">
      ${guideHeader('page.machines', 'machines.lead')}
      <section class="card" aria-labelledby="this">
        <div class="row title"><h2 id="this" class="name">${t('machines.this', { name: formatName(box.status?.box.name ?? '') })}</h2>${door.can('operator') ? add : ''}</div>
        ${failureNote(this.failure ?? this.#backups.failure)} ${this.#folders(box.status?.folders ?? [])}
      </section>
      ${abilities('machines.can', 'machines.cannot')}
      ${steps('machines.others', [{ text: 'machines.now.mount' }, { text: 'machines.now.protect' }, { text: 'machines.now.check' }])}
    </div>`;
  }

  #folders(folders: readonly ProtectedFolder[]): TemplateResult {
    if (folders.length === 0) return html`<p class="soft">${t('machines.none')}</p>`;
    return html`<p class="small soft">${t('machines.this.lead')}</p>
      <ul>${folders.map((folder) => html`<li class="folder">${this.#folder(folder)}</li>`)}</ul>`;
  }

  #folder({ path, lastTime, snapshotCount, leftOut }: ProtectedFolder): TemplateResult {
    const folder = formatName(path);
    const isActive = box.status?.jobs.some(({ kind, subject }) => kind === 'backup' && subject.folder === path) ?? false;
    const about =
      lastTime === null
        ? html`<span class="wanting">${t('home.never')}</span>`
        : html`${t('home.last', { when: formatAgo(lastTime, this.#clock.now) })} · ${t('count.versions', { count: snapshotCount })}`;
    return html`<h3 translate="no">${folder}</h3>
      <p class="small soft">${about}</p>
      ${leftOut.length === 0 ? '' : html`<p class="small soft name">${t('home.left-out', { paths: formatList(leftOut.map(formatName)) })}</p>`}
      ${this.#last(path)}
      ${
        snapshotCount === 0 && door.can('operator')
          ? html`<div class="row"><button type="button" class="quiet" ?disabled=${isActive || box.isAway} aria-label=${t('home.remove.of', { folder })} @click=${() => this.#forget(path)}>${t('home.remove')}</button></div>`
          : ''
      }`;
  }

  #last(path: string): TemplateResult | string {
    const backups = [...(box.status?.recent ?? []), ...(this.#backups.jobs ?? [])];
    const last: JobView | undefined = backups.find(({ kind, subject }) => kind === 'backup' && subject.folder === path);
    if (last) return html`<hf-job-list .jobs=${[last]} .label=${t('machines.last')}></hf-job-list>`;
    return this.#backups.jobs === undefined ? '' : html`<p class="small soft">${t('machines.last.none')}</p>`;
  }

  async #forget(path: string): Promise<void> {
    try {
      const folders = await api.forgetFolder(path);
      if (box.status) box.take({ ...box.status, folders });
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-machines', Machines);
