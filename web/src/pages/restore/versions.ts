/** `<hf-versions>`: every snapshot, newest first, grouped by day. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { SnapshotView, Status } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { BoxController } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { browseLink } from '../../box/route.ts';
import { formatAgo, formatBytes, formatDay, formatList, formatName, formatTime } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';

export class Versions extends LitElement {
  static override properties = { snapshots: { state: true }, failure: { state: true }, damaged: { state: true } };
  declare snapshots: readonly SnapshotView[] | undefined;
  declare failure: string | undefined;
  /** How many versions cannot be read. */
  declare damaged: number;
  readonly #clock = new Clock(this);
  #loadedFor: string | undefined;

  static override styles = [
    looks,
    css`
      h2 {
        margin-bottom: var(--gap-3);
        font-size: var(--size-lead);
      }
      .versions {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
        overflow: clip;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li a {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--gap-1) var(--gap-4);
        padding: var(--gap-3) var(--gap-4);
        color: var(--ink);
        text-decoration: none;
      }
      li a:hover {
        background: var(--accent-soft);
      }
      li a:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius);
      }
      .time {
        font-variant-numeric: tabular-nums;
        font-weight: 600;
        white-space: nowrap;
      }
      .next {
        display: flex;
      }
      li svg {
        color: var(--accent);
      }
      @media (max-width: 30rem) {
        li a {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .time {
          grid-column: 1;
        }
        .what {
          grid-column: 1;
        }
        .next {
          grid-area: 1 / 2 / span 2 / auto;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.damaged = 0;
    new BoxController(this, (status) => void this.#load(status));
  }

  override render(): TemplateResult {
    return html`
      <div class="stack">
        <header>
          <h1>${t('restore.title')}</h1>
          <p class="lead">${t('restore.lead')}</p>
        </header>
        ${failureNote(this.failure)}
        ${failureNote(this.damaged === 0 ? undefined : t('restore.damaged', { count: this.damaged }))}
        ${this.snapshots?.length === 0 && this.damaged === 0 ? html`<p>${t('restore.none')}</p>` : ''}
        ${[...this.#days()].map(([day, snapshots]) => html`<section><h2>${day}</h2><ul class="versions">${snapshots.map((snapshot) => html`<li>${this.#version(snapshot)}</li>`)}</ul></section>`)}
      </div>
    `;
  }

  #days(): Map<string, SnapshotView[]> {
    return Map.groupBy(this.snapshots ?? [], (snapshot) => formatDay(snapshot.time, this.#clock.now));
  }

  #version(snapshot: SnapshotView): TemplateResult {
    const size = snapshot.files === null ? [] : [t('count.files', { count: snapshot.files }), formatBytes(snapshot.bytes ?? 0)];
    const about = [formatAgo(snapshot.time, this.#clock.now), ...size, t('restore.from-host', { host: formatName(snapshot.hostname) })];
    return html`<a href=${browseLink(snapshot.id, snapshot.start)}>
      <time class="time" datetime=${snapshot.time}>${formatTime(snapshot.time)}</time>
      <div class="what">
        <p class="name" translate="no">${formatList(snapshot.paths.map(formatName))}</p>
        <p class="small soft">${about.join(' · ')}</p>
      </div>
      <span class="next">${icon('next')}</span>
    </a>`;
  }

  async #load(status: Status): Promise<void> {
    const state = status.recent[0]?.id ?? '';
    if (state === this.#loadedFor) return;
    this.#loadedFor = state;
    try {
      this.snapshots = await api.snapshots();
      this.damaged = (await api.damagedSnapshots()).length;
      this.failure = undefined;
    } catch (error) {
      this.#loadedFor = undefined;
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-versions', Versions);
