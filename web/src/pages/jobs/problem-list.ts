/** `<hf-problem-list>`: what a job could not do as it should. Folded up; asks the box for the list when it is opened or grows. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { JobProblemList as List } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { formatName } from '../../text/format.ts';
import { hasText, type PlainKey, t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';

const SHOWN_AT_MOST = 100;
const ASK_EVERY_MS = 2_000;

export class ProblemList extends LitElement {
  static override properties = { job: { attribute: false }, count: { attribute: false }, list: { state: true }, failure: { state: true } };
  declare job: string;
  declare count: number;
  declare list: List | undefined;
  declare failure: string | undefined;
  #askedMs = Number.NEGATIVE_INFINITY;
  #timer: number | undefined;

  static override styles = [
    looks,
    css`
      details {
        padding: var(--gap-2) var(--gap-4);
        border-radius: var(--radius-small);
        background: var(--amber-soft);
        color: var(--amber);
      }
      summary {
        min-height: 2rem;
        align-content: center;
        font-weight: 600;
        cursor: pointer;
      }
      ul {
        max-height: 16rem;
        margin-block: var(--gap-2);
        overflow: auto;
        color: var(--ink);
      }
      li + li {
        margin-top: var(--gap-2);
      }
    `,
  ];

  override render(): TemplateResult {
    const shown = this.list?.problems.slice(0, SHOWN_AT_MOST) ?? [];
    const more = this.count - shown.length;
    return html`
      <details @toggle=${this.#ask}>
        <summary>${t('problems.title', { count: this.count })}</summary>
        ${failureNote(this.failure)}
        <ul tabindex="0" aria-label=${t('problems.title', { count: this.count })}>
          ${shown.map((problem) => html`<li class="small"><span class="name" translate="no">${formatName(problem.path)}</span> <span class="soft">${kindText(problem.kind)}<span translate="no">${formatName(problem.message)}</span></span></li>`)}
        </ul>
        ${this.list && more > 0 ? html`<p class="small">${t('problems.more', { count: more })}</p>` : ''}
      </details>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('count') || changed.has('job')) void this.#ask();
  }

  async #ask(): Promise<void> {
    if (!this.renderRoot.querySelector('details')?.open) return;
    clearTimeout(this.#timer);
    const waitMs = this.#askedMs + ASK_EVERY_MS - performance.now();
    if (waitMs > 0) {
      this.#timer = window.setTimeout(() => void this.#ask(), waitMs);
      return;
    }
    this.#askedMs = performance.now();
    try {
      this.list = await jobsApi.problems(this.job);
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    }
  }
}

function kindText(kind: string): string {
  const key = `problems.${kind}`;
  return hasText(key) ? `${t(key as PlainKey)}: ` : '';
}

customElements.define('hf-problem-list', ProblemList);
