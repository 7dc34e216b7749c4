/** `<hf-compare>`: two versions of a folder beside each other, folder by folder: what was added, changed, removed, and how much in all. */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CompareCounts, ComparePage, Difference, SnapshotView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/api.ts';
import { restoreApi } from '../../box/restore-api.ts';
import { browseLink, compareLink, entryLink } from '../../box/route.ts';
import { speak } from '../../box/speak.ts';
import { formatBytes, formatList, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { type Drawing, icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { compareLooks } from './compare.looks.ts';
import { lineName, snapshotList, versionsBeside } from './snapshot-list.ts';
import type { TextDiff } from './text-diff.ts';
import './text-diff.ts';
import { trail } from './trail.ts';

const SIGNS = { added: 'plus', removed: 'minus', changed: 'changed', metadata: 'changed', below: 'folder' } as const satisfies Record<
  Difference['change'],
  Drawing
>;

export class Compare extends LitElement {
  static override properties = {
    earlier: { attribute: false },
    later: { attribute: false },
    path: { attribute: false },
    versions: { state: true },
    page: { state: true },
    differences: { state: true },
    counts: { state: true },
    failure: { state: true },
  };
  declare earlier: string;
  declare later: string;
  declare path: string;
  declare versions: readonly SnapshotView[];
  /** The last one that came. */
  declare page: ComparePage | undefined;
  declare differences: readonly Difference[];
  declare counts: CompareCounts | undefined;
  declare failure: string | undefined;
  #loading = new AbortController();

  static override styles = [looks, controls, compareLooks];

  constructor() {
    super();
    this.versions = [];
    this.differences = [];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading.abort();
  }

  override render(): TemplateResult {
    const { page } = this;
    return html`
      <div class="stack">
        <header>
          <a class="back small" href=${browseLink(this.later, this.path)}>${icon('back')}${t('compare.back')}</a>
          <h1>${t('compare.title')}</h1>
          ${page ? html`<p class="small soft name" translate="no">${lineName(page.after)}</p>` : ''}
        </header>
        ${this.#sides()}
        ${failureNote(this.failure)}
        ${page ? this.#content(page) : ''}
      </div>
      <hf-text-diff></hf-text-diff>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('earlier') || changed.has('later') || changed.has('path')) void this.#load();
  }

  #sides(): TemplateResult | string {
    if (this.versions.length === 0) return '';
    const side = (id: 'before' | 'after') =>
      field(
        { id, label: t(`compare.${id}`) },
        (ties) => html`<select id=${ties.id} aria-describedby=${ties.describedBy} @change=${this.#choose}>
          ${this.versions.map((each) => html`<option value=${each.id} translate="no" .selected=${each.id === (id === 'before' ? this.earlier : this.later)}>${formatMoment(each.time)}</option>`)}
        </select>`,
      );
    return html`<div class="sides">${side('before')}${side('after')}</div>`;
  }

  #content(page: ComparePage): TemplateResult {
    return html`
      ${trail(page.trail, t('compare.root'), (path) => compareLink(this.earlier, this.later, path))}
      ${this.#summary()}
      ${
        this.differences.length === 0
          ? html`<p class="card soft">${t('compare.same')}</p>`
          : html`<ul class="differences" aria-label=${t('compare.list')}>${repeat(
              this.differences,
              ({ path }) => path,
              (difference) => html`<li class=${difference.change}>${this.#difference(difference, page)}</li>`,
            )}</ul>`
      }
      ${page.next === null ? '' : html`<p class="row"><button type="button" @click=${this.#more}>${t('search.more')}</button></p>`}
    `;
  }

  #summary(): TemplateResult {
    const { counts } = this;
    if (!counts) return html`<p class="soft" id="summary">${t('compare.counting')}</p>`;
    const all = ({ files, dirs, others }: CompareCounts['added']) => files + dirs + others;
    const part = (kind: 'added' | 'changed' | 'removed', drawing: Drawing) =>
      html`<li class=${kind}>${icon(drawing)}<span>${t(`compare.count.${kind}`, { count: all(counts[kind]) })} · ${formatBytes(counts[kind].bytes)}</span></li>`;
    return html`<div id="summary">
      <p class="small soft">${t('compare.below')}</p>
      <ul class="row counts">${part('added', 'plus')}${part('changed', 'changed')}${part('removed', 'minus')}${counts.metadata === 0 ? '' : html`<li class="soft">${t('compare.count.metadata', { count: counts.metadata })}</li>`}</ul>
    </div>`;
  }

  #difference(difference: Difference, page: ComparePage): TemplateResult {
    const { change, before, after } = difference;
    const name = formatName(difference.name);
    const isFolder = (after ?? before)!.type === 'dir' && (before === null || after === null || before.type === after.type);
    const href = isFolder
      ? compareLink(this.earlier, this.later, difference.path)
      : entryLink(after ? page.after.id : page.before.id, difference.path, (after ?? before)!.type === 'file');
    return html`
      <span class="sign">${icon(SIGNS[change])}</span>
      <span class="texts">
        <a href=${href} translate="no" class="name">${name}</a>
        <span class="small soft">${formatList([t(`compare.change.${change}`), ...aboutOf(difference)])}</span>
      </span>
      ${change === 'changed' && before?.type === 'file' && after?.type === 'file' ? html`<button type="button" class="quiet small" aria-label=${t('compare.lines.of', { name })} @click=${() => this.#compareTexts(difference, page)}>${t('compare.lines')}</button>` : ''}
    `;
  }

  #choose(event: Event): void {
    const { id, value } = event.target as HTMLSelectElement;
    const [before, after] = id === 'before' ? [value, this.later] : [this.earlier, value];
    location.hash = compareLink(before, after, this.path);
  }

  #compareTexts({ path, name, before, after }: Difference, page: ComparePage): void {
    const side = (snapshot: string, of: NonNullable<Difference['before']>) => ({ snapshot, sizeBytes: of.sizeBytes, when: of.modified });
    void this.renderRoot
      .querySelector<TextDiff>('hf-text-diff')!
      .show({ path, name, isText: after!.preview === 'text', before: side(page.before.id, before!), after: side(page.after.id, after!) });
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const { earlier: before, later: after, path } = this;
    this.counts = undefined;
    try {
      const [page, all] = await Promise.all([restoreApi.compare({ before, after, path }, null, signal), snapshotList()]);
      if (signal.aborted) return;
      this.failure = undefined;
      this.page = page;
      this.differences = page.differences;
      this.versions = versionsBeside(after, all);
      this.counts = await restoreApi.compareCounts({ before, after, path }, signal);
      speak(this.#spoken(this.counts));
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #spoken({ added, changed, removed }: CompareCounts): string {
    const all = ({ files, dirs, others }: CompareCounts['added']) => files + dirs + others;
    return [
      t('compare.count.added', { count: all(added) }),
      t('compare.count.changed', { count: all(changed) }),
      t('compare.count.removed', { count: all(removed) }),
    ].join(', ');
  }

  #fail(error: unknown): void {
    this.failure = failureText(error);
    this.page = undefined;
    this.differences = [];
  }

  async #more(): Promise<void> {
    const { earlier: before, later: after, path } = this;
    const { signal } = this.#loading;
    try {
      const page = await restoreApi.compare({ before, after, path }, this.page!.next, signal);
      this.page = page;
      this.differences = [...this.differences, ...page.differences];
    } catch (error) {
      if (!signal.aborted) this.failure = failureText(error);
    }
  }
}

/** Sizes before and after, as far as there are any. */
function aboutOf({ before, after }: Difference): string[] {
  const size = (side: Difference['before']) => (side?.type === 'file' ? formatBytes(side.sizeBytes) : undefined);
  const [old, young] = [size(before), size(after)];
  if (old !== undefined && young !== undefined && old !== young) return [t('compare.sizes', { before: old, after: young })];
  const one = young ?? old;
  return one === undefined ? [] : [one];
}

customElements.define('hf-compare', Compare);
