/** `<hf-home>`: one sentence of state first, then what runs, then what is protected. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { ProtectedFolder, Status } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { BoxController, box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { browseLink } from '../../box/route.ts';
import { currentRun, recentRuns } from '../../box/runs.ts';
import { formatAgo, formatList, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import '../kit/kit-reminder.ts';
import './problem-list.ts';
import './recent-runs.ts';
import './run-card.ts';

export class Home extends LitElement {
  static override properties = { folders: { state: true }, failure: { state: true }, damaged: { state: true } };
  declare folders: readonly ProtectedFolder[] | undefined;
  declare failure: string | undefined;
  /** How many versions cannot be read. */
  declare damaged: number;
  readonly #clock = new Clock(this);
  #loadedFor: string | undefined;

  static override styles = [
    looks,
    css`
      .folder {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-3) var(--gap-4);
        padding-block: var(--gap-4);
      }
      .folder + .folder {
        border-top: 1px solid var(--line);
      }
      header hf-problem-list {
        max-width: 46rem;
        margin-top: var(--gap-4);
      }
      .folder:last-child {
        padding-bottom: 0;
      }
      .row[hidden] {
        display: none;
      }
      .what {
        flex: 1 1 16rem;
        min-width: 0;
      }
      .never,
      .missing {
        color: var(--amber);
      }
      .missing {
        display: flex;
        align-items: center;
        gap: var(--gap-1);
      }
      .title {
        justify-content: space-between;
      }
      @media (max-width: 30rem) {
        .folder .row,
        .title .button {
          flex: 1 1 100%;
          gap: var(--gap-2);
        }
        .folder .row > * {
          flex: 1;
          padding-inline: var(--gap-2);
          white-space: nowrap;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.damaged = 0;
    new BoxController(this, (status) => void this.#load(status));
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    const { status } = box;
    if (!status || !this.folders) return this.failure === undefined ? '' : html`${failureNote(this.failure)}`;
    const [current, recent] = [currentRun(status), recentRuns(status)];
    return html`
      <div class="stack">
        <header>${this.#sentence(status, this.folders)}</header>
        <hf-kit-reminder></hf-kit-reminder>
        ${current ? html`<hf-run-card .run=${current}></hf-run-card>` : ''}
        ${failureNote(this.failure)}
        ${failureNote(this.damaged === 0 ? undefined : t('restore.damaged', { count: this.damaged }))}
        <section class="card" aria-labelledby="protected">
          <div class="row title">
            <h2 id="protected">${t('home.protected')}</h2>
            ${door.can('operator') ? html`<a class="button" href="#/protect">${icon('plus')}${t('home.another')}</a>` : ''}
          </div>
          ${this.folders.length === 0 ? html`<p class="soft">${t('home.none-yet')}</p>` : ''}
          <ul>${this.folders.map((folder) => this.#folder(folder, status))}</ul>
        </section>
        ${recent.length === 0 ? '' : html`<section class="card" aria-labelledby="recent"><h2 id="recent">${t('home.recent')}</h2><hf-recent-runs .runs=${recent}></hf-recent-runs></section>`}
      </div>
    `;
  }

  /** Never "everything is safe": a backup that ran is not yet a backup that was proven to come back. */
  #sentence(status: Status, folders: readonly ProtectedFolder[]): TemplateResult {
    const last = recentRuns(status).find((run) => run.state !== 'cancelled');
    const say = (sentence: string, lead: string) => html`<h1 id="sentence">${sentence}</h1><p class="lead">${lead}</p>`;
    if (currentRun(status)) return say(t('home.sentence.running'), t('home.lead.running'));
    if (last?.state === 'failed') return say(t('home.sentence.failed'), t('home.lead.failed'));
    if (last?.state === 'partial') {
      const list = html`<hf-problem-list .run=${last.id} .count=${last.problemCount}></hf-problem-list>`;
      return html`${say(t('home.sentence.partial'), t('home.lead.partial'))}${list}`;
    }
    const never = folders.filter((folder) => folder.snapshotCount === 0);
    if (never.length > 0)
      return html`<h1 id="sentence" class="never name">${neverSentence(never)}</h1><p class="lead">${t('home.lead.never')}</p>`;
    const freshest = folders[0]?.lastTime;
    if (!freshest) return say(t('home.sentence.none'), t('home.lead.none'));
    return say(t('home.sentence.done', { when: formatAgo(freshest, this.#clock.now) }), t('home.lead.done'));
  }

  #folder(folder: ProtectedFolder, status: Status): TemplateResult {
    const name = formatName(folder.path);
    const isBusy = currentRun(status) !== null || box.isAway;
    const isRunning = currentRun(status)?.folder === folder.path;
    return html`<li class="folder">
      <div class="what">
        <p><strong class="name" translate="no">${name}</strong></p>
        ${this.#last(folder, isRunning)}
        ${folder.leftOut.length === 0 ? '' : html`<p class="small soft name">${t('home.left-out', { paths: formatList(folder.leftOut.map(formatName)) })}</p>`}
      </div>
      <div class="row" ?hidden=${!door.can('operator')}>
        ${
          folder.lastSnapshotId === null
            ? html`<button type="button" class="quiet" ?disabled=${isRunning || box.isAway} aria-label=${t('home.remove.of', { folder: name })} @click=${() => this.#forget(folder.path)}>${t('home.remove')}</button>`
            : html`<a class="button" href=${browseLink(folder.lastSnapshotId, folder.start)} aria-label=${t('home.look.of', { folder: name })}>${t('home.look')}</a>`
        }
        <button type="button" class="accent" ?disabled=${isBusy} aria-label=${t('home.backup-now.of', { folder: name })} @click=${() => this.#backUp(folder.path)}>${t('home.backup-now')}</button>
      </div>
    </li>`;
  }

  #last({ lastTime, snapshotCount }: ProtectedFolder, isRunning: boolean): TemplateResult {
    if (lastTime === null && isRunning) return html`<p class="small soft">${t('home.first-runs')}</p>`;
    if (lastTime === null) return html`<p class="small missing">${icon('warning')}${t('home.never')}</p>`;
    return html`<p class="small soft">
      <time datetime=${lastTime} title=${formatMoment(lastTime)}>${t('home.last', { when: formatAgo(lastTime, this.#clock.now) })}</time>
      · ${t('home.versions', { count: snapshotCount })}
    </p>`;
  }

  /** The folders change when a run begins or ends, or one is taken off the list. */
  async #load(status: Status): Promise<void> {
    const state = `${status.repository} ${status.recent[0]?.id ?? ''} ${currentRun(status)?.id ?? ''}`;
    if (status.repository !== 'open' || state === this.#loadedFor) return;
    this.#loadedFor = state;
    try {
      const [folders, damaged] = await Promise.all([api.protectedFolders(), api.damagedSnapshots()]);
      if (state !== this.#loadedFor) return; // a newer answer is on its way
      this.folders = folders;
      this.damaged = damaged.length;
      this.failure = undefined;
    } catch (error) {
      this.#loadedFor = undefined;
      this.failure = failureText(error);
    }
  }

  async #backUp(folder: string): Promise<void> {
    try {
      await api.startBackup(folder);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }

  async #forget(folder: string): Promise<void> {
    try {
      this.folders = await api.forgetFolder(folder);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

function neverSentence(never: readonly ProtectedFolder[]): string {
  if (never.length > 1) return t('home.sentence.never-many', { count: never.length });
  return t('home.sentence.never', { folder: formatName(never[0]!.path) });
}

customElements.define('hf-home', Home);
