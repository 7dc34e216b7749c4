/** `<hf-audit>`: who did what, searched, proven, given away. For admins. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { AuditEntry, AuditProof } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { AUDIT_EXPORT, auditApi } from '../../box/audit-api.ts';
import { BoxController, box } from '../../box/box.ts';
import { pageLink } from '../../box/route.ts';
import { formatMomentShort, formatName } from '../../text/format.ts';
import { hasText, type PlainKey, t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { type Column, dataTable, tableLooks } from '../../ui/data-table.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { kindText } from '../jobs/job-words.ts';

const TYPING_MS = 250;

export class Audit extends LitElement {
  static override properties = {
    entries: { state: true },
    next: { state: true },
    proof: { state: true },
    isProving: { state: true },
    failure: { state: true },
  };
  declare entries: readonly AuditEntry[] | undefined;
  declare next: number | null;
  declare proof: AuditProof | undefined;
  declare isProving: boolean;
  declare failure: string | undefined;
  #text = '';
  #asking: AbortController | undefined;
  #typing: number | undefined;

  static override styles = [
    looks,
    controls,
    tableLooks,
    css`
      .back {
        display: inline-flex;
        align-items: center;
        gap: var(--gap-1);
        min-height: var(--touch);
      }
      .field {
        max-width: 24rem;
      }
      .whole {
        background: var(--accent-soft);
        color: var(--accent);
      }
      .refused,
      .failed {
        color: var(--amber);
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    this.next = null;
    this.isProving = false;
    new BoxController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#asking?.abort();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <header>
        <p><a class="back" href=${pageLink('activity')}>${icon('back')}${t('activity.all')}</a></p>
        <h1>${t('audit.title')}</h1>
        <p class="lead">${t('audit.lead')}</p>
      </header>
      ${failureNote(this.failure)}
      <div class="row">
        <button type="button" aria-disabled=${this.isProving} ?disabled=${box.isAway} @click=${this.#prove}>${t(this.isProving ? 'audit.proving' : 'audit.prove')}</button>
        <a class="button" href=${AUDIT_EXPORT} download>${icon('download')}${t('audit.export')}</a>
      </div>
      <div role="status">${this.proof ? proofNote(this.proof) : ''}</div>
      <section class="card stack">
        ${field(
          { id: 'search', label: t('audit.search') },
          ({ id }) => html`<input id=${id} type="search" autocomplete="off" spellcheck="false" @input=${this.#type} />`,
        )}
        <div role="status">${this.entries?.length === 0 ? html`<p class="soft">${t('audit.none')}</p>` : ''}</div>
        ${this.entries && this.entries.length > 0 ? dataTable(t('audit.list'), columns(), this.entries) : ''}
        ${this.next === null ? '' : html`<div class="row"><button type="button" @click=${() => this.#ask(this.next!)}>${t('activity.older')}</button></div>`}
      </section>
    </div>`;
  }

  #type(event: Event): void {
    this.#text = (event.target as HTMLInputElement).value;
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => void this.#ask(), TYPING_MS);
  }

  async #ask(before?: number): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const { entries, next } = await auditApi.list(this.#text, before, asking.signal);
      this.entries = before === undefined ? entries : [...(this.entries ?? []), ...entries];
      this.next = next;
      this.failure = undefined;
    } catch (error) {
      if (!asking.signal.aborted) this.failure = failureText(error);
    }
  }

  async #prove(): Promise<void> {
    if (this.isProving) return;
    this.isProving = true;
    try {
      this.proof = await auditApi.proof();
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.isProving = false;
    }
  }
}

function proofNote({ isWhole, entries, head, firstBroken }: AuditProof): TemplateResult {
  if (!isWhole) return html`<p class="note red">${icon('warning')}<span>${t('audit.broken', { number: firstBroken ?? 0 })}</span></p>`;
  return html`<p class="note whole">${icon('done')}<span><strong>${t('audit.whole', { count: entries })}</strong> ${t('audit.head', { head: head.slice(0, 16) })}</span></p>`;
}

function columns(): readonly Column<AuditEntry>[] {
  return [
    { title: t('audit.when'), cell: ({ at }) => html`<time datetime=${at}>${formatMomentShort(at)}</time>` },
    {
      title: t('audit.what'),
      cell: ({ action, about }) => html`${actionText(action)}${about === null ? '' : aboutText(action, about)}`,
    },
    { title: t('audit.who'), cell: ({ who, via }) => (who === null ? nobody(via) : html`<span translate="no">${formatName(who)}</span>`) },
    {
      title: t('audit.from'),
      cell: ({ via, address }) =>
        html`${t(`audit.via.${via}`)}${address === null ? '' : html` <span class="soft" translate="no">${formatName(address)}</span>`}`,
    },
    { title: t('audit.outcome'), cell: ({ outcome }) => html`<span class=${outcome}>${t(`audit.outcome.${outcome}`)}</span>` },
  ];
}

function nobody(via: AuditEntry['via']): string {
  return t(via === 'box' ? 'audit.who.box' : via === 'socket' ? 'audit.who.console' : 'audit.who.nobody');
}

/** A job that was asked for is told by its kind; all else is data. */
function aboutText(action: string, about: string): TemplateResult {
  if (action === 'job.ordered') return html` <span class="soft">${kindText(about)}</span>`;
  return html` <span class="soft" translate="no">${formatName(about)}</span>`;
}

/** Actions that no table knows are told by their code. */
function actionText(action: string): TemplateResult | string {
  const key = `audit.action.${action}`;
  return hasText(key) ? t(key as PlainKey) : html`<span translate="no">${formatName(action)}</span>`;
}

customElements.define('hf-audit', Audit);
