/** What starts a job in the box and follows it: `box backup`, `check`, `prune`, `copy`, `restore`. */
import path from 'node:path';
import { type ByteString, type Fault, isFault } from '../../base/index.ts';
import { bytesOf, invalid } from '../arguments.ts';
import type { Command, OptionSpec, OptionTable, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printable, snapshotPath } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand } from './box-command.ts';
import { encodedPath } from './encoded-path.ts';
import { type Job, shortId } from './job.ts';
import { countOf, followUnlessDetached } from './job-commands.ts';
import { namedVersion } from './snapshots.ts';

const DETACH: OptionTable = { detach: { type: 'boolean', help: 'do not follow the job: return at once' } };
const FOLLOWED =
  'The job is followed to its end; Ctrl-C leaves it to the box. The exit code is 3 when something was left out, and 1 when the job failed.\n\nWith --json: one line a message; message_type is status, error, or at the end summary, with the job as the API gives it.';
const KEEP = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

export const KEEP_OPTIONS: OptionTable = Object.fromEntries(KEEP.map((rule) => [`keep-${rule}`, keepOption(rule)]));

export const ORDER_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'backup',
    summary: 'Backs folders of the box up',
    usage: 'FOLDER ...',
    details: FOLLOWED,
    options: DETACH,
    positionals: { least: 1, most: Number.POSITIVE_INFINITY },
    follows: true,
    run: backUpAll,
  }),
  boxCommand({
    name: 'check',
    summary: 'Has the box prove that its backups are whole',
    details: FOLLOWED,
    options: {
      'read-data': { type: 'boolean', help: 'read and verify all data' },
      'read-data-subset': { type: 'string', value: 'PART', help: 'read some, at random: 10%' },
      ...DETACH,
    },
    follows: true,
    run: (box, session) => order(box, session, { kind: 'check', readData: readDataOf(session) }),
  }),
  boxCommand({
    name: 'prune',
    summary: 'Has the box forget versions by a policy, and free the space that only they needed',
    details: `Without a policy (--keep-...) the box's own one holds; without either every version is kept.\n\n${FOLLOWED}`,
    options: {
      ...KEEP_OPTIONS,
      'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be removed' },
      ...DETACH,
    },
    follows: true,
    async run(box, session) {
      const policy = policyOf(session);
      return await order(box, session, { kind: 'prune', dryRun: session.arguments.flag('dry-run'), ...(policy ? { policy } : {}) });
    },
  }),
  boxCommand({
    name: 'copy',
    summary: 'Has the box bring its backups up to date in a folder on another drive',
    usage: 'FOLDER',
    details: FOLLOWED,
    options: DETACH,
    positionals: { least: 1, most: 1 },
    follows: true,
    run: (box, session) => order(box, session, { kind: 'copy', target: folderOf(box, session.arguments.positionals[0]!) }),
  }),
  boxCommand({
    name: 'restore',
    summary: 'Has the box bring files of a version back into one of its folders',
    usage: 'SNAPSHOT [PATH ...] --target FOLDER',
    details: `SNAPSHOT is the beginning of an id, or latest. Without PATH everything in it. PATH is written as \`box ls\` shows it. What is there already is never overwritten unless --overwrite says so.\n\n${FOLLOWED}`,
    options: {
      target: { type: 'string', short: 't', value: 'FOLDER', help: 'where to; made when it does not exist' },
      overwrite: { type: 'string', value: 'WHEN', help: 'never (default), if-newer, or always' },
      ...DETACH,
    },
    positionals: { least: 1, most: Number.POSITIVE_INFINITY },
    follows: true,
    async run(box, session) {
      const [typed, ...paths] = session.arguments.positionals;
      const { target, overwrite } = whereTo(box, session);
      const { id, paths: folders } = await namedVersion(box, typed!);
      if (typed === 'latest' && paths.length === 0) await refuseOneOfMany(box, folders);
      const wanted = paths.length === 0 ? [''] : paths.map((each) => encodedPath(snapshotPath(bytesOf(each) as ByteString)));
      return await order(box, session, { kind: 'restore', snapshot: id, paths: wanted, target, overwrite });
    },
  }),
];

/** Where several folders are protected, the latest version holds the one that was backed up last: the others must not be missed in silence. */
async function refuseOneOfMany(box: Box, folders: readonly string[]): Promise<void> {
  const protectedOnes = await box.get<readonly { path: string; lastSnapshotId: string | null }[]>('/api/protected');
  const others = protectedOnes.filter(({ path, lastSnapshotId }) => lastSnapshotId !== null && !folders.includes(path));
  if (others.length === 0) return;
  const list = protectedOnes
    .filter(({ lastSnapshotId }) => lastSnapshotId !== null)
    .map(({ path, lastSnapshotId }) => `\n  ${shortId(lastSnapshotId!)}  ${printable(path)}`);
  throw invalid(`each folder has its own latest version; name the ones to restore by their ids:${list.join('')}`);
}

/** All are ordered before the first is followed, so that they go on also when nobody follows. One that fails does not hide the others. */
async function backUpAll(box: Box, session: Session): Promise<number> {
  const failures: Fault[] = [];
  const keepingOn = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!isFault(error) || session.signal.aborted) throw error;
      failures.push(error);
      return undefined;
    }
  };
  const folders = session.arguments.positionals.map((folder) => folderOf(box, folder));
  const jobs: Job[] = [];
  for (const folder of folders) {
    const job = await keepingOn(box.send<Job>('POST', '/api/jobs', { kind: 'backup', folder }));
    if (job) jobs.push(job);
  }
  let worst: number = EXIT.done;
  for (const job of jobs) worst = Math.max(worst, (await keepingOn(followUnlessDetached(box, session, job))) ?? EXIT.done);
  const [first, ...others] = failures;
  for (const { message } of others) session.output.problem({ kind: 'backup failed', message });
  if (first) throw first;
  return worst;
}

async function order(box: Box, session: Session, job: Record<string, unknown>): Promise<number | undefined> {
  return await followUnlessDetached(box, session, await box.send<Job>('POST', '/api/jobs', job));
}

/** On this machine a path is seen from here; a box elsewhere has its own. Throws Fault 'input.invalid'. */
export function folderOf(box: Box, typed: string): string {
  if (box.isSocket) return path.resolve(typed);
  if (!path.isAbsolute(typed)) throw invalid(`name the folder by its whole path on the box, beginning with a slash, not '${typed}'.`);
  return path.resolve(typed);
}

function keepOption(rule: (typeof KEEP)[number]): OptionSpec {
  const help =
    rule === 'last'
      ? 'keep the last N'
      : `keep the newest of each of the last N ${rule === 'daily' ? 'day' : rule.slice(0, -2)}s that have one`;
  const short = { last: 'l', hourly: 'H', daily: 'd', weekly: 'w', monthly: 'm', yearly: 'y' }[rule];
  return { type: 'string', short, value: 'N', help };
}

/** Undefined when no rule was given. */
export function policyOf({ arguments: { text } }: Session): Record<string, number> | undefined {
  const rules = KEEP.flatMap((rule) => {
    const given = text(`keep-${rule}`);
    return given === undefined ? [] : [[rule, countOf(`keep-${rule}`, given)] as const];
  });
  return rules.length === 0 ? undefined : Object.fromEntries(rules);
}

function readDataOf({ arguments: { flag, text } }: Session): 'none' | 'all' | { percent: number } {
  const given = text('read-data-subset');
  if (given === undefined) return flag('read-data') ? 'all' : 'none';
  if (flag('read-data')) throw invalid('--read-data reads everything; it cannot stand beside --read-data-subset.');
  const percent = Number(/^(\d+(?:\.\d+)?)%$/.exec(given)?.[1] ?? Number.NaN);
  if (!(percent >= 0.1 && percent <= 100)) throw invalid(`--read-data-subset takes a share from 0.1% to 100%, not '${given}'.`);
  return { percent };
}

function whereTo(box: Box, { arguments: { text } }: Session): { target: string; overwrite: string } {
  const target = text('target');
  if (!target) throw invalid('a restore needs to know where to: --target FOLDER.');
  const overwrite = text('overwrite') ?? 'never';
  if (!['never', 'if-newer', 'always'].includes(overwrite)) throw invalid(`--overwrite is never, if-newer or always, not '${overwrite}'.`);
  return { target: folderOf(box, target), overwrite };
}
