/** What the sub-pages of Settings share: who looks at them, the way back, one action at a time, and how it failed. */
import { css, html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Me, Role } from '../../../../src/api/contract/index.ts';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { door } from '../../box/door.ts';
import { type PlainKey, t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { icon } from '../../ui/icon.ts';
import { looks } from '../../ui/looks.ts';
import { notify } from '../../ui/toast.ts';

const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

export const partLooks = [
  looks,
  controls,
  css`
    .page {
      max-width: 54rem;
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: var(--gap-1);
      min-height: var(--touch);
    }
    .card > * + *,
    h2 + *,
    h2 + p + form {
      margin-top: var(--gap-3);
    }
    legend h2 {
      margin-bottom: var(--gap-2);
    }
    form,
    .narrow {
      max-width: 32rem;
    }
    hf-dialog form {
      max-width: none;
    }
    .option {
      align-items: flex-start;
      padding-block: var(--gap-2);
    }
    .danger {
      color: var(--red);
    }
  `,
];

export abstract class SettingsPart extends LitElement {
  static override properties: PropertyDeclarations = { me: { state: true }, failure: { state: true }, isWorking: { state: true } };
  declare me: Me | undefined;
  declare failure: string | undefined;
  declare isWorking: boolean;

  /** Of the page. */
  protected abstract readonly heading: PlainKey;
  protected readonly lead: PlainKey | undefined = undefined;

  constructor() {
    super();
    this.isWorking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
  }

  override render(): TemplateResult {
    return html`<div class="stack page">
      <header>
        <a class="back screen-only" href="#/settings">${icon('back')}${t('settings.back')}</a>
        <h1>${t(this.heading)}</h1>
        ${this.lead === undefined ? '' : html`<p class="lead">${t(this.lead)}</p>`}
      </header>
      ${this.me === undefined ? '' : this.content()}
      ${failureNote(this.failure)}
    </div>`;
  }

  /** Fetches what is shown. */
  protected abstract load(): Promise<void>;
  protected abstract content(): TemplateResult;

  protected isAllowed(role: Role): boolean {
    return door.can(role);
  }

  /** Roles that who looks may give away. */
  protected get rolesBelow(): readonly Role[] {
    return ROLES.filter((role) => this.isAllowed(role));
  }

  /** Whether it went well; `said` is told then. One at a time, so that a second press does nothing twice. */
  protected async act(work: () => Promise<void>, said?: string): Promise<boolean> {
    if (this.isWorking) return false;
    this.isWorking = true;
    this.failure = undefined;
    try {
      await work();
      if (said !== undefined) notify(said);
      return true;
    } catch (error) {
      this.failure = failureText(error);
      return false;
    } finally {
      this.isWorking = false;
    }
  }

  protected typed(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!.value;
  }

  async #begin(): Promise<void> {
    this.me = door.me ?? undefined;
    try {
      await this.load();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.failure = failureText(error);
    }
  }
}
