/**
 * `<hf-restore-into>`: asks where chosen entries are to be restored, and starts the job. Fires `restore-started` with the job.
 *
 * Owns: that nothing is overwritten unless a person says so. What is offered is a folder that is not there yet.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { FolderChoice, JobOrder, JobView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/api.ts';
import { restoreApi } from '../../box/restore-api.ts';
import { formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import type { Dialog } from '../../ui/dialog.ts';
import '../../ui/dialog.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { choice, field } from '../../ui/field.ts';
import type { FolderChooser } from '../../ui/folder-chooser.ts';
import '../../ui/folder-chooser.ts';
import { looks } from '../../ui/looks.ts';

type Overwrite = Extract<JobOrder, { kind: 'restore' }>['overwrite'];

export interface ToRestore {
  readonly snapshot: string;
  /** Percent-encoded; '' is everything. */
  readonly paths: readonly string[];
  /** What it is, for the heading. */
  readonly what: string;
}

export class RestoreInto extends LitElement {
  static override properties = {
    toRestore: { state: true },
    place: { state: true },
    name: { state: true },
    overwrite: { state: true },
    isStarting: { state: true },
    failure: { state: true },
  };
  declare toRestore: ToRestore | undefined;
  declare place: FolderChoice | undefined;
  /** Of the folder to make; '' restores into the chosen folder itself. */
  declare name: string;
  declare overwrite: Overwrite;
  declare isStarting: boolean;
  declare failure: string | undefined;
  #wasNamed = false;

  static override styles = [
    looks,
    controls,
    css`
      h3 {
        margin-bottom: var(--gap-2);
        font-size: var(--size-text);
      }
      .target {
        font-weight: 600;
      }
    `,
  ];

  override render(): TemplateResult {
    const { toRestore } = this;
    return html`<hf-dialog wide .heading=${t('into.title', { what: toRestore?.what ?? '' })} @dialog-closed=${this.#closed}>
      ${toRestore ? this.#form() : ''}
      <button slot="actions" type="button" @click=${() => this.#dialog.close()}>${t('action.cancel')}</button>
      <button slot="actions" type="button" class="primary" ?disabled=${!this.place || this.isStarting || this.#nameError !== undefined} @click=${this.#start}>${t('into.start')}</button>
    </hf-dialog>`;
  }

  async ask(toRestore: ToRestore): Promise<void> {
    this.toRestore = toRestore;
    this.overwrite = 'never';
    this.#wasNamed = false;
    this.name = '';
    this.place = undefined;
    this.isStarting = false;
    this.failure = undefined;
    await this.updateComplete;
    await this.#dialog.show();
  }

  get #dialog(): Dialog {
    return this.renderRoot.querySelector<Dialog>('hf-dialog')!;
  }

  #form(): TemplateResult {
    const isThere = this.name === '' || this.#names.has(this.name);
    return html`<div class="stack">
      ${failureNote(this.failure)}
      <section aria-labelledby="where">
        <h3 id="where">${t('into.where')}</h3>
        <hf-folder-chooser @folder-chosen=${this.#chosen}></hf-folder-chooser>
      </section>
      ${field(
        { id: 'name', label: t('into.name'), hint: t('into.name.hint'), error: this.#nameError },
        ({ id, describedBy, isInvalid }) =>
          html`<input id=${id} autocomplete="off" spellcheck="false" aria-describedby=${describedBy} aria-invalid=${isInvalid} .value=${this.name} @input=${this.#typeName} />`,
      )}
      ${this.place ? html`<p>${t('into.target')} <span class="target name" translate="no" id="target">${formatName(this.#target(this.place))}</span></p>` : ''}
      ${
        isThere
          ? choice(
              { id: 'overwrite', label: t('into.overwrite'), hint: t('into.overwrite.hint') },
              [
                { value: 'never', text: t('into.overwrite.never') },
                { value: 'if-newer', text: t('into.overwrite.if-newer') },
                { value: 'always', text: t('into.overwrite.always') },
              ] as const,
              {
                value: this.overwrite,
                chosen: (value) => {
                  this.overwrite = value;
                },
              },
            )
          : html`<p class="small soft">${t('into.overwrite.new')}</p>`
      }
    </div>`;
  }

  get #names(): ReadonlySet<string> {
    return new Set(this.place?.folders.map(({ name }) => name));
  }

  get #nameError(): string | undefined {
    const isOne = !this.name.includes('/') && !this.name.includes('\0') && this.name !== '.' && this.name !== '..';
    return isOne ? undefined : t('into.name.wrong');
  }

  #target({ path }: FolderChoice): string {
    return this.name === '' ? path : `${path === '/' ? '' : path}/${this.name}`;
  }

  #chosen(event: Event): void {
    this.place = (event.target as FolderChooser).choice;
    if (!this.#wasNamed) this.name = this.#freeName();
  }

  /** A name with the date of today that no folder here has. */
  #freeName(): string {
    const now = new Date();
    const two = (value: number) => String(value).padStart(2, '0');
    const name = t('into.name.offered', { date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` });
    const names = this.#names;
    if (!names.has(name)) return name;
    for (let number = 2; ; number++) if (!names.has(`${name} (${number})`)) return `${name} (${number})`;
  }

  #typeName(event: Event): void {
    this.#wasNamed = true;
    this.name = (event.target as HTMLInputElement).value.trim();
  }

  async #start(): Promise<void> {
    const { toRestore, place } = this;
    if (!toRestore || !place) return;
    const isThere = this.name === '' || this.#names.has(this.name);
    const { snapshot, paths } = toRestore;
    this.isStarting = true;
    this.failure = undefined;
    try {
      const overwrite = isThere ? this.overwrite : 'never';
      const job: JobView = await restoreApi.restore({ snapshot, paths: [...paths], target: this.#target(place), overwrite });
      this.#dialog.close();
      this.dispatchEvent(new CustomEvent('restore-started', { detail: job }));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isStarting = false;
    }
  }

  #closed(): void {
    this.toRestore = undefined;
  }
}

customElements.define('hf-restore-into', RestoreInto);
