/** Jobs of a box as the command line shows them: what they are about, how they are, what came of them. */
import type { Job } from '../../box/jobs/index.ts';
import { counted, durationText, fittedTable, sizeText, timeText } from '../format.ts';
import type { LiveProgress } from '../live-display.ts';
import { printable } from '../terminal-text.ts';

export type { Job };

export interface JobProblems {
  readonly problems: readonly { readonly kind: string; readonly path: string; readonly message: string }[];
  readonly count: number;
}

/** The beginning of an id, which is enough to name a job by. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** `backup of /home/anna`. */
export function titleOf({ kind, subject }: Pick<Job, 'kind' | 'subject'>): string {
  const about = aboutText({ kind, subject });
  return about === '' ? printable(kind) : `${printable(kind)} ${about}`;
}

function aboutText({ kind, subject }: Pick<Job, 'kind' | 'subject'>): string {
  const { folder, target, snapshot, readData, dryRun } = subject;
  if (kind === 'backup' && folder) return `of ${printable(folder)}`;
  if (kind === 'restore' && target) return `of ${shortId(snapshot ?? '')} into ${printable(target)}`;
  if (kind === 'copy' && target) return `into ${printable(target)}`;
  if (kind === 'check') return readData === 'none' || !readData ? '' : `reading ${readData === 'all' ? 'all data' : printable(readData)}`;
  if (kind === 'prune') return dryRun ? '(only to see what it would do)' : '';
  return printable(Object.values(subject).join(', '));
}

/** How it is, in a few words. */
export function stateText(job: Job): string {
  if (job.stopping) return job.stopping === 'cancel' ? 'being cancelled' : 'being paused';
  if (job.state === 'queued' && job.waitsFor) return job.waitsFor === 'repository' ? 'waits for the passphrase' : 'waits for the drive';
  if (job.state === 'running') return `running ${percentOf(job)}`.trimEnd();
  if (job.state === 'done' && isPartial(job)) return 'done in part';
  if (job.state === 'done' && foundDamage(job)) return 'found problems';
  return job.state;
}

function percentOf({ progress: { done, total } }: Job): string {
  return total === null || total === 0 ? '' : `${Math.min(100, Math.floor((done / total) * 100))}%`;
}

export function isPartial({ result }: Job): boolean {
  return result?.partial === true;
}

/** Of a check. */
export function foundDamage({ result }: Job): boolean {
  return result?.whole === false;
}

/** Nobody works on it any more, nor will without being asked. */
export function isStill({ state }: Job): boolean {
  return ['done', 'failed', 'cancelled', 'paused', 'interrupted'].includes(state);
}

export function jobTable(jobs: readonly Job[], width: number | undefined): string[] {
  const rows = jobs.map((job) => [
    shortId(job.id),
    printable(job.kind),
    stateText(job),
    timeText(job.finishedAt ?? job.startedAt ?? job.createdAt),
    printable(job.requestedBy ?? ''),
    aboutText(job),
  ]);
  const columns = [{ title: 'ID' }, { title: 'Kind' }, { title: 'State' }, { title: 'Since' }, { title: 'By' }];
  return fittedTable([...columns, { title: 'About', cut: 'start' as const }], rows, width);
}

/** What came of it, in a sentence without its end. */
export function resultText(job: Job): string {
  const { kind, result } = job;
  const number = (name: string) => Number(result?.[name] ?? 0);
  const files = (name: string) => counted(number(name), 'file');
  if (!result) return '';
  if (kind === 'backup')
    return `version ${shortId(String(result.snapshotId))}: ${files('filesNew')} new, ${files('filesChanged')} changed, ${files('filesUnmodified')} as before, ${sizeText(number('bytesAdded'))} added`;
  if (kind === 'restore')
    return `${files('files')} and ${counted(number('dirs'), 'folder')} restored, ${sizeText(number('bytes'))}, ${number('alreadyThere').toLocaleString('en')} there already`;
  if (kind === 'check')
    return `${counted(number('snapshots'), 'version')} and ${counted(number('packs'), 'pack')} looked at, ${counted(number('packsRead'), 'pack')} read; ${result.whole ? 'all is whole' : 'there are problems'}`;
  if (kind === 'prune') {
    const would = result.dryRun ? 'would be ' : '';
    return `${counted(number('snapshotsForgotten'), 'version')} ${would}forgotten, ${sizeText(Math.max(0, number('bytesFreed')))} ${would}freed`;
  }
  if (kind === 'copy')
    return `${counted(number('snapshotsCopied'), 'version')} copied, ${sizeText(number('bytes'))}, ${number('snapshotsThere').toLocaleString('en')} there already`;
  return '';
}

/** How long the last attempt took; undefined before its end. */
export function tookText({ startedAt, finishedAt }: Job): string | undefined {
  if (startedAt === null || finishedAt === null) return undefined;
  return durationText((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

export function liveOf(job: Job): LiveProgress {
  const { phase, done, total, unit, filesDone, filesTotal, current } = job.progress;
  const [bytesDone, bytesTotal] = unit === 'bytes' ? [done, total ?? undefined] : [0, undefined];
  const isMoving = job.state === 'running' && job.stopping === null;
  return {
    phase: isMoving ? phase : stateText(job),
    filesDone,
    filesTotal: filesTotal ?? undefined,
    bytesDone,
    bytesTotal,
    current: current ?? undefined,
    errors: job.problemCount,
  };
}

export function estimateOf({ progress: { unit, perSecond, secondsLeft } }: Job) {
  const [bytesPerSecond, filesPerSecond] = unit === 'bytes' ? [perSecond, null] : [null, perSecond];
  return { bytesPerSecond, filesPerSecond, secondsLeft };
}
