/** `box status`: how the box is. One sentence first, then what needs somebody, then the figures. */
import type { Command } from '../command.ts';
import { counted, fittedTable, timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import { boxCommand, tell } from './box-command.ts';
import { isStill, type Job, jobTable, shortId, titleOf } from './job.ts';
import { folderTable } from './repository-commands.ts';

interface Status {
  readonly box: { readonly name: string; readonly version: string };
  readonly repository: 'absent' | 'locked' | 'open';
  readonly kit: { readonly state: 'absent' | 'unconfirmed' | 'confirmed' };
  readonly countsAsProtected: boolean;
  readonly folders: readonly Folder[];
  readonly copies: readonly { readonly path: string; readonly lastCopyAt: string | null; readonly isSameDrive: boolean }[];
  readonly lastCheck: { readonly at: string; readonly isWhole: boolean; readonly readData: unknown } | null;
  readonly jobs: readonly Job[];
  readonly recent: readonly Job[];
  readonly alarms: readonly { readonly code: string; readonly detail: string }[];
}

interface Folder {
  readonly path: string;
  readonly snapshotCount: number;
  readonly lastTime: string | null;
}

export const statusCommand: Command = boxCommand({
  name: 'status',
  summary: 'Tells how the box is: one sentence, what needs somebody, folders, copies, jobs',
  details: 'With --json: the status as the API gives it.',
  async run(box, session) {
    const status = await box.get<Status>('/api/status');
    const { isClaimed } = await box.get<{ isClaimed: boolean }>('/api/door');
    const needs = needsOf(status, isClaimed);
    return await tell(session, status, [
      sentenceOf(status, needs.length),
      ...(needs.length === 0 ? [] : ['', 'This needs somebody:', ...needs.map((each) => `  - ${each}`)]),
      ...section('Folders', foldersOf(status, session.output.columns)),
      ...section('Copies', copyTable(status, session.output.columns)),
      ...section('Jobs', status.jobs.length === 0 ? [] : jobTable(status.jobs, session.output.columns)),
      ...section('Ended last', status.recent.length === 0 ? [] : jobTable(status.recent.slice(0, 5), session.output.columns)),
    ]);
  },
});

function sentenceOf({ box, repository, folders, jobs, lastCheck, countsAsProtected }: Status, needs: number): string {
  const name = `${printable(box.name)} (Holdfast ${box.version})`;
  const running = jobs.find(({ state }) => state === 'running');
  const now = running ? ` Now: ${titleOf(running)}.` : '';
  if (repository === 'absent') return `${name} has no backups yet.${now}`;
  if (repository === 'locked') return `${name} waits for its passphrase; nothing is backed up until then.${now}`;
  const saved = folders.filter(({ snapshotCount }) => snapshotCount > 0);
  if (saved.length === 0) return `${name} has backed up nothing yet.${now}`;
  const latest = saved
    .map(({ lastTime }) => lastTime ?? '')
    .sort()
    .at(-1)!;
  const all =
    saved.length === folders.length
      ? `all ${counted(folders.length, 'folder')}`
      : `${saved.length} of ${counted(folders.length, 'folder')}`;
  const when = `${all.replace('all 1 folder', 'its folder')}, last at ${timeText(latest)}`;
  if (!countsAsProtected) return `${name} has backed up ${when}; it counts as protected when the recovery kit was typed back.${now}`;
  if (lastCheck?.isWhole === false) return `${name}: something in the backups is damaged.${now}`;
  return `${name} has backed up ${when}${needs > 0 ? '; something needs you' : ': proven, and a copy lies on another drive'}.${now}`;
}

/** What a person has to do, with the command that does it. */
function needsOf(status: Status, isClaimed: boolean): string[] {
  const { repository, kit, jobs, recent, alarms, lastCheck, folders } = status;
  const stopped = [...jobs, ...recent].filter((job, index, all) => isStill(job) && isTheLastOfItsKind(job, all.slice(0, index)));
  return [
    ...(isClaimed ? [] : ['nobody owns the box yet: claim it on its page, or `holdfast box users add NAME --role admin`']),
    ...(repository === 'absent' ? ['the repository is to be made: `holdfast box init`'] : []),
    ...(repository === 'locked' ? ['the passphrase is waited for: `holdfast box unlock`'] : []),
    ...(repository !== 'absent' && kit.state === 'absent' ? ['there is no recovery kit: `holdfast box kit make`'] : []),
    ...(kit.state === 'unconfirmed' ? ['the recovery kit was not typed back: `holdfast box kit confirm`'] : []),
    ...folders
      .filter(({ snapshotCount }) => repository === 'open' && snapshotCount === 0)
      .map(({ path }) => `${printable(path)} was never backed up completely`),
    ...stopped.flatMap(stoppedText),
    ...(lastCheck?.isWhole === false ? ['the last check found damage in the backups: `holdfast box jobs --kind check`'] : []),
    ...(isUnproven(status) ? ['nobody has read the newest versions again: `holdfast box check --read-data`'] : []),
    ...(hasNoCopyElsewhere(status) ? ['no copy of the backups lies on another drive: `holdfast box copy FOLDER`'] : []),
    ...alarms.map(({ detail }) => printable(detail)),
  ];
}

/** A version is proven by a check that found nothing wrong and read data after it was stored. */
function isUnproven({ repository, folders, lastCheck }: Status): boolean {
  const newest = Math.max(...folders.map(({ lastTime }) => (lastTime === null ? 0 : Date.parse(lastTime))), 0);
  if (repository !== 'open' || newest === 0 || lastCheck?.isWhole === false) return false;
  return lastCheck === null || lastCheck.readData === 'none' || Date.parse(lastCheck.at) < newest;
}

function hasNoCopyElsewhere({ repository, folders, copies }: Status): boolean {
  const isAnythingKept = repository === 'open' && folders.some(({ snapshotCount }) => snapshotCount > 0);
  return isAnythingKept && !copies.some(({ lastCopyAt, isSameDrive }) => lastCopyAt !== null && !isSameDrive);
}

/** While the box is locked nobody knows how many versions there are. */
function foldersOf({ repository, folders }: Status, width: number | undefined): string[] {
  if (folders.length === 0) return [];
  if (repository === 'open') return folderTable(folders, width);
  return folders.map(({ path }) => `  ${printable(path)} (its versions are known once the backups are open)`);
}

/** A failure that was made good by a later job of the same is none any more. Newest first in `before`. */
function isTheLastOfItsKind({ kind, subject }: Job, before: readonly Job[]): boolean {
  return !before.some((each) => each.kind === kind && JSON.stringify(each.subject) === JSON.stringify(subject));
}

function stoppedText(job: Job): string[] {
  const id = shortId(job.id);
  if (job.state === 'failed')
    return [`${titleOf(job)} failed: ${printable(job.failure?.detail ?? '')} (\`holdfast box resume ${id}\` tries again)`];
  if (job.state === 'paused' || job.state === 'interrupted')
    return [`${titleOf(job)} is ${job.state}: \`holdfast box resume ${id}\` goes on`];
  return [];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function copyTable({ copies }: Status, width: number | undefined): string[] {
  if (copies.length === 0) return [];
  const rows = copies.map(({ path, lastCopyAt }) => [lastCopyAt === null ? 'never' : timeText(lastCopyAt), printable(path)]);
  return fittedTable([{ title: 'Last copy' }, { title: 'Into', cut: 'start' }], rows, width);
}
