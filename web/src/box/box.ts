/**
 * What the page knows of the box, kept fresh by server-sent events, for as long as somebody is signed in.
 *
 * A hidden page lets go of its connection: browsers allow few to one host, and forgotten tabs would use them up.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JobView, Status } from '../../../src/api/contract/index.ts';
import { door } from './door.ts';

const AWAY_AFTER_MS = 3_000;
const RETRY_MS = 3_000;

class Box extends EventTarget {
  status: Status | undefined;
  isAway = false;
  #source: EventSource | undefined;
  #awayTimer: number | undefined;
  #retryTimer: number | undefined;

  follow(): void {
    const follow = () => (document.hidden || !door.me ? this.#disconnect() : this.#connect());
    follow();
    document.addEventListener('visibilitychange', follow);
    door.addEventListener('change', follow);
  }

  /** Takes a status that an answer carried, without waiting for the event. */
  take(status: Status): void {
    this.status = status;
    this.dispatchEvent(new Event('change'));
  }

  #connect(): void {
    if (this.#source) return;
    const source = new EventSource('/api/events');
    this.#source = source;
    source.addEventListener('status', (event) => {
      this.#setAway(false);
      this.take(JSON.parse(event.data) as Status);
    });
    source.addEventListener('job', (event) => {
      this.#setAway(false);
      if (this.status) this.take(withJob(this.status, JSON.parse(event.data) as JobView));
    });
    source.addEventListener('error', () => {
      this.#awayTimer ??= window.setTimeout(() => this.#setAway(true), AWAY_AFTER_MS);
      // The browser tries again by itself, but not after an answer it took for final.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#drop();
      this.#retryTimer = window.setTimeout(() => door.me && this.#connect(), RETRY_MS);
      void door.look();
    });
  }

  #disconnect(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
    this.#drop();
  }

  #drop(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #setAway(isAway: boolean): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
    if (this.isAway === isAway) return;
    this.isAway = isAway;
    this.dispatchEvent(new Event('change'));
  }
}

/** The status with a job as it is now; one that ended is among the recent ones. */
function withJob(status: Status, job: JobView): Status {
  const others = status.jobs.filter(({ id }) => id !== job.id);
  if (job.finishedAt === null) return { ...status, jobs: [...others, job] };
  return { ...status, jobs: others, recent: [job, ...status.recent.filter(({ id }) => id !== job.id)] };
}

export const box = new Box();

/** Updates a component whenever the box changes; `onStatus` is told of every new status. */
export class BoxController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onStatus: ((status: Status) => void) | undefined;
  readonly #changed = () => {
    if (box.status) this.#onStatus?.(box.status);
    this.#host.requestUpdate();
  };

  constructor(host: ReactiveControllerHost, onStatus?: (status: Status) => void) {
    this.#host = host;
    this.#onStatus = onStatus;
    host.addController(this);
  }

  hostConnected(): void {
    box.addEventListener('change', this.#changed);
    if (box.status) this.#onStatus?.(box.status);
  }

  hostDisconnected(): void {
    box.removeEventListener('change', this.#changed);
  }
}
