/** How much room the frame has: `rail` beside the page, a `row` of all pages below it, or a `bar` of the most needed ones. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Shape = 'rail' | 'row' | 'bar';

const RAIL = matchMedia('(min-width: 60rem)');
const ROW = matchMedia('(min-width: 46rem)');

export class WidthController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #changed = () => this.#host.requestUpdate();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get shape(): Shape {
    if (RAIL.matches) return 'rail';
    return ROW.matches ? 'row' : 'bar';
  }

  hostConnected(): void {
    for (const each of [RAIL, ROW]) each.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    for (const each of [RAIL, ROW]) each.removeEventListener('change', this.#changed);
  }
}
