/** `<hf-sign-in>`: a name and a password; after too many wrong ones, how long there is to wait. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { ApiFailure, failureText } from '../../box/ask.ts';
import { door } from '../../box/door.ts';
import { formatDuration } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { controls } from '../../ui/controls.ts';
import { failureNote } from '../../ui/failure-note.ts';
import { field } from '../../ui/field.ts';
import { looks } from '../../ui/looks.ts';

const TICK_MS = 1_000;

export class SignIn extends LitElement {
  static override properties = {
    isShown: { state: true },
    isWorking: { state: true },
    failure: { state: true },
    secondsLeft: { state: true },
  };
  declare isShown: boolean;
  declare isWorking: boolean;
  declare failure: string | undefined;
  /** Until the box takes another try. */
  declare secondsLeft: number;
  #timer: number | undefined;

  static override styles = [
    looks,
    controls,
    css`
      .card {
        max-width: 32rem;
      }
      .wait {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    this.isShown = false;
    this.isWorking = false;
    this.secondsLeft = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const isBack = door.owner !== undefined;
    return html`
      <div class="stack">
        <header>
          <h1>${isBack ? t('sign-in.again') : t('sign-in.sentence')}</h1>
          <p class="lead">${isBack ? t('sign-in.again.lead') : t('sign-in.lead', { box: door.view?.box ?? '' })}</p>
        </header>
        <form class="card stack" @submit=${this.#signIn}>
          ${field(
            { id: 'name', label: t('sign-in.name') },
            ({ id }) =>
              html`<input id=${id} required autocomplete="username" spellcheck="false" autocapitalize="off" .value=${door.owner?.name ?? ''} />`,
          )}
          <div class="field">
            <label for="password">${t('password.label')}</label>
            <div class="with-button">
              <input id="password" type=${this.isShown ? 'text' : 'password'} required autocomplete="current-password" spellcheck="false" autocapitalize="off" />
              <button type="button" aria-pressed=${this.isShown} @click=${this.#flip}>${this.isShown ? t('passphrase.hide') : t('passphrase.show')}</button>
            </div>
          </div>
          ${failureNote(this.failure)}
          ${this.secondsLeft > 0 ? html`<p class="wait" id="wait" aria-live="off">${t('sign-in.wait', { left: formatDuration(this.secondsLeft) })}</p>` : ''}
          <div class="row">
            <button type="submit" class="primary" ?disabled=${this.isWorking || this.secondsLeft > 0}>${this.isWorking ? t('sign-in.working') : t('sign-in.action')}</button>
          </div>
          <p class="small soft">${t('sign-in.forgotten')}</p>
        </form>
        <p><a href="#/trust">${t('trust.link')}</a></p>
      </div>
    `;
  }

  #flip(): void {
    this.isShown = !this.isShown;
  }

  async #signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isWorking || this.secondsLeft > 0) return;
    const [name, password] = ['#name', '#password'].map((id) => this.renderRoot.querySelector<HTMLInputElement>(id)!) as [
      HTMLInputElement,
      HTMLInputElement,
    ];
    this.isWorking = true;
    this.failure = undefined;
    try {
      await door.signIn({ name: name.value, password: password.value });
    } catch (error) {
      this.failure = failureText(error);
      if (error instanceof ApiFailure && error.code === 'signin.wait') this.#wait(Number(error.details.seconds));
      password.select();
    } finally {
      this.isWorking = false;
    }
  }

  /** Counted by the clock: a timer of a page in the background is late. */
  #wait(seconds: number): void {
    const until = Date.now() + seconds * 1000;
    this.secondsLeft = seconds;
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => {
      this.secondsLeft = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.secondsLeft > 0) return;
      clearInterval(this.#timer);
      this.failure = undefined;
    }, TICK_MS);
  }
}

customElements.define('hf-sign-in', SignIn);
