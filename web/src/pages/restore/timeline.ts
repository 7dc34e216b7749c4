/**
 * `<hf-timeline>`: versions, newest first: those of the last weeks by day, older ones by month. However many, it draws them in pages, and a
 * date leads to the version of that day.
 */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SnapshotView } from '../../../../src/api/contract/index.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { browseLink } from '../../box/route.ts';
import { speak } from '../../box/speak.ts';
import {
  formatAgo,
  formatBytes,
  formatDay,
  formatDayAndTime,
  formatList,
  formatMoment,
  formatMonth,
  formatName,
  formatTime,
} from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { showMore } from '../../ui/show-more.ts';
import { lineName, lineOf } from './snapshot-list.ts';
import { timelineLooks } from './timeline.looks.ts';

const PAGE_LENGTH = 60;
const BY_DAY_MS = 21 * 86_400_000;

export class Timeline extends LitElement {
  static override properties = {
    snapshots: { attribute: false },
    line: { state: true },
    shown: { state: true },
    said: { state: true },
  };
  declare snapshots: readonly SnapshotView[];
  /** Of the versions to show; null is all of them. */
  declare line: string | null;
  declare shown: number;
  /** What became of the date that was asked for. */
  declare said: string;
  readonly #clock = new Clock(this);

  static override styles = [looks, controls, timelineLooks];

  constructor() {
    super();
    this.line = null;
    this.shown = PAGE_LENGTH;
    this.said = '';
    new DoorController(this);
  }

  override render(): TemplateResult {
    const all = this.#versions();
    const groups = Map.groupBy(all.slice(0, this.shown), (snapshot) => this.#groupOf(snapshot));
    return html`
      <div class="stack">
        ${this.#tools(all)}
        ${[...groups].map(
          ([name, snapshots]) => html`<section>
            <h2>${name}</h2>
            <ul class="versions">${repeat(
              snapshots,
              ({ id }) => id,
              (snapshot) => html`<li>${this.#version(snapshot)}</li>`,
            )}</ul>
          </section>`,
        )}
        ${showMore(Math.min(this.shown, all.length), all.length, (count) => this.#show(count), PAGE_LENGTH)}
      </div>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshots') && !this.snapshots.some((each) => lineOf(each) === this.line)) this.line = null;
  }

  #versions(): readonly SnapshotView[] {
    return this.line === null ? this.snapshots : this.snapshots.filter((each) => lineOf(each) === this.line);
  }

  #tools(all: readonly SnapshotView[]): TemplateResult | string {
    const lines = new Map(this.snapshots.map((each) => [lineOf(each), lineName(each)]));
    const [newest, oldest] = [all[0], all.at(-1)];
    if (!newest || !oldest || this.snapshots.length < 2) return '';
    return html`<div class="tools">
      ${
        lines.size < 2
          ? ''
          : field(
              { id: 'line', label: t('restore.lines') },
              ({ id, describedBy }) => html`<select id=${id} aria-describedby=${describedBy} @change=${this.#chooseLine}>
                <option value="" ?selected=${this.line === null}>${t('restore.lines.all', { count: lines.size })}</option>
                ${[...lines].map(([line, name]) => html`<option value=${line} translate="no" ?selected=${line === this.line}>${name}</option>`)}
              </select>`,
            )
      }
      ${field(
        { id: 'date', label: t('restore.jump'), hint: this.said === '' ? undefined : this.said },
        ({ id, describedBy }) =>
          html`<input type="date" id=${id} aria-describedby=${describedBy} min=${dayOf(oldest.time)} max=${dayOf(newest.time)} @change=${this.#jump} />`,
      )}
    </div>`;
  }

  #groupOf({ time }: SnapshotView): string {
    const { now } = this.#clock;
    return now.getTime() - Date.parse(time) < BY_DAY_MS ? formatDay(time, now) : formatMonth(time);
  }

  #version(snapshot: SnapshotView): TemplateResult {
    const isByDay = this.#clock.now.getTime() - Date.parse(snapshot.time) < BY_DAY_MS;
    const size = snapshot.files === null ? [] : [t('count.files', { count: snapshot.files }), formatBytes(snapshot.bytes ?? 0)];
    const about = [...size, t('restore.from-host', { host: formatName(snapshot.hostname) })];
    const row = html`<time class="time" datetime=${snapshot.time}>${isByDay ? formatTime(snapshot.time) : formatDayAndTime(snapshot.time)}</time>
      <div class="what">
        <p class="name" translate="no">${formatList(snapshot.paths.map(formatName))}</p>
        <p class="small soft"><time datetime=${snapshot.time}>${formatAgo(snapshot.time, this.#clock.now)}</time> · ${about.join(' · ')}</p>
      </div>`;
    if (!door.can('operator')) return html`<div class="row-only" tabindex="-1" data-id=${snapshot.id}>${row}</div>`;
    return html`<a href=${browseLink(snapshot.id, snapshot.start)} data-id=${snapshot.id}>${row}<span class="next">${icon('next')}</span></a>`;
  }

  #chooseLine(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.line = value === '' ? null : value;
    this.shown = PAGE_LENGTH;
    this.said = '';
  }

  async #show(count: number): Promise<void> {
    const before = this.shown;
    this.shown = count;
    await this.#focus(before);
  }

  /** To the newest version of that day, or of the last day before it that has one. */
  async #jump(event: Event): Promise<void> {
    const { value } = event.target as HTMLInputElement;
    if (value === '') return;
    const all = this.#versions();
    const found = all.findIndex(({ time }) => dayOf(time) <= value);
    const at = found === -1 ? all.length - 1 : found;
    const target = all[at]!;
    this.said = '';
    if (dayOf(target.time) !== value)
      this.said = t(found === -1 ? 'restore.jump.oldest' : 'restore.jump.before', { when: formatMoment(target.time) });
    speak(this.said === '' ? t('browse.title', { when: formatMoment(target.time) }) : this.said);
    this.shown = Math.max(this.shown, at + PAGE_LENGTH);
    await this.#focus(at);
  }

  async #focus(at: number): Promise<void> {
    await this.updateComplete;
    const link = this.renderRoot.querySelector<HTMLElement>(`[data-id="${this.#versions()[at]?.id}"]`);
    link?.scrollIntoView({ block: 'center' });
    link?.focus({ preventScroll: true });
  }
}

/** The day of a moment where the reader is, as a date field writes it. */
function dayOf(time: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

customElements.define('hf-timeline', Timeline);
