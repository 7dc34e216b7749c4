/**
 * Which of the queued jobs start, which wait, and which running one makes way.
 *
 * Pure: decides, moves nothing. One heavy job a physical drive; a higher rank first, then the older one.
 * A job that waits for a drive keeps younger ones off it, so one that needs two drives is not passed over for ever.
 * A job makes way only for a higher rank, and comes back with its waiting begun anew: so two never push each other away in turn.
 */
import { PRIORITY, type PriorityName } from './job.ts';

/** One that waited so long goes before all but urgent ones, and makes way only for those: nothing waits for ever. */
const PATIENCE_MS = 12 * 3_600_000;
const IMPATIENT_RANK = (PRIORITY.asked + PRIORITY.urgent) / 2;

export interface Waiting {
  readonly id: string;
  readonly number: number;
  readonly rank: number;
  readonly drives: ReadonlySet<string>;
  readonly needsRepository: boolean;
}

export interface Running {
  readonly id: string;
  readonly rank: number;
  readonly drives: ReadonlySet<string>;
  readonly yields: boolean;
  readonly isStopping: boolean;
}

export interface Decision {
  readonly start: readonly string[];
  readonly makeWay: readonly string[];
  readonly waits: ReadonlyMap<string, 'repository' | 'drive'>;
}

/** The rank of a job that has been waiting since `queuedAtMs`; it keeps it while it runs. */
export function rankOf(priority: PriorityName, waitedMs: number): number {
  return waitedMs < PATIENCE_MS ? PRIORITY[priority] : Math.max(PRIORITY[priority], IMPATIENT_RANK);
}

export function decide(waiting: readonly Waiting[], running: readonly Running[], isRepositoryOpen: boolean): Decision {
  const busy = new Set(running.flatMap(({ drives }) => [...drives]));
  const claimed = new Set<string>();
  const [start, makeWay]: [string[], Set<string>] = [[], new Set()];
  const waits = new Map<string, 'repository' | 'drive'>();
  for (const job of waiting.toSorted((a, b) => b.rank - a.rank || a.number - b.number)) {
    if (job.needsRepository && !isRepositoryOpen) {
      waits.set(job.id, 'repository');
      continue;
    }
    const isClaimed = !job.drives.isDisjointFrom(claimed);
    if (!isClaimed && job.drives.isDisjointFrom(busy)) {
      start.push(job.id);
      for (const drive of job.drives) busy.add(drive);
      continue;
    }
    waits.set(job.id, 'drive');
    if (!isClaimed) for (const id of inTheWay(job, running)) makeWay.add(id);
    for (const drive of job.drives) claimed.add(drive);
  }
  return { start, makeWay: [...makeWay], waits };
}

/** The running jobs to stop, when that clears the way; none when one of them stays. */
function inTheWay(job: Waiting, running: readonly Running[]): string[] {
  const blockers = running.filter(({ drives }) => !drives.isDisjointFrom(job.drives));
  const clears = blockers.length > 0 && blockers.every((blocker) => blocker.isStopping || (blocker.yields && blocker.rank < job.rank));
  return clears ? blockers.filter(({ isStopping }) => !isStopping).map(({ id }) => id) : [];
}
