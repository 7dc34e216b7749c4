/** A JSON schema as a person reads it: fields with their types and words, what lies inside folded away. */
import { css, html, type TemplateResult } from 'lit';
import { t } from '../../text/text.ts';
import { type ApiDocument, resolved, type Schema } from './document.ts';

/** Shapes that hold themselves end somewhere. */
const DEEPEST = 5;

export function shape(given: Schema, schemas: ApiDocument['schemas'], depth = 0): TemplateResult {
  const { schema } = resolved(given, schemas);
  const inside = insideOf(schema, schemas);
  return html`${depth === 0 ? html`<p><code translate="no">${typeOf(given, schemas)}</code> ${schema.description ?? ''}</p>` : ''}
    ${inside.map((each) => (each.properties ? fields(each, schemas, depth) : ''))}`;
}

function fields({ properties = {}, required = [] }: Schema, schemas: ApiDocument['schemas'], depth: number): TemplateResult {
  return html`<ul class="fields">
    ${Object.entries(properties).map(([name, given]) => {
      const { schema } = resolved(given, schemas);
      const hasMore = depth < DEEPEST && insideOf(schema, schemas).some((each) => Object.keys(each.properties ?? {}).length > 0);
      return html`<li>
        <code translate="no"><strong>${name}</strong>: ${typeOf(given, schemas)}</code>
        ${required.includes(name) ? '' : html`<span class="small soft">${t('api.optional')}</span>`}
        ${schema.description ? html`<span class="small soft" lang="en" translate="no">${schema.description}</span>` : ''}
        ${hasMore ? html`<details><summary>${t('api.shape')}</summary>${shape(given, schemas, depth + 1)}</details>` : ''}
      </li>`;
    })}
  </ul>`;
}

/** The objects in it: itself, those of a list, each of several kinds. */
function insideOf(schema: Schema, schemas: ApiDocument['schemas']): readonly Schema[] {
  const kinds = schema.oneOf ?? schema.anyOf;
  if (kinds) return kinds.flatMap((each) => insideOf(resolved(each, schemas).schema, schemas));
  if (schema.items) return insideOf(resolved(schema.items, schemas).schema, schemas);
  return schema.properties ? [schema] : [];
}

/** "Job[]", "'none' | 'all'", "text | null". */
export function typeOf(given: Schema, schemas: ApiDocument['schemas']): string {
  const { name, schema } = resolved(given, schemas);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (name !== undefined) return name;
  const kinds = schema.oneOf ?? schema.anyOf;
  if (kinds) return [...new Set(kinds.map((each) => typeOf(each, schemas)))].join(' | ');
  if (schema.items) return `${bracketed(typeOf(schema.items, schemas))}[]`;
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.join(' | ') ?? 'any');
  return schema.format ? `${type} (${schema.format})` : type;
}

function bracketed(type: string): string {
  return type.includes(' ') ? `(${type})` : type;
}

export const shapeLooks = css`
  .fields {
    display: grid;
    gap: var(--gap-2);
    padding-inline-start: var(--gap-3);
    border-inline-start: 2px solid var(--line);
  }
  .fields + .fields {
    margin-top: var(--gap-4);
  }
  .fields details {
    margin-top: var(--gap-1);
  }
  code {
    font-family: var(--font-code);
    font-size: var(--size-small);
    overflow-wrap: anywhere;
  }
`;
