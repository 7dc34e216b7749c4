/** Tells listeners how jobs go: their start, each quarter, their pause, their end. What was so before the page came is not told. */
import type { JobView, Status } from '../../../../src/api/contract/index.ts';
import { speak } from '../../box/speak.ts';
import { formatPercent } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { jobTitle, shareOf, standingOf } from './job-words.ts';

interface Known {
  readonly state: JobView['state'];
  readonly quarter: number;
}

export class JobSpeaker {
  #known: ReadonlyMap<string, Known> | undefined;

  follow({ jobs, recent }: Status): void {
    const before = this.#known;
    this.#known = new Map(jobs.map((job) => [job.id, { state: job.state, quarter: quarterOf(job) }]));
    if (!before) return;
    for (const job of jobs) this.#goes(job, before.get(job.id));
    for (const job of recent) if (before.has(job.id) && !this.#known.has(job.id)) this.#say(job);
  }

  #goes(job: JobView, before: Known | undefined): void {
    if (job.state !== before?.state) {
      if (job.state === 'running') speak(t('job.say.started', { job: jobTitle(job) }));
      else this.#say(job);
      return;
    }
    const quarter = quarterOf(job);
    if (job.state !== 'running' || quarter <= before.quarter || quarter >= 4) return;
    speak(t('job.say.progress', { percent: formatPercent(quarter / 4), job: jobTitle(job) }));
  }

  #say(job: JobView): void {
    const standing = standingOf(job);
    if (standing === 'queued' || standing === 'running') return;
    speak(t(`job.say.${standing}`, { job: jobTitle(job) }));
  }
}

function quarterOf({ progress }: JobView): number {
  return Math.floor((shareOf(progress) ?? 0) * 4);
}
