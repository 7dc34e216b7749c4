/**
 * Whether the box's owner may sleep well: one verdict, and what needs a person, the most important first.
 *
 * Pure, and never kinder than what is known: a backup that ran is not proven, and nothing counts before the recovery kit was typed back.
 */
import type { CopyView, JobView, ProtectedFolder, Status } from '../../../../src/api/contract/index.ts';
import type { Proof, Standing } from './proofs.ts';

const DAY_MS = 86_400_000;
/** Without a schedule, a folder or a copy is told of after so many days. */
export const OLD_AFTER_DAYS = 7;

export type Need =
  | { readonly kind: 'alarm'; readonly alarm: Status['alarms'][number] }
  | { readonly kind: 'damaged' | 'unreadable' | 'kit' | 'unproven' | 'no-copy' }
  | { readonly kind: 'never' | 'old'; readonly folder: ProtectedFolder }
  | { readonly kind: 'failed' | 'partial' | 'interrupted'; readonly job: JobView }
  | { readonly kind: 'same-drive' | 'old-copy'; readonly copy: CopyView };

export type Verdict =
  | { readonly kind: 'none' | 'running' | 'damaged' | 'alarm' }
  | { readonly kind: 'never'; readonly folders: readonly ProtectedFolder[] }
  | { readonly kind: 'failed' | 'partial'; readonly job: JobView }
  | { readonly kind: 'old'; readonly folder: ProtectedFolder }
  | { readonly kind: 'kit' | 'unproven' | 'only-here'; readonly freshest: string }
  | { readonly kind: 'old-copy'; readonly copy: CopyView }
  | { readonly kind: 'protected'; readonly proof: Proof; readonly copy: CopyView };

export interface Facts {
  readonly status: Status;
  readonly standings: readonly Standing[];
  /** Jobs that ended, also those that the status tells of no more; in any order. */
  readonly ended: readonly JobView[];
  /** Versions that cannot be read. */
  readonly damagedVersions: number;
  readonly now: Date;
}

export function needsOf(facts: Facts): Need[] {
  const { status, standings, damagedVersions, now } = facts;
  const { folders, jobs, lastCheck, countsAsProtected, alarms, copies } = status;
  const backedUp = folders.filter(({ lastTime }) => lastTime !== null);
  const bad = badEnds(facts);
  const copy = freshestOf(copies.filter(isElsewhere));
  return [
    ...(lastCheck?.isWhole === false ? [{ kind: 'damaged' } as const] : []),
    ...(damagedVersions > 0 ? [{ kind: 'unreadable' } as const] : []),
    ...alarms.map((alarm) => ({ kind: 'alarm', alarm }) as const),
    ...(countsAsProtected ? [] : [{ kind: 'kit' } as const]),
    ...neverOf(status).map((folder) => ({ kind: 'never', folder }) as const),
    ...bad.filter(({ state }) => state === 'failed').map((job) => ({ kind: 'failed', job }) as const),
    ...jobs.filter(({ state }) => state === 'interrupted').map((job) => ({ kind: 'interrupted', job }) as const),
    ...bad.filter(({ state }) => state === 'done').map((job) => ({ kind: 'partial', job }) as const),
    ...backedUp.filter(({ lastTime }) => isOld(lastTime!, now)).map((folder) => ({ kind: 'old', folder }) as const),
    ...(backedUp.length > 0 && standings.some((each) => isUnread(each, lastCheck)) ? [{ kind: 'unproven' } as const] : []),
    ...(backedUp.length > 0 && copy === undefined ? [noneElsewhere(copies)] : []),
    ...(copy !== undefined && isBehind(copy, backedUp, now) ? [{ kind: 'old-copy', copy } as const] : []),
  ];
}

export function verdictOf(facts: Facts): Verdict {
  const { status, standings, damagedVersions, now } = facts;
  const { folders, jobs, lastCheck, countsAsProtected, alarms } = status;
  if (lastCheck?.isWhole === false || damagedVersions > 0) return { kind: 'damaged' };
  if (jobs.some(({ kind, state }) => kind === 'backup' && state === 'running')) return { kind: 'running' };
  const never = neverOf(status);
  if (never.length > 0) return { kind: 'never', folders: never };
  const freshest = folders[0]?.lastTime;
  if (!freshest) return { kind: 'none' };
  const bad = badEnds(facts);
  for (const [state, kind] of [
    ['failed', 'failed'],
    ['done', 'partial'],
  ] as const) {
    const job = bad.find((each) => each.state === state);
    if (job) return { kind, job };
  }
  if (!countsAsProtected) return { kind: 'kit', freshest };
  if (alarms.length > 0) return { kind: 'alarm' };
  const old = folders.find(({ lastTime }) => lastTime !== null && isOld(lastTime, now));
  if (old) return { kind: 'old', folder: old };
  if (!standings.every(({ isProven }) => isProven)) return { kind: 'unproven', freshest };
  const copy = freshestOf(status.copies.filter(isElsewhere));
  if (!copy) return { kind: 'only-here', freshest };
  if (isBehind(copy, folders, now)) return { kind: 'old-copy', copy };
  const oldestProof = standings.map(({ proof }) => proof!).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0]!;
  return { kind: 'protected', proof: oldestProof, copy };
}

/** Nobody read it again since it was stored. A check that read it and found damage is told by that damage. */
function isUnread({ folder: { lastTime }, isProven }: Standing, check: Status['lastCheck']): boolean {
  if (lastTime === null || isProven) return false;
  const wasRead = check?.isWhole === false && check.readData !== 'none' && Date.parse(check.at) >= Date.parse(lastTime);
  return !wasRead;
}

/** Chosen, without a version, and no first backup is on its way. */
function neverOf({ folders, jobs }: Status): ProtectedFolder[] {
  const onTheirWay = new Set(
    jobs.filter(({ kind, state }) => kind === 'backup' && state !== 'interrupted').map(({ subject }) => subject.folder),
  );
  return folders.filter(({ path, lastTime }) => lastTime === null && !onTheirWay.has(path));
}

/** The last backup of each folder, where it failed or could not take everything; nothing of what people cancelled, or took off the list. */
function badEnds({ status: { folders }, ended }: Facts): JobView[] {
  const last = new Map<string, JobView>();
  for (const job of ended.toSorted((a, b) => Date.parse(b.finishedAt!) - Date.parse(a.finishedAt!))) {
    const folder = job.kind === 'backup' && job.state !== 'cancelled' ? job.subject.folder : undefined;
    if (folder !== undefined && !last.has(folder)) last.set(folder, job);
  }
  const known = new Set(folders.map(({ path }) => path));
  return [...last]
    .filter(([folder, job]) => known.has(folder) && (job.state === 'failed' || job.result?.partial === true))
    .map(([, job]) => job);
}

/** A copy on a drive of the backups dies with them. */
export function isElsewhere({ isSameDrive }: CopyView): boolean {
  return !isSameDrive;
}

/** Says of a copy that is there why it does not count. */
function noneElsewhere(copies: readonly CopyView[]): Need {
  const copy = freshestOf(copies);
  return copy ? { kind: 'same-drive', copy } : { kind: 'no-copy' };
}

/** Places that were asked for and never finished hold no copy yet. */
export function freshestOf(copies: readonly CopyView[]): CopyView | undefined {
  const done = copies.filter(({ lastCopyAt }) => lastCopyAt !== null);
  return done.sort((a, b) => Date.parse(b.lastCopyAt!) - Date.parse(a.lastCopyAt!))[0];
}

function isOld(time: string, now: Date): boolean {
  return now.getTime() - Date.parse(time) > OLD_AFTER_DAYS * DAY_MS;
}

/** It lacks a version, and has not been brought up to date for days. */
function isBehind({ lastCopyAt }: CopyView, folders: readonly ProtectedFolder[], now: Date): boolean {
  const lacks = folders.some(({ lastTime }) => lastTime !== null && Date.parse(lastTime) > Date.parse(lastCopyAt!));
  return lacks && isOld(lastCopyAt!, now);
}
