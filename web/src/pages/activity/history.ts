/** `<hf-history>`: jobs that ended, newest first; searched by name, kind and end, a page at a time, and kept up to date. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { JobView, Status } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { BoxController, hasEnded } from '../../box/box.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { emptyState } from '../../ui/empty-state.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { looks } from '../../ui/looks.ts';
import '../jobs/job-list.ts';
import { KINDS, kindText } from '../jobs/job-words.ts';

const PAGE_LENGTH = 20;
const TYPING_MS = 250;
const ENDS = ['done', 'failed', 'cancelled'] as const;

interface Question {
  readonly text: string;
  readonly kind: string;
  readonly state: '' | (typeof ENDS)[number];
}

export class History extends LitElement {
  static override properties = {
    question: { state: true },
    jobs: { state: true },
    next: { state: true },
    failure: { state: true },
  };
  declare question: Question;
  /** Undefined until the box has answered. */
  declare jobs: readonly JobView[] | undefined;
  declare next: string | null;
  declare failure: string | undefined;
  #newest: string | undefined;
  #asking: AbortController | undefined;
  #typing: number | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .filters {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
        gap: var(--gap-3) var(--gap-4);
        margin-block: var(--gap-4) var(--gap-2);
        align-items: start;
      }
      .end {
        margin-top: var(--gap-3);
      }
    `,
  ];

  constructor() {
    super();
    this.question = { text: '', kind: '', state: '' };
    this.next = null;
    new BoxController(this, (status) => this.#follow(status));
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
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t('activity.history')}</h2>
      ${this.#filters()} ${failureNote(this.failure)}
      <div role="status">${this.#isEmpty ? this.#nothing() : ''}</div>
      <hf-job-list .jobs=${this.jobs ?? []} .label=${t('activity.list')} ?hidden=${this.#isEmpty}></hf-job-list>
      ${this.next === null ? '' : html`<div class="row end"><button type="button" @click=${() => this.#older()}>${t('activity.older')}</button></div>`}
    </section>`;
  }

  get #isEmpty(): boolean {
    return this.jobs?.length === 0;
  }

  #nothing(): TemplateResult {
    const { text, kind, state } = this.question;
    if (text + kind + state !== '') return html`<p class="soft">${t('activity.none-found')}</p>`;
    return emptyState('activity', t('activity.none'), t('activity.none.lead'));
  }

  #filters(): TemplateResult {
    const { text, kind, state } = this.question;
    const search = field(
      { id: 'search', label: t('activity.search'), hint: t('activity.search.hint') },
      ({ id, describedBy }) =>
        html`<input id=${id} type="search" aria-describedby=${describedBy} autocomplete="off" spellcheck="false" .value=${text} @input=${this.#type} />`,
    );
    const kinds = field(
      { id: 'kind', label: t('activity.kind') },
      ({ id }) =>
        html`<select id=${id} .value=${kind} @change=${(event: Event) => this.#choose({ kind: textOf(event) })}>
          <option value="">${t('activity.kind.all')}</option>
          ${KINDS.map((each) => html`<option value=${each}>${kindText(each)}</option>`)}
        </select>`,
    );
    const states = field(
      { id: 'state', label: t('activity.state') },
      ({ id }) =>
        html`<select id=${id} .value=${state} @change=${(event: Event) => this.#choose({ state: textOf(event) as Question['state'] })}>
          <option value="">${t('activity.state.all')}</option>
          ${ENDS.map((each) => html`<option value=${each}>${t(`job.state.${each}`)}</option>`)}
        </select>`,
    );
    return html`<form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>${search}${kinds}${states}</form>`;
  }

  #type(event: Event): void {
    const text = textOf(event);
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => this.#choose({ text }), TYPING_MS);
  }

  #choose(change: Partial<Question>): void {
    this.question = { ...this.question, ...change };
    void this.#ask();
  }

  /** Another job has ended: the newest page is asked for anew, and what was shown of older ones stays. */
  #follow({ recent }: Status): void {
    const newest = recent[0] && `${recent[0].id} ${recent[0].attempts}`;
    if (newest === this.#newest) return;
    this.#newest = newest;
    if (this.jobs) void this.#ask({ keepsOlder: true });
  }

  async #ask({ keepsOlder = false, before }: { keepsOlder?: boolean; before?: string | undefined } = {}): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { text, kind, state } = this.question;
    const question = { text: text || undefined, kind: kind || undefined, state: state || undefined, before, limit: PAGE_LENGTH };
    try {
      const page = await jobsApi.list(question, asking.signal);
      const fresh = page.jobs.filter(hasEnded);
      const known = new Set(page.jobs.map(({ id }) => id));
      const others = (this.jobs ?? []).filter(({ id }) => !known.has(id));
      this.failure = undefined;
      if (before !== undefined) this.jobs = [...others, ...fresh];
      else this.jobs = keepsOlder ? [...fresh, ...others] : fresh;
      if (!keepsOlder || others.length === 0) this.next = page.next;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.failure = failureText(error);
    }
  }

  async #older(): Promise<void> {
    if (this.next !== null) await this.#ask({ before: this.next });
  }
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

customElements.define('hf-history', History);
