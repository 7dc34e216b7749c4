/** `EndedJobs`: jobs of some kinds that ended, the newest first of each kind; asked for anew whenever a job has ended. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JobView, Status } from '../../../../src/api/contract/index.ts';
import { failureText } from '../../box/ask.ts';
import { BoxController, hasEnded } from '../../box/box.ts';
import { type JobQuestion, jobsApi } from '../../box/jobs-api.ts';

export class EndedJobs implements ReactiveController {
  /** Undefined until the box has answered. */
  jobs: readonly JobView[] | undefined;
  failure: string | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #questions: readonly JobQuestion[];
  readonly #alongside: (status: Status) => Promise<unknown>;
  #loadedFor: string | undefined;

  /** `alongside` is asked at the same moments; what it finds is drawn together with the jobs. */
  constructor(
    host: ReactiveControllerHost,
    questions: readonly JobQuestion[],
    alongside: (status: Status) => Promise<unknown> = async () => {},
  ) {
    this.#host = host;
    this.#questions = questions;
    this.#alongside = alongside;
    host.addController(this);
    new BoxController(host, (status) => void this.#load(status));
  }

  hostConnected(): void {}

  async #load(status: Status): Promise<void> {
    const [last] = status.recent;
    const state = `${status.repository} ${last?.id} ${last?.attempts}`;
    if (state === this.#loadedFor) return;
    this.#loadedFor = state;
    try {
      const [pages] = await Promise.all([Promise.all(this.#questions.map((question) => jobsApi.list(question))), this.#alongside(status)]);
      if (state !== this.#loadedFor) return; // a newer answer is on its way
      this.jobs = pages.flatMap(({ jobs }) => jobs).filter(hasEnded);
      this.failure = undefined;
    } catch (error) {
      this.#loadedFor = undefined;
      this.failure = failureText(error);
    }
    this.#host.requestUpdate();
  }
}
