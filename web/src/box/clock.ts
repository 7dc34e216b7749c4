/** Keeps "3 minutes ago" true: updates a component every half minute. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const TICK_MS = 30_000;

export class Clock implements ReactiveController {
  now = new Date();
  readonly #host: ReactiveControllerHost;
  #timer: number | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = window.setInterval(() => this.#host.requestUpdate(), TICK_MS);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  hostUpdate(): void {
    this.now = new Date();
  }
}
