/** `Past`: what ended jobs tell of proofs and failures, and which versions cannot be read; asked anew whenever a job has ended. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JobView, Status } from '../../../../src/api/contract/index.ts';
import { api, failureText } from '../../box/api.ts';
import { BoxController } from '../../box/box.ts';
import { jobsApi } from '../../box/jobs-api.ts';

const ASKED = [
  { kind: 'backup', state: undefined, limit: 50 },
  { kind: 'check', state: 'done', limit: 10 },
  { kind: 'restore', state: 'done', limit: 20 },
] as const;

export class Past implements ReactiveController {
  /** Undefined until the box has answered. */
  ended: readonly JobView[] | undefined;
  damagedVersions = 0;
  failure: string | undefined;
  readonly #host: ReactiveControllerHost;
  #loadedFor: string | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
    new BoxController(host, (status) => void this.#load(status));
  }

  hostConnected(): void {}

  async #load({ repository, recent }: Status): Promise<void> {
    const state = `${repository} ${recent[0]?.id} ${recent[0]?.attempts}`;
    if (repository !== 'open' || state === this.#loadedFor) return;
    this.#loadedFor = state;
    try {
      const [damaged, ...pages] = await Promise.all([api.damagedSnapshots(), ...ASKED.map((question) => jobsApi.list(question))]);
      if (state !== this.#loadedFor) return; // a newer answer is on its way
      this.damagedVersions = damaged.length;
      this.ended = pages.flatMap(({ jobs }) => jobs).filter(({ finishedAt }) => finishedAt !== null);
      this.failure = undefined;
    } catch (error) {
      this.#loadedFor = undefined;
      this.failure = failureText(error);
    }
    this.#host.requestUpdate();
  }
}
