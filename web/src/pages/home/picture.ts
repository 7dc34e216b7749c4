/** `<hf-picture>`: where each folder is: the original, this box, each copy; how old, and when it was last read again. And what can be done. */
import { html, LitElement, type TemplateResult } from 'lit';
import type { CopyView, ProtectedFolder } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { browseLink } from '../../box/route.ts';
import { formatAgo, formatList, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { type Column, dataTable, tableLooks } from '../../ui/data-table.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { pictureLooks } from './picture.looks.ts';
import type { Standing } from './proofs.ts';
import { proofText } from './sentence.ts';

type Tone = 'good' | 'wanting' | 'plain';

export class Picture extends LitElement {
  static override properties = {
    standings: { attribute: false },
    copies: { attribute: false },
    now: { attribute: false },
    failure: { state: true },
  };
  declare standings: readonly Standing[];
  declare copies: readonly CopyView[];
  declare now: Date;
  declare failure: string | undefined;

  static override styles = [looks, tableLooks, pictureLooks];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="picture">
      <div class="row title">
        <h2 id="picture">${t('home.picture')}</h2>
        ${door.can('operator') ? html`<a class="button" href="#/protect">${icon('plus')}${t('home.another')}</a>` : ''}
      </div>
      <p class="small soft lead-in">${t('home.picture.lead')}</p>
      ${failureNote(this.failure)}
      ${this.standings.length === 0 ? html`<p class="soft">${t('home.none-yet')}</p>` : dataTable(t('home.picture'), this.#columns(), this.standings)}
    </section>`;
  }

  #columns(): readonly Column<Standing>[] {
    const copies = this.copies.map((copy): Column<Standing> => {
      const title = t('home.picture.copy', { place: formatName(copy.path) });
      return { title, cell: ({ folder }) => this.#copyCell(folder, copy) };
    });
    const none: Column<Standing> = { title: t('home.picture.no-copy'), cell: () => cell('wanting', t('home.picture.copy-none')) };
    return [
      { title: t('home.picture.folder'), cell: ({ folder }) => nameCell(folder) },
      { title: t('home.picture.original'), cell: ({ folder }) => this.#originalCell(folder) },
      { title: t('home.picture.box'), cell: (standing) => this.#boxCell(standing) },
      ...(copies.length > 0 ? copies : [none]),
      ...(door.can('operator') ? [{ title: t('home.picture.do'), cell: ({ folder }: Standing) => this.#doCell(folder) }] : []),
    ];
  }

  #originalCell({ lastTime }: ProtectedFolder): TemplateResult {
    return lastTime === null
      ? cell('plain', t('home.picture.unseen'))
      : cell('plain', t('home.picture.seen', { when: formatAgo(lastTime, this.now) }));
  }

  #boxCell({ folder, proof, isProven }: Standing): TemplateResult {
    const { lastTime, snapshotCount, path } = folder;
    if (lastTime === null) {
      return this.#isOnItsWay(path) ? cell('plain', t('home.first-runs')) : cell('wanting', t('home.never'));
    }
    const last = html`<time datetime=${lastTime} title=${formatMoment(lastTime)}>${t('home.last', { when: formatAgo(lastTime, this.now) })}</time>
      · ${t('count.versions', { count: snapshotCount })}`;
    if (isProven) return cell('good', proofText(proof!, this.now), last);
    const earlier = proof && t('home.proof.earlier', { when: formatAgo(proof.at, this.now) });
    return cell('wanting', earlier ?? t('home.proof.none'), last);
  }

  #copyCell({ lastTime }: ProtectedFolder, { lastCopyAt, isSameDrive }: CopyView): TemplateResult {
    if (lastCopyAt === null || lastTime === null) return cell('wanting', t('home.picture.copy-none'));
    if (isSameDrive) return cell('wanting', t('home.picture.same-drive'), this.#copiedAt(lastCopyAt));
    const hasNewest = Date.parse(lastCopyAt) >= Date.parse(lastTime);
    const about = html`${this.#copiedAt(lastCopyAt)} · ${t('home.picture.copy-proof')}`;
    return cell(hasNewest ? 'plain' : 'wanting', t(hasNewest ? 'home.picture.copied' : 'home.picture.behind'), about);
  }

  #copiedAt(time: string): TemplateResult {
    return html`<time datetime=${time} title=${formatMoment(time)}>${t('home.picture.copy-time', { when: formatAgo(time, this.now) })}</time>`;
  }

  #doCell({ path, lastSnapshotId, start }: ProtectedFolder): TemplateResult {
    const folder = formatName(path);
    const isBusy = this.#isOnItsWay(path) || box.isAway;
    const look = html`<a class="button" href=${browseLink(lastSnapshotId ?? '', start)} aria-label=${t('home.look.of', { folder })}>${t('home.look')}</a>`;
    const remove = html`<button type="button" class="quiet" ?disabled=${isBusy} aria-label=${t('home.remove.of', { folder })} @click=${() => this.#forget(path)}>${t('home.remove')}</button>`;
    const backUp = html`<button type="button" class="accent" ?disabled=${isBusy} aria-label=${t('home.backup-now.of', { folder })} @click=${() => this.#backUp(path)}>${t('home.backup-now')}</button>`;
    return html`<div class="do">${backUp}${lastSnapshotId === null ? remove : look}</div>`;
  }

  #isOnItsWay(folder: string): boolean {
    return (
      box.status?.jobs.some(({ kind, state, subject }) => kind === 'backup' && subject.folder === folder && state !== 'interrupted') ??
      false
    );
  }

  async #backUp(folder: string): Promise<void> {
    await this.#try(() => box.ask(() => jobsApi.start({ kind: 'backup', folder })));
  }

  async #forget(folder: string): Promise<void> {
    await this.#try(async () => {
      const folders = await api.forgetFolder(folder);
      if (box.status) box.take({ ...box.status, folders });
    });
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

function nameCell({ path, leftOut }: ProtectedFolder): TemplateResult {
  return html`<strong class="name" translate="no">${formatName(path)}</strong>${leftOut.length === 0 ? '' : html`<span class="small soft name left-out">${t('home.left-out', { paths: formatList(leftOut.map(formatName)) })}</span>`}`;
}

/** The sign only underlines what the words say. */
function cell(tone: Tone, text: string, about: TemplateResult | string = ''): TemplateResult {
  const sign = tone === 'good' ? icon('done') : tone === 'wanting' ? icon('warning') : '';
  return html`<span class="cell ${tone}"><span class="verdict">${sign}${text}</span>${about === '' ? '' : html`<span class="small soft">${about}</span>`}</span>`;
}

customElements.define('hf-picture', Picture);
