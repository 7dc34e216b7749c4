/** `<hf-kit-sheet>`: the recovery kit as one sheet of paper: everything that is needed when the box is gone. */
import { html, LitElement, type TemplateResult } from 'lit';
import type { KitPage } from '../../../../src/api/contract/index.ts';
import { formatMoment, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { kitSheetLooks } from './kit-sheet.looks.ts';
import { PURPOSES } from './purposes.ts';
import { qrCode } from './qr.ts';

export class KitSheet extends LitElement {
  static override properties = { kit: { attribute: false } };
  declare kit: KitPage;

  static override styles = [looks, kitSheetLooks];

  override render(): TemplateResult {
    const { kit } = this;
    return html`<article class="sheet" aria-labelledby="title">
      <h3 id="title">${icon('holdfast')}${t('kit.sheet.title')}</h3>
      <p>${t('kit.sheet.lead')}</p>
      <dl>
        ${fact(t('kit.sheet.box'), kit.boxName)} ${fact(t('kit.sheet.made'), formatMoment(kit.madeAt))}
        ${fact(t('kit.sheet.location'), kit.location)} ${fact(t('kit.sheet.fingerprint'), kit.fingerprint)}
        ${fact(t('kit.sheet.repository'), kit.repositoryId)}
      </dl>
      <section class="key" aria-labelledby="key">
        <div>
          <h4 id="key">${t('kit.sheet.key')}</h4>
          <ol class="groups" translate="no">${kit.groups.map((group) => html`<li>${group}</li>`)}</ol>
          <p class="small">${t('kit.sheet.key.hint')}</p>
        </div>
        ${qrCode(kit.qr, t('kit.sheet.qr'))}
      </section>
      <section aria-labelledby="way">
        <h4 id="way">${t('kit.sheet.way')}</h4>
        <p>${t('kit.sheet.way.disk')} ${t('kit.sheet.way.restic')}</p>
        ${kit.commands.map(({ purpose, command }) => html`<p>${t(PURPOSES[purpose])}</p><pre translate="no"><code>${words(command)}</code></pre>`)}
      </section>
      <section class="places" aria-labelledby="places">
        <h4 id="places">${t('kit.sheet.places')}</h4>
        <span></span><span></span><span></span>
      </section>
      <p class="small">${t('kit.sheet.keep')}</p>
    </article>`;
  }
}

/** Lines break between words only, as long as a word fits: an option that is torn apart is typed wrong. */
function words(command: string): TemplateResult[] {
  return formatName(command)
    .split(' ')
    .map((word) => html`<span class="word">${word}</span> `);
}

function fact(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd translate="no">${formatName(value)}</dd></div>`;
}

customElements.define('hf-kit-sheet', KitSheet);
