/** `<hf-api>`: what scripts can ask of the box, read from its own description. For whoever comes. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { OPENAPI_URL, settingsApi } from '../../box/settings-api.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { guideHeader } from '../../ui/guide.ts';
import { looks } from '../../ui/looks.ts';
import { type ApiDocument, curlOf, type Operation, type Parameter, readDocument } from './document.ts';
import { shape, shapeLooks, typeOf } from './shape.ts';

export class Api extends LitElement {
  static override properties = { document: { state: true }, failure: { state: true } };
  declare document: ApiDocument | undefined;
  declare failure: string | undefined;

  static override styles = [
    looks,
    shapeLooks,
    css`
      .stack {
        max-width: 60rem;
      }
      summary {
        min-height: var(--touch);
        padding-block: var(--gap-2);
        cursor: pointer;
      }
      .fields summary {
        min-height: 0;
        padding-block: var(--gap-1);
        color: var(--accent);
        font-size: var(--size-small);
      }
      .operation + .operation {
        border-top: 1px solid var(--line);
      }
      .operation > div {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--gap-3);
        padding-block: var(--gap-2) var(--gap-5);
      }
      .method {
        display: inline-block;
        min-width: 4.2rem;
        font-weight: 700;
        color: var(--accent);
      }
      h3 {
        font-size: var(--size-text);
      }
      pre {
        margin: 0;
        padding: var(--gap-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--surface-sunk);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      ${guideHeader('api.title', 'api.lead')}
      <p><a href=${OPENAPI_URL}>${t('api.document')}</a></p>
      ${failureNote(this.failure)} ${this.document ? this.#topics(this.document) : ''}
    </div>`;
  }

  #topics({ topics, schemas }: ApiDocument): TemplateResult {
    return html`${[...topics].map(
      ([topic, operations]) => html`<section class="card" aria-labelledby="topic-${topic}">
        <h2 id="topic-${topic}" translate="no">${topic}</h2>
        ${operations.map((each) => drawOperation(each, schemas))}
      </section>`,
    )}
      <section class="card"><h2>${t('api.failures')}</h2><p>${t('api.failures.lead')}</p>${shape({ $ref: '#/components/schemas/Problem' }, schemas)}</section>`;
  }

  async #look(): Promise<void> {
    try {
      this.document = readDocument(await settingsApi.openApi());
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.failure = failureText(error);
    }
  }
}

function drawOperation(operation: Operation, schemas: ApiDocument['schemas']): TemplateResult {
  const { method, path, summary, access, parameters, body, status, media, answer } = operation;
  return html`<details class="operation">
    <summary><code translate="no"><span class="method">${method}</span> ${path}</code><br /><span class="small soft" lang="en" translate="no">${summary}</span></summary>
    <div>
      <p class="small"><strong>${t(`api.who.${access}`)}</strong></p>
      ${parameters.length > 0 ? html`<div><h3>${t('api.parameters')}</h3><ul class="fields">${parameters.map((each) => drawParameter(each, schemas))}</ul></div>` : ''}
      ${body ? html`<div><h3>${t('api.body')}</h3>${shape(body, schemas)}</div>` : ''}
      <div><h3>${t('api.answer', { status })}</h3>${answer ? shape(answer, schemas) : html`<p>${t('api.answer.file', { type: media })}</p>`}</div>
      <div><h3>${t('api.example')}</h3><pre translate="no"><code>${curlOf(operation, location.origin, schemas)}</code></pre></div>
    </div>
  </details>`;
}

function drawParameter({ name, in: place, required, schema }: Parameter, schemas: ApiDocument['schemas']): TemplateResult {
  return html`<li>
    <code translate="no"><strong>${name}</strong>: ${typeOf(schema, schemas)}</code>
    <span class="small soft">${t(place === 'path' ? 'api.in.path' : 'api.in.query')}${required ? '' : html`, ${t('api.optional')}`}</span>
  </li>`;
}

customElements.define('hf-api', Api);
