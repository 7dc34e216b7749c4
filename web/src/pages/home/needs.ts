/** `<hf-needs>`: what needs a person, three things at most, each with the one button that helps. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { failureText } from '../../box/ask.ts';
import { BoxController, box } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { type JobOrderInput, jobsApi } from '../../box/jobs-api.ts';
import { jobLink, KIT_LINK, pageLink } from '../../box/route.ts';
import { formatAgo, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { jobTitle } from '../jobs/job-words.ts';
import { alarmText, isAboutRoom } from './alarm-words.ts';
import type { Need } from './judgement.ts';

const SHOWN_AT_MOST = 3;
const RED: readonly Need['kind'][] = ['damaged', 'unreadable', 'failed'];

interface Help {
  readonly text: string;
  readonly verb?: string;
  /** Where the button leads, or what it does. */
  readonly href?: string;
  readonly run?: () => Promise<unknown>;
}

export class Needs extends LitElement {
  static override properties = { needs: { attribute: false }, now: { attribute: false }, failure: { state: true } };
  declare needs: readonly Need[];
  declare now: Date;
  declare failure: string | undefined;
  #isAsking = false;

  static override styles = [
    looks,
    css`
      h2 {
        margin-bottom: var(--gap-3);
      }
      ul {
        display: grid;
        gap: var(--gap-3);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-2) var(--gap-4);
        padding: var(--gap-3) var(--gap-4);
        border-radius: var(--radius-small);
      }
      li p {
        display: flex;
        flex: 1 1 16rem;
        gap: var(--gap-3);
        min-width: 0;
        overflow-wrap: anywhere;
      }
      li svg {
        flex: none;
        margin-top: 0.1em;
      }
      li :is(button, .button) {
        border-color: currentColor;
        color: inherit;
      }
      .more {
        margin-top: var(--gap-2);
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    if (this.needs.length === 0) return '';
    const more = this.needs.length - SHOWN_AT_MOST;
    return html`<section aria-labelledby="needs">
      <h2 id="needs">${t('home.needs')}</h2>
      ${failureNote(this.failure)}
      <ul>${this.needs.slice(0, SHOWN_AT_MOST).map((need) => this.#need(need))}</ul>
      ${more > 0 ? html`<p class="small soft more">${t('home.needs.more', { count: more })}</p>` : ''}
    </section>`;
  }

  #need(need: Need): TemplateResult {
    const { text, verb, href, run } = helpFor(need, this.now);
    const button = href
      ? html`<a class="button" href=${href}>${verb}</a>`
      : html`<button type="button" ?disabled=${box.isAway} @click=${() => this.#do(run!)}>${verb}</button>`;
    return html`<li class=${RED.includes(need.kind) ? 'red' : 'amber'}>
      <p>${icon('warning')}<span>${text}</span></p>
      ${verb !== undefined && (href || door.can('operator')) ? button : ''}
    </li>`;
  }

  async #do(run: () => Promise<unknown>): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await run();
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.#isAsking = false;
    }
  }
}

function helpFor(need: Need, now: Date): Help {
  const order = (order: JobOrderInput) => () => box.ask(() => jobsApi.start(order));
  switch (need.kind) {
    case 'alarm': {
      const text = alarmText(need.alarm);
      if (!isAboutRoom(need.alarm)) return { text, verb: t('home.need.alarm.do'), href: pageLink('continuity') };
      return door.can('admin') ? { text, verb: t('home.need.alarm.full.do'), href: pageLink('continuity') } : { text };
    }
    case 'damaged':
      return { text: t('home.need.damaged'), verb: t('home.need.damaged.do'), href: pageLink('continuity') };
    case 'unreadable':
      return { text: t('home.need.unreadable'), verb: t('home.need.unreadable.do'), href: pageLink('restore') };
    case 'kit':
      if (!door.can('admin')) return { text: t('home.need.kit.admin') };
      return { text: t('home.need.kit'), verb: t('home.need.kit.do'), href: KIT_LINK };
    case 'never':
    case 'old': {
      const { path, lastTime } = need.folder;
      const folder = formatName(path);
      const text =
        need.kind === 'never' ? t('home.need.never', { folder }) : t('home.need.old', { folder, when: formatAgo(lastTime!, now) });
      return { text, verb: t('home.backup-now'), run: order({ kind: 'backup', folder: path }) };
    }
    case 'failed':
    case 'partial': {
      const folder = formatName(need.job.subject.folder ?? '');
      return { text: t(`home.need.${need.kind}`, { folder }), verb: t('home.need.job.do'), href: jobLink(need.job.id) };
    }
    case 'interrupted': {
      const run = () => box.ask(() => jobsApi.resume(need.job.id));
      return { text: t('home.need.interrupted', { job: jobTitle(need.job) }), verb: t('home.need.interrupted.do'), run };
    }
    case 'unproven':
      return { text: t('home.need.unproven'), verb: t('home.need.unproven.do'), run: order({ kind: 'check', readData: 'all' }) };
    case 'no-copy':
      return { text: t('home.need.no-copy'), ...copying() };
    case 'same-drive':
      return { text: t('home.need.same-drive', { place: formatName(need.copy.path) }), ...copying() };
    case 'old-copy': {
      const { path, lastCopyAt } = need.copy;
      const text = t('home.need.old-copy', { place: formatName(path), when: formatAgo(lastCopyAt!, now) });
      return { text, verb: t('home.need.old-copy.do'), run: order({ kind: 'copy', target: path }) };
    }
  }
}

function copying(): Pick<Help, 'verb' | 'href'> {
  return door.can('operator') ? { verb: t('home.need.no-copy.do'), href: pageLink('offsite') } : {};
}

customElements.define('hf-needs', Needs);
