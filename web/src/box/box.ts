/**
 * What the page knows of the box and its jobs, kept fresh by server-sent events, for as long as somebody is signed in: `status` is the
 * whole, `job` one that changed.
 *
 * A hidden page lets go of its connection: browsers allow few to one host, and forgotten tabs would use them up.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JobView, Status } from '../../../src/api/contract/index.ts';
import { door } from './door.ts';

const AWAY_AFTER_MS = 3_000;
const RETRY_MS = 3_000;
const RECENT_AT_MOST = 10;

class Box extends EventTarget {
  status: Status | undefined;
  isAway = false;
  #source: EventSource | undefined;
  #awayTimer: number | undefined;
  #retryTimer: number | undefined;
  /** Ids of the jobs that events told of, for each question that waits for its answer. */
  readonly #ears = new Set<Set<string>>();

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

  /** Asks for a job, or for a change of one, and takes the answer; unless events told of that job meanwhile, for those are newer. */
  async ask(question: () => Promise<JobView>): Promise<JobView> {
    const heard = new Set<string>();
    this.#ears.add(heard);
    try {
      const job = await question();
      if (this.status && !heard.has(job.id)) this.take(withJob(this.status, job));
      return this.job(job.id) ?? job;
    } finally {
      this.#ears.delete(heard);
    }
  }

  /** A job that runs, waits, or ended a short time ago. */
  job(id: string): JobView | undefined {
    return this.status && [...this.status.jobs, ...this.status.recent].find((job) => job.id === id);
  }

  #connect(): void {
    if (this.#source) return;
    const source = new EventSource('/api/events');
    this.#source = source;
    source.addEventListener('status', (event) => {
      this.#setAway(false);
      const status = JSON.parse(event.data) as Status;
      this.#hear([...status.jobs, ...status.recent]);
      this.take(status);
    });
    source.addEventListener('job', (event) => {
      this.#setAway(false);
      const job = JSON.parse(event.data) as JobView;
      this.#hear([job]);
      if (this.status) this.take(withJob(this.status, job));
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

  #hear(jobs: readonly JobView[]): void {
    for (const heard of this.#ears) for (const { id } of jobs) heard.add(id);
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

export const box = new Box();

/** Both lists keep their order: what has not ended oldest first, what has newest first. */
function withJob(status: Status, job: JobView): Status {
  const jobs = status.jobs.filter(({ id }) => id !== job.id);
  const recent = status.recent.filter(({ id }) => id !== job.id);
  if (hasEnded(job)) return { ...status, jobs, recent: [job, ...recent].sort(byEnd).slice(0, RECENT_AT_MOST) };
  const place = status.jobs.findIndex(({ id }) => id === job.id);
  return { ...status, jobs: jobs.toSpliced(place < 0 ? jobs.length : place, 0, job), recent };
}

export function hasEnded({ state }: JobView): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function byEnd(a: JobView, b: JobView): number {
  return Date.parse(b.finishedAt ?? '') - Date.parse(a.finishedAt ?? '');
}

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
