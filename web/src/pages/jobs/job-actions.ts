/**
 * `<hf-job-actions>`: pause, go on, try again, cancel: what may be done to a job now, by whoever is signed in.
 *
 * The first button is one element whatever it does, and is never disabled natively, so that the focus stays where it is.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { JobView } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { BoxController, box, hasEnded } from '../../box/box.ts';
import { DoorController, door } from '../../box/door.ts';
import { jobsApi } from '../../box/jobs-api.ts';
import { t } from '../../text/text.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { looks } from '../../ui/looks.ts';
import { jobTitle } from './job-words.ts';

type Action = 'pause' | 'resume' | 'again' | 'cancel';

const ROUTES = { pause: jobsApi.pause, resume: jobsApi.resume, again: jobsApi.resume, cancel: jobsApi.cancel } as const;
const FIRST: Readonly<Record<JobView['state'], Action | undefined>> = {
  queued: 'pause',
  running: 'pause',
  paused: 'resume',
  interrupted: 'resume',
  failed: 'again',
  cancelled: 'again',
  done: undefined,
};

export class JobActions extends LitElement {
  static override properties = { job: { attribute: false }, failure: { state: true } };
  declare job: JobView;
  declare failure: string | undefined;
  #isAsking = false;

  static override styles = [
    looks,
    css`
      [aria-disabled="true"] {
        opacity: 0.55;
        cursor: default;
      }
      @media (max-width: 30rem) {
        button {
          flex: 1;
        }
      }
    `,
  ];

  constructor() {
    super();
    new BoxController(this);
    new DoorController(this);
  }

  override render(): TemplateResult | string {
    const first = FIRST[this.job.state];
    if (!door.can(this.job.kind === 'prune' ? 'admin' : 'operator') || first === undefined) return '';
    return html`${failureNote(this.failure)}
      <div class="row">
        ${this.#button(first, first === 'pause' ? '' : 'accent')}
        ${hasEnded(this.job) ? '' : this.#button('cancel', '')}
      </div>`;
  }

  #button(action: Action, looksLike: string): TemplateResult {
    return html`<button type="button" class=${looksLike} aria-disabled=${this.#isBusy(action)} aria-label=${t(`job.${action}.of`, { job: jobTitle(this.job) })} @click=${() => this.#do(action)}>${t(`job.${action}`)}</button>`;
  }

  /** A job that is pausing may still be cancelled. */
  #isBusy(action: Action): boolean {
    const { stopping } = this.job;
    return box.isAway || stopping === 'cancel' || (stopping === 'pause' && action !== 'cancel');
  }

  async #do(action: Action): Promise<void> {
    if (this.#isBusy(action) || this.#isAsking) return;
    this.#isAsking = true;
    try {
      await box.ask(() => ROUTES[action](this.job.id));
      this.failure = undefined;
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.#isAsking = false;
    }
  }
}

customElements.define('hf-job-actions', JobActions);
