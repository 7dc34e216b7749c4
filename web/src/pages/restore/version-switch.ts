/**
 * `<hf-version-switch>`: which version is open, and the way to the others of its line without losing the place in it.
 *
 * `link` makes the address of the same place in another version.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { SnapshotView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/api.ts';
import { compareLink } from '../../box/route.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { lineName, snapshotList, versionsBeside } from './snapshot-list.ts';

export class VersionSwitch extends LitElement {
  static override properties = {
    snapshot: { attribute: false },
    path: { attribute: false },
    link: { attribute: false },
    versions: { state: true },
    failure: { state: true },
  };
  declare snapshot: string;
  declare path: string;
  declare link: (snapshot: string) => string;
  /** Of the same line, newest first. */
  declare versions: readonly SnapshotView[];
  declare failure: string | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .switch {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--gap-3);
      }
      .field {
        flex: 1 1 16rem;
        max-width: 24rem;
      }
      @media (max-width: 40rem) {
        .field {
          flex-basis: 100%;
          max-width: none;
          order: -1;
        }
      }
      .line {
        margin-bottom: var(--gap-2);
      }
      a[aria-disabled] {
        opacity: 0.55;
        cursor: default;
      }
    `,
  ];

  constructor() {
    super();
    this.versions = [];
  }

  override render(): TemplateResult {
    const { versions } = this;
    const at = versions.findIndex(({ id }) => id === this.snapshot);
    const own = versions[at];
    if (!own) return failureNote(this.failure);
    const [newer, older] = [versions[at - 1], versions[at + 1]];
    const before = older ?? null;
    return html`
      <p class="small soft name line" translate="no">${lineName(own)}</p>
      ${
        versions.length === 1
          ? ''
          : html`<div class="switch">
        ${this.#way('back', t('browse.older'), older)}
        ${field(
          { id: 'version', label: t('browse.version', { at: versions.length - at, count: versions.length }) },
          ({ id, describedBy }) => html`<select id=${id} aria-describedby=${describedBy} @change=${this.#choose}>
            ${versions.map((each) => html`<option value=${each.id} translate="no" .selected=${each.id === this.snapshot}>${formatMoment(each.time)}</option>`)}
          </select>`,
        )}
        ${this.#way('next', t('browse.newer'), newer)}
        <a class="button" href=${before ? compareLink(before.id, this.snapshot, this.path) : compareLink(this.snapshot, newer!.id, this.path)}>${t('browse.compare')}</a>
      </div>`
      }
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('snapshot')) void this.#load();
  }

  /** Stays where it is when it leads nowhere: the next press of the same key must not hit something else. */
  #way(sign: 'back' | 'next', text: string, to: SnapshotView | undefined): TemplateResult {
    const label = sign === 'back' ? html`${icon('back')}${text}` : html`${text}${icon('next')}`;
    if (!to) return html`<a class="button" role="link" aria-disabled="true" tabindex="0">${label}</a>`;
    return html`<a class="button" href=${this.link(to.id)} title=${formatMoment(to.time)}>${label}</a>`;
  }

  #choose(event: Event): void {
    location.hash = this.link((event.target as HTMLSelectElement).value);
  }

  async #load(): Promise<void> {
    const { snapshot } = this;
    try {
      const versions = versionsBeside(snapshot, await snapshotList());
      if (snapshot === this.snapshot) this.versions = versions;
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

customElements.define('hf-version-switch', VersionSwitch);
