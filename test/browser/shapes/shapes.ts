/** `<hf-shapes>`: the shapes that pages share, beside each other, with which tests try them. */
import { html, LitElement, type TemplateResult } from 'lit';
import { speakThrough } from '../../../web/src/box/speak.ts';
import type { Confirm } from '../../../web/src/ui/confirm.ts';
import '../../../web/src/ui/confirm.ts';
import { controls } from '../../../web/src/ui/controls.ts';
import { dataTable, tableLooks } from '../../../web/src/ui/data-table.ts';
import { emptyState } from '../../../web/src/ui/empty-state.ts';
import { field } from '../../../web/src/ui/field.ts';
import { looks } from '../../../web/src/ui/looks.ts';
import { showMore } from '../../../web/src/ui/show-more.ts';
import '../../../web/src/ui/toast.ts';
import { notify } from '../../../web/src/ui/toast.ts';

const DISKS = Array.from({ length: 120 }, (_, number) => ({ name: `disk ${number + 1}`, sizeGigabytes: 500 * (number + 1) }));

class Shapes extends LitElement {
  static override properties = { answer: { state: true }, shown: { state: true }, error: { state: true } };
  declare answer: string;
  declare shown: number;
  declare error: string | undefined;

  static override styles = [looks, controls, tableLooks];

  constructor() {
    super();
    this.answer = 'none';
    this.shown = 3;
  }

  override render(): TemplateResult {
    const columns = [
      { title: 'Name', cell: (disk: (typeof DISKS)[0]) => disk.name },
      { title: 'Size', cell: (disk: (typeof DISKS)[0]) => `${disk.sizeGigabytes} GB`, isNumber: true },
    ];
    return html`<div class="stack">
      <h1>Shapes</h1>
      <div class="row">
        <button type="button" id="erase" @click=${this.#erase}>Erase</button>
        <button type="button" @click=${() => notify('The first thing is done.')}>First</button>
        <button type="button" @click=${() => notify('The second thing is done.')}>Second</button>
        <output>${this.answer}</output>
      </div>
      ${dataTable('Disks', columns, DISKS.slice(0, this.shown))}
      ${showMore(this.shown, DISKS.length, (count) => {
        this.shown = count;
      })}
      ${field(
        { id: 'label', label: 'Label', hint: 'As on the sticker.', error: this.error },
        ({ id, describedBy, isInvalid }) =>
          html`<input id=${id} aria-describedby=${describedBy} aria-invalid=${isInvalid} @input=${this.#judge} />`,
      )}
      ${field({ id: 'day', label: 'Day' }, ({ id, describedBy }) => html`<input id=${id} type="date" aria-describedby=${describedBy} />`)}
      <label class="option"><input type="checkbox" checked />Verify</label>
      ${emptyState('offsite', 'No disk yet.', 'Plug one in.')}
      <hf-confirm .heading=${'Erase this disk?'} .name=${'WD-1234'} .action=${'Erase it'}><p>Everything on it is lost.</p></hf-confirm>
      <hf-toast></hf-toast>
      <div class="aside" role="status" id="live"></div>
    </div>`;
  }

  protected override firstUpdated(): void {
    speakThrough(this.renderRoot.querySelector<HTMLElement>('#live')!);
  }

  async #erase(): Promise<void> {
    this.answer = String(await this.renderRoot.querySelector<Confirm>('hf-confirm')!.ask());
  }

  #judge(event: Event): void {
    this.error = (event.target as HTMLInputElement).value === '' ? 'A label is needed.' : undefined;
  }
}

customElements.define('hf-shapes', Shapes);
