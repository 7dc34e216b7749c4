/** `<hf-versions>`: the page of all versions: a search through them, and their timeline. */
import { html, LitElement, type TemplateResult } from 'lit';
import type { SnapshotView } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { BoxController } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { pageLink } from '../../box/route.ts';
import { t } from '../../text/text.ts';
import { emptyState } from '../../ui/empty-state.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import './name-search.ts';
import { listState, snapshotList } from './snapshot-list.ts';
import './timeline.ts';

export class Versions extends LitElement {
  static override properties = {
    snapshots: { state: true },
    failure: { state: true },
    damaged: { state: true },
    isSearching: { state: true },
  };
  declare snapshots: readonly SnapshotView[] | undefined;
  declare failure: string | undefined;
  /** How many versions cannot be read. */
  declare damaged: number;
  declare isSearching: boolean;
  #loadedFor: string | undefined;

  static override styles = [looks];

  constructor() {
    super();
    this.damaged = 0;
    this.isSearching = false;
    new BoxController(this, () => void this.#load());
    new DoorController(this);
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
        ${this.#content()}
      </div>
    `;
  }

  #content(): TemplateResult | string {
    const { snapshots } = this;
    if (!snapshots) return this.failure === undefined ? html`<p class="soft">${t('app.loading')}</p>` : '';
    if (snapshots.length === 0 && this.damaged > 0) return '';
    if (snapshots.length === 0)
      return html`<section class="card">${emptyState('restore', t('restore.none'), t('restore.none.lead'), html`<a class="button primary" href=${pageLink('home')}>${t('restore.none.action')}</a>`)}</section>`;
    return html`
      ${door.can('operator') ? html`<hf-name-search .isAlone=${this.#hasOneLine(snapshots)} @searching-changed=${this.#searchingChanged}></hf-name-search>` : html`<p>${t('restore.for-operators')}</p>`}
      ${this.isSearching ? '' : html`<hf-timeline .snapshots=${snapshots}></hf-timeline>`}
    `;
  }

  #hasOneLine([first, ...others]: readonly SnapshotView[]): boolean {
    return others.every(({ hostname }) => hostname === first!.hostname);
  }

  #searchingChanged(event: CustomEvent<boolean>): void {
    this.isSearching = event.detail;
  }

  async #load(): Promise<void> {
    const state = listState();
    if (state === this.#loadedFor) return;
    this.#loadedFor = state;
    try {
      const [snapshots, damaged] = await Promise.all([snapshotList(), api.damagedSnapshots()]);
      if (state !== this.#loadedFor) return; // a newer answer is on its way
      this.snapshots = snapshots;
      this.damaged = damaged.length;
      this.failure = undefined;
    } catch (error) {
      this.#loadedFor = undefined;
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-versions', Versions);
