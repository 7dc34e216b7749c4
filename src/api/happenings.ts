/**
 * What happens in the box, gathered into the event log: the status as a whole, and each job.
 *
 * Owns: when the status is put together anew. Several changes in a row make one event.
 */
import type { Known } from './event-log.ts';
import { EventLog } from './event-log.ts';
import type { Services } from './services.ts';
import { statusOf } from './status.ts';
import { viewJob } from './views.ts';

const GATHERED_MS = 100;

export function followBox(services: Services, log: (line: string) => void): EventLog {
  const status = async (): Promise<Known> => ({ name: 'status', key: 'status', data: await statusOf(services) });
  // The status carries every job that has not ended.
  const events = new EventLog(async () => [await status()]);
  let isGathering = false;
  const tell = () => {
    if (isGathering) return;
    isGathering = true;
    setTimeout(async () => {
      isGathering = false;
      if (services.stopping.aborted) return;
      await status().then(
        (known) => events.append(known),
        (error: Error) => log(`the status of the box could not be told: ${error.stack ?? error.message}`),
      );
    }, GATHERED_MS);
  };
  for (const each of [services.vault, services.kit, services.boxSettings, services.protect, services.offsite, services.names])
    each.onChange(tell);
  void followJobs(services, events, tell);
  return events;
}

/** An end changes more than its job: the folder's last backup, the list of the last ones. */
async function followJobs({ jobs, stopping }: Services, events: EventLog, tell: () => void): Promise<void> {
  for await (const job of jobs.watch(stopping)) {
    events.append({ name: 'job', key: `job:${job.id}`, data: viewJob(job) });
    if (job.finishedAt !== null) tell();
  }
}
