/** `<hf-continuity>`: where the way back stands, and the way itself; made to be printed. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Status } from '../../../../src/api/contract/index.ts';
import { BoxController, box } from '../../box/box.ts';
import { Clock } from '../../box/clock.ts';
import { DoorController, door } from '../../box/door.ts';
import { KIT_LINK } from '../../box/route.ts';
import { formatAgo, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { abilities, guideHeader, guideLooks, type Step, steps } from '../../ui/guide.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { alarmText, isAboutStore } from '../home/alarm-words.ts';
import './check-card.ts';
import './damage-card.ts';
import './prune-card.ts';

const WAY: readonly Step[] = [
  { text: 'continuity.way.disk' },
  { text: 'continuity.way.install' },
  { text: 'kit.command.list', command: 'restic -r repository snapshots' },
  { text: 'kit.command.restore', command: 'restic -r repository restore ID --target restored' },
];

export class Continuity extends LitElement {
  readonly #clock = new Clock(this);

  static override styles = [
    looks,
    guideLooks,
    css`
      .wanting {
        color: var(--amber);
      }
      .card.stack {
        gap: var(--gap-3);
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult {
    const print = html`<div class="row screen-only"><button type="button" @click=${() => window.print()}>${icon('print')}${t('action.print')}</button></div>`;
    const { status } = box;
    return html`<div class="stack">
      ${guideHeader('page.continuity', 'continuity.lead')}
      <hf-damage-card></hf-damage-card>
      ${status ? html`${this.#kit(status)} ${this.#memory(status)}` : ''}
      <hf-check-card></hf-check-card>
      ${door.can('admin') && status?.repository === 'open' ? html`<hf-prune-card class="screen-only"></hf-prune-card>` : ''}
      ${steps('continuity.way', WAY, html`<p class="small soft">${t('continuity.way.names')}</p>`)}
      ${steps('guide.now', [{ text: 'continuity.now.paper' }, { text: 'continuity.now.drill' }, { text: 'continuity.now.print' }], print)}
      ${abilities('continuity.can', 'continuity.cannot')}
    </div>`;
  }

  #kit({ kit }: Status): TemplateResult {
    const { confirmed, pending } = kit;
    const isWanting = kit.state !== 'confirmed';
    const about =
      confirmed && kit.state === 'confirmed'
        ? t('continuity.kit.confirmed', {
            made: formatMoment(confirmed.madeAt),
            confirmed: formatMoment(confirmed.confirmedAt ?? confirmed.madeAt),
            mark: confirmed.fingerprint,
          })
        : t(kit.state === 'absent' ? 'continuity.kit.absent' : 'continuity.kit.unconfirmed');
    return html`<section class="card stack" aria-labelledby="kit">
      <h2 id="kit">${t('continuity.kit')}</h2>
      <p class=${isWanting ? 'wanting' : ''}>${about}</p>
      ${confirmed && pending ? html`<p>${t('continuity.kit.pending')}</p>` : ''}
      ${kit.formerKeys > 0 ? html`<p class="small soft">${t('continuity.kit.former', { count: kit.formerKeys })}</p>` : ''}
      ${door.can('admin') ? html`<div class="row screen-only"><a class="button ${isWanting ? 'primary' : ''}" href=${KIT_LINK}>${t('continuity.kit.do')}</a></div>` : ''}
    </section>`;
  }

  #memory({ boxSnapshotAt, opensByItself, alarms }: Status): TemplateResult {
    return html`<section class="card stack" aria-labelledby="memory">
      <h2 id="memory">${t('continuity.memory')}</h2>
      ${alarms.map((alarm) => html`<p class="note red">${icon('warning')}<span>${alarmText(alarm)}${isAboutStore(alarm) ? '' : html`<br /><span class="small" translate="no">${formatName(alarm.detail)}</span>`}</span></p>`)}
      <p>${boxSnapshotAt === null ? t('continuity.memory.none') : t('continuity.memory.saved', { when: formatAgo(boxSnapshotAt, this.#clock.now) })}</p>
      <p>${t(opensByItself ? 'continuity.opens.self' : 'continuity.opens.person')}</p>
    </section>`;
  }
}

customElements.define('hf-continuity', Continuity);
