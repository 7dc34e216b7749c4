/** Jobs in words: what one is, how it stands, what it does now, how it ended. */
import type { JobProgress, JobView } from '../../../../src/api/contract/index.ts';
import { formatBytes, formatDuration, formatName, formatNumber, formatPercent } from '../../text/format.ts';
import { hasText, type PlainKey, t } from '../../text/text.ts';

export const KINDS = ['backup', 'restore', 'check', 'prune', 'copy'] as const;
/** A job's state; what is done may have a shadow. */
export type Standing = JobView['state'] | 'partial' | 'damaged';

export function jobTitle({ kind, subject }: JobView): string {
  const name = (key: string) => formatName(subject[key] ?? '');
  if (kind === 'backup') return t('job.title.backup', { folder: name('folder') });
  if (kind === 'restore') return t('job.title.restore', { target: name('target') });
  if (kind === 'copy') return t('job.title.copy', { target: name('target') });
  if (kind === 'prune') return t(subject.dryRun === undefined ? 'job.title.prune' : 'job.title.prune.dry');
  if (kind === 'check') return checkTitle(subject.readData ?? 'none');
  return t('job.title.other');
}

function checkTitle(readData: string): string {
  if (readData === 'none' || readData === 'all') return t(`job.title.check.${readData}`);
  return t('job.title.check.share', { share: formatPercent(Number.parseFloat(readData) / 100) });
}

export function kindText(kind: string): string {
  const key = `job.kind.${kind}`;
  return t(hasText(key) ? (key as PlainKey) : 'job.kind.other');
}

export function standingOf({ state, kind, result }: JobView): Standing {
  if (state !== 'done') return state;
  if (kind === 'check' && result?.whole === false) return 'damaged';
  return result?.partial === true ? 'partial' : 'done';
}

/** What it does now, or why it does nothing. */
export function doingText({ state, stopping, waitsFor, progress }: JobView): string {
  if (stopping !== null) return t(`job.stopping.${stopping}`);
  if (state === 'queued') return t(waitsFor === null ? 'job.waits' : `job.waits.${waitsFor}`);
  if (state === 'paused' || state === 'interrupted') return t(`job.${state}.lead`);
  if (state !== 'running') return '';
  return progress.current === null ? phaseText(progress.phase) : t('job.current', { file: formatName(progress.current) });
}

function phaseText(phase: string): string {
  const key = `job.phase.${phase.replaceAll(' ', '-')}`;
  return t(hasText(key) ? (key as PlainKey) : 'job.phase.other');
}

/** From 0 to 1; null while the total is not known. */
export function shareOf({ done, total }: JobProgress): number | null {
  return total === null || total <= 0 ? null : Math.min(1, done / total);
}

/** How long the last attempt took; undefined before it ended. */
export function tookText({ startedAt, finishedAt }: JobView): string | undefined {
  if (startedAt === null || finishedAt === null) return undefined;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return seconds < 1 ? t('result.took-no-time') : t('result.took', { duration: formatDuration(seconds) });
}

/** What came of it, in a sentence; '' where there is nothing to say. */
export function resultText(job: JobView): string {
  const key = `fault.${job.failure?.code}`;
  if (job.failure) return hasText(key) && !hasValues(key) ? t(key as PlainKey) : job.failure.detail;
  if (job.state === 'cancelled') return t(job.kind === 'backup' ? 'result.cancelled.backup' : 'result.cancelled');
  return job.result === null ? '' : (RESULTS[job.kind]?.(new Figures(job.result)) ?? '');
}

/** Sentences about faults that need more than their code are told in the box's own words. */
function hasValues(key: string): boolean {
  return (t as (key: string, values: object) => string)(key, {}).includes('undefined');
}

/** Figures of a result: what is not there counts as none. */
class Figures {
  readonly #result: Readonly<Record<string, unknown>>;

  constructor(result: Readonly<Record<string, unknown>>) {
    this.#result = result;
  }

  number(name: string): number {
    const value = this.#result[name];
    return typeof value === 'number' ? value : 0;
  }

  is(name: string): boolean {
    return this.#result[name] === true;
  }

  bytes(name: string): string {
    return formatBytes(this.number(name));
  }

  versions(name: string): string {
    return t('count.versions', { count: this.number(name) });
  }
}

const RESULTS: Readonly<Record<string, (result: Figures) => string>> = {
  backup(result) {
    const changed = result.number('filesNew') + result.number('filesChanged');
    const files = t('count.files', { count: changed + result.number('filesUnmodified') });
    return t('result.backup', { files, changed: formatNumber(changed), added: result.bytes('bytesAdded') });
  },
  restore(result) {
    const [files, there] = [t('count.files', { count: result.number('files') }), formatNumber(result.number('alreadyThere'))];
    return t('result.restore', { files, bytes: result.bytes('bytes'), there });
  },
  check(result) {
    if (!result.is('whole')) return t('result.check.damaged');
    const versions = result.versions('snapshots');
    return result.number('bytesRead') === 0
      ? t('result.check', { versions })
      : t('result.check.read', { versions, read: result.bytes('bytesRead') });
  },
  prune(result) {
    const values = { versions: result.versions('snapshotsForgotten'), bytes: formatBytes(Math.max(0, result.number('bytesFreed'))) };
    return result.is('dryRun') ? t('result.prune.dry', values) : t('result.prune', values);
  },
  copy(result) {
    const there = formatNumber(result.number('snapshotsThere'));
    return t('result.copy', { copied: result.versions('snapshotsCopied'), bytes: result.bytes('bytes'), there });
  },
};
