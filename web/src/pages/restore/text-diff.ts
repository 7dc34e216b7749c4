/** `<hf-text-diff>`: a dialog that shows two versions of a text line by line: signs and words say what was taken out and what came in, not only colours. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { api, failureText } from '../../box/api.ts';
import { formatBytes, formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import type { Dialog } from '../../ui/dialog.ts';
import '../../ui/dialog.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import { type DiffLine, diffLines, hunksOf } from './line-diff.ts';
import { textOf } from './text-of.ts';

/** Of each side. */
const MOST_BYTES = 1_000_000;
const MOST_LINES = 4_000;

export interface DiffSide {
  readonly snapshot: string;
  readonly sizeBytes: number;
  /** When this version was last changed. */
  readonly when: string;
}

export interface TextsToCompare {
  readonly path: string;
  readonly name: string;
  /** Whether the name promises text. */
  readonly isText: boolean;
  readonly before: DiffSide;
  readonly after: DiffSide;
}

type Outcome =
  | { readonly kind: 'loading' | 'too-large' | 'no-text' | 'too-different' | 'same' }
  | { readonly kind: 'lines'; readonly hunks: DiffLine[][] };

export class TextDiff extends LitElement {
  static override properties = { texts: { state: true }, outcome: { state: true }, failure: { state: true } };
  declare texts: TextsToCompare | undefined;
  declare outcome: Outcome;
  declare failure: string | undefined;
  #loading = new AbortController();

  static override styles = [
    looks,
    css`
      .frame {
        overflow: auto;
        max-height: 60dvh;
        margin-top: var(--gap-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--surface-sunk);
      }
      ol {
        padding-block: var(--gap-2);
        font: 0.8125rem / 1.55 var(--font-code);
      }
      ol + ol {
        border-top: 1px dashed var(--line-strong);
      }
      li {
        display: grid;
        grid-template-columns: 3rem 1.25rem minmax(0, 1fr);
        padding-inline: var(--gap-2);
        border-inline-start: 3px solid transparent;
      }
      .number {
        color: var(--ink-soft);
        text-align: end;
        padding-inline-end: var(--gap-2);
        user-select: none;
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        tab-size: 4;
      }
      .added {
        background: var(--accent-soft);
        border-inline-start-color: var(--accent);
      }
      .removed {
        background: var(--red-soft);
        border-inline-start: 3px dashed var(--red);
      }
    `,
  ];

  constructor() {
    super();
    this.outcome = { kind: 'loading' };
  }

  override render(): TemplateResult {
    const { texts } = this;
    return html`<hf-dialog wide .heading=${t('diff.title', { name: texts ? formatName(texts.name) : '' })} @dialog-closed=${() => this.#loading.abort()}>
      ${texts ? this.#content(texts) : ''}
    </hf-dialog>`;
  }

  async show(texts: TextsToCompare): Promise<void> {
    this.texts = texts;
    this.failure = undefined;
    this.outcome = { kind: 'loading' };
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    await this.updateComplete;
    await this.renderRoot.querySelector<Dialog>('hf-dialog')!.show();
    try {
      this.outcome = await outcomeOf(texts, signal);
    } catch (error) {
      if (!signal.aborted) this.failure = failureText(error);
    }
  }

  #content({ name, before, after }: TextsToCompare): TemplateResult {
    const { outcome } = this;
    const side = (of: DiffSide) => `${formatMoment(of.when)} (${formatBytes(of.sizeBytes)})`;
    return html`
      <p class="soft">${t('diff.sides', { before: side(before), after: side(after) })}</p>
      ${failureNote(this.failure)}
      ${
        outcome.kind === 'lines'
          ? html`<div class="frame" tabindex="0" role="region" aria-label=${t('diff.lines', { name: formatName(name) })}>${outcome.hunks.map((hunk) => html`<ol translate="no">${hunk.map(lineOf)}</ol>`)}</div>`
          : html`<p role="status">${this.failure === undefined ? t(`diff.${outcome.kind}`) : ''}</p>`
      }
    `;
  }
}

function lineOf({ kind, text, before, after }: DiffLine): TemplateResult {
  const sign = { same: '', added: '+', removed: '−' }[kind];
  const word = kind === 'same' ? '' : html`<span class="aside" translate="yes">${t(`diff.${kind}`)}: </span>`;
  return html`<li class=${kind}><span class="number">${after ?? before}</span><span aria-hidden="true">${sign}</span><span class="text">${word}${text}</span></li>`;
}

async function outcomeOf({ path, isText, before, after }: TextsToCompare, signal: AbortSignal): Promise<Outcome> {
  if (Math.max(before.sizeBytes, after.sizeBytes) > MOST_BYTES) return { kind: 'too-large' };
  const read = async (side: DiffSide) =>
    side.sizeBytes === 0 ? '' : textOf(await api.head(side.snapshot, path, MOST_BYTES, signal), isText);
  const [old, young] = await Promise.all([read(before), read(after)]);
  if (old === undefined || young === undefined) return { kind: 'no-text' };
  const lines = diffLines(old, young);
  if (!lines || lines.length === 0) return { kind: lines ? 'same' : 'too-different' };
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return { kind: 'same' };
  return hunks.flat().length > MOST_LINES ? { kind: 'too-different' } : { kind: 'lines', hunks };
}

customElements.define('hf-text-diff', TextDiff);
