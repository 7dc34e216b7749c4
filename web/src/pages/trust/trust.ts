/** `<hf-trust>`: helps a device to trust the box: compare, download, install, and why that is harmless. For whoever comes. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Certificate } from '../../../../src/api/contract/index.ts';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { AUTHORITY_URL, settingsApi } from '../../box/settings-api.ts';
import { formatDate } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { guideHeader, guideLooks, stepList } from '../../ui/guide.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { SYSTEMS, type System } from './systems.table.ts';

/** Pairs of the fingerprint that are read at a time. */
const GROUP = 4;

export class Trust extends LitElement {
  static override properties = { certificate: { state: true }, failure: { state: true } };
  declare certificate: Certificate | undefined;
  declare failure: string | undefined;

  static override styles = [
    looks,
    guideLooks,
    css`
      .card > * + * {
        margin-top: var(--gap-3);
      }
      .fingerprint {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr));
        gap: var(--gap-2) var(--gap-3);
        margin-block: var(--gap-3);
        font: 600 var(--size-lead) / 1.4 var(--font-code);
      }
      summary {
        min-height: var(--touch);
        padding-block: var(--gap-2);
        font-weight: 600;
        cursor: pointer;
      }
      details + details {
        border-top: 1px solid var(--line);
      }
      details > div {
        display: grid;
        gap: var(--gap-4);
        padding-block: var(--gap-2) var(--gap-4);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      ${guideHeader('trust.title', 'trust.lead')}
      ${failureNote(this.failure)}
      ${this.certificate ? this.#about(this.certificate) : ''}
    </div>`;
  }

  #about({ fingerprint, notAfter, secureUrl, names }: Certificate): TemplateResult {
    return html`
      <section class="card">
        <h2>${t('trust.compare')}</h2>
        <p>${t('trust.compare.lead')}</p>
        <p class="fingerprint" role="group" aria-label=${t('trust.fingerprint')} translate="no">${groupsOf(fingerprint).map((group) => html`<span>${group}</span>`)}</p>
        <p class="small soft">${t('trust.compare.file')} ${t('trust.valid', { date: formatDate(notAfter) })}</p>
      </section>
      <section class="card">
        <h2>${t('trust.download')}</h2>
        <p class="soft">${t('trust.download.lead')}</p>
        <p class="row"><a class="button primary" href=${AUTHORITY_URL}>${icon('download')}${t('trust.download.action')}</a></p>
      </section>
      <section class="card">
        <h2>${t('trust.install')}</h2>
        <p class="soft">${t('trust.install.lead')}</p>
        ${SYSTEMS.map(drawSystem)}
      </section>
      <section class="card">
        <h2>${t('trust.open')}</h2>
        ${secureUrl === null ? html`<p>${t('trust.open.none')}</p>` : html`<p>${t('trust.open.lead')}</p><p><a class="name" href=${`${secureUrl}/`} translate="no">${secureUrl}</a></p>`}
        <details><summary>${t('trust.names')}</summary><ul>${names.map((name) => html`<li class="name" translate="no">${name}</li>`)}</ul></details>
      </section>
      <section class="card"><h2>${t('trust.harmless')}</h2><p>${t('trust.harmless.text')}</p></section>
      <section class="card"><h2>${t('trust.remove')}</h2><p>${t('trust.remove.text')}</p></section>
    `;
  }

  async #look(): Promise<void> {
    try {
      this.certificate = await settingsApi.certificate();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.failure = failureText(error);
    }
  }
}

function drawSystem({ title, steps: all, remove }: System): TemplateResult {
  const removal = html`<p><strong>${t('trust.remove.label')}</strong> ${t(remove)}</p>`;
  return html`<details><summary>${t(title)}</summary><div>${stepList(all)}${removal}</div></details>`;
}

function groupsOf(fingerprint: string): string[] {
  const pairs = fingerprint.split(':');
  return Array.from({ length: Math.ceil(pairs.length / GROUP) }, (_, index) => pairs.slice(index * GROUP, (index + 1) * GROUP).join(':'));
}

customElements.define('hf-trust', Trust);
