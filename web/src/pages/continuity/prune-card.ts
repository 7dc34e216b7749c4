/** `<hf-prune-card>`: forgets old versions by the rules of the settings, after a trial that says what would go. For admins. */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { JobView, SettingsView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { BoxController, box, hasEnded } from '../../box/box.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { settingsApi } from '../../box/settings-api.ts';
import { formatList } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import type { Dialog } from '../../ui/dialog.ts';
import '../../ui/dialog.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import { notify } from '../../ui/toast.ts';
import '../jobs/job-card.ts';
import { resultText, standingOf } from '../jobs/job-words.ts';

type Rules = NonNullable<SettingsView['retention']>;

const RULES = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

export class PruneCard extends LitElement {
  static override properties = { rules: { state: true }, trial: { state: true }, failure: { state: true } };
  /** Undefined until the box has told them. */
  declare rules: Rules | null | undefined;
  /** The trial that runs or ran last, from this page. */
  declare trial: JobView | undefined;
  declare failure: string | undefined;
  #isAsking = false;
  /** The trial whose end was told. */
  #shown: string | undefined;

  static override styles = [
    looks,
    css`
      .card.stack {
        gap: var(--gap-3);
      }
      .danger {
        border-color: var(--red);
        color: var(--red);
      }
      p + p {
        margin-top: var(--gap-2);
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this, () => {
      this.trial = (this.trial && box.job(this.trial.id)) ?? this.trial;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const running = box.status?.jobs.filter(({ kind }) => kind === 'prune') ?? [];
    return html`<section class="card stack" aria-labelledby="prune">
        <h2 id="prune">${t('continuity.prune')}</h2>
        ${this.rules === undefined ? '' : html`<p>${rulesText(this.rules)} <span class="soft">${t('continuity.prune.settings')}</span></p>`}
        ${failureNote(this.failure)} ${running.map((job) => html`<hf-job-card .job=${job}></hf-job-card>`)}
        <div class="row">
          <button type="button" ?disabled=${box.isAway || running.length > 0} @click=${this.#try}>${t(this.#isTrying ? 'continuity.prune.trying' : 'continuity.prune.try')}</button>
        </div>
      </section>
      <hf-dialog .heading=${t('continuity.prune.dialog')}>
        ${this.#wouldDo ? html`<p>${resultText(this.trial!)}.</p><p>${t('continuity.prune.final')}</p>` : html`<p>${t('continuity.prune.nothing')}</p>`}
        <button slot="actions" type="button" @click=${() => this.#dialog.close()}>${t(this.#wouldDo ? 'action.cancel' : 'action.close')}</button>
        ${this.#wouldDo ? html`<button slot="actions" type="button" class="danger" @click=${this.#prune}>${t('continuity.prune.do')}</button>` : ''}
      </hf-dialog>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('trial') || !this.trial || !hasEnded(this.trial) || this.trial.id === this.#shown) return;
    this.#shown = this.trial.id;
    if (standingOf(this.trial) === 'done') void this.#dialog.show();
    else this.failure = resultText(this.trial);
  }

  get #dialog(): Dialog {
    return this.renderRoot.querySelector<Dialog>('hf-dialog')!;
  }

  get #isTrying(): boolean {
    return this.trial !== undefined && !hasEnded(this.trial);
  }

  get #wouldDo(): boolean {
    const {
      snapshotsForgotten = 0,
      bytesFreed = 0,
      packsRemoved = 0,
      packsRepacked = 0,
    } = (this.trial?.result ?? {}) as Record<string, number>;
    return [snapshotsForgotten, bytesFreed, packsRemoved, packsRepacked].some((figure) => figure > 0);
  }

  async #load(): Promise<void> {
    this.rules = undefined;
    try {
      this.rules = (await settingsApi.settings()).retention;
    } catch (error) {
      this.failure = failureText(error);
    }
  }

  /** Rules that were changed meanwhile count from now on, so they are asked for again. */
  async #try(): Promise<void> {
    await this.#load();
    const trial = await this.#start({ dryRun: true });
    if (trial) this.trial = trial;
  }

  async #prune(): Promise<void> {
    this.#dialog.close();
    if (await this.#start({ dryRun: false })) notify(t('continuity.prune.started'));
  }

  /** The rules are told each time: the clean-up goes by those of its trial, whatever the settings say by then. */
  async #start({ dryRun }: { dryRun: boolean }): Promise<JobView | undefined> {
    const { rules } = this;
    if (this.#isAsking || rules === undefined) return undefined;
    this.#isAsking = true;
    try {
      const job = await box.ask(() => jobsApi.start({ kind: 'prune', dryRun, policy: rules ?? {} }));
      this.failure = undefined;
      return job;
    } catch (error) {
      this.failure = failureText(error);
      return undefined;
    } finally {
      this.#isAsking = false;
    }
  }
}

function rulesText(rules: Rules | null): string {
  const said = RULES.filter((rule) => (rules?.[rule] ?? 0) > 0).map((rule) => t(`continuity.prune.${rule}`, { count: rules![rule]! }));
  return said.length === 0 ? t('continuity.prune.everything') : t('continuity.prune.rules', { rules: formatList(said) });
}

customElements.define('hf-prune-card', PruneCard);
