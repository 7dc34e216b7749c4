/** `box jobs`, `box job`, and steering one: `cancel`, `pause`, `resume`, `follow`. */
import { Fault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, oneBy, tell } from './box-command.ts';
import { followJob } from './follow.ts';
import { isStill, type Job, type JobProblems, jobTable, resultText, shortId, stateText, titleOf } from './job.ts';

const PAGE = 200;
const LISTED = 50;
const LINES_A_PAGE = 500;

const ONE = { least: 1, most: 1 };

export const JOB_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'jobs',
    summary: 'Lists the jobs of the box, the newest first',
    usage: '[TEXT]',
    details:
      'TEXT is looked for in what jobs are about, how they failed, and their logs.\n\nWith --json: an array of jobs as the API gives them.',
    options: {
      'in-state': { type: 'string', value: 'STATE', help: 'only queued, running, paused, interrupted, done, failed or cancelled ones' },
      kind: { type: 'string', value: 'KIND', help: 'only of this kind: backup, restore, check, prune, copy' },
      most: { type: 'string', value: 'N', help: `at most so many (${LISTED})` },
    },
    positionals: { least: 0, most: 1 },
    async run(box, session) {
      const { text, positionals } = session.arguments;
      const most = countOf('most', text('most') ?? String(LISTED));
      const asked = { state: text('in-state'), kind: text('kind'), text: positionals[0] };
      const { jobs, isMore } = await jobsOf(box, asked, most);
      const rest = isMore ? [`there are more; --most ${most * 2} shows them`] : [];
      await tell(session, jobs, jobs.length === 0 ? ['no jobs'] : [...jobTable(jobs, session.output.columns), ...rest]);
    },
  }),
  boxCommand({
    name: 'job',
    summary: 'Shows a job: how it is, what came of it',
    usage: 'ID',
    details:
      'ID is the beginning of an id, or latest.\n\nWith --json: the job, with --log its lines, with --problems what went not as it should.',
    options: {
      log: { type: 'boolean', help: 'its log' },
      problems: { type: 'boolean', help: 'what went not as it should in its last attempt' },
    },
    positionals: ONE,
    async run(box, session) {
      const job = await namedJob(box, session.arguments.positionals[0]!);
      if (session.arguments.flag('log') && session.arguments.flag('problems')) throw invalid('--log and --problems cannot stand together.');
      if (session.arguments.flag('log')) await tellLog(box, session, job);
      else if (session.arguments.flag('problems')) await tellProblems(box, session, job);
      else await tell(session, job, linesOf(job));
    },
  }),
  ...(['cancel', 'pause'] as const).map((verb) =>
    boxCommand({
      name: verb,
      summary: verb === 'cancel' ? 'Cancels a job' : 'Pauses a job; what it did so far is kept',
      usage: 'ID',
      positionals: ONE,
      async run(box, session) {
        const job = await steer(box, session, verb);
        await tell(session, job, session.output.isQuiet ? [] : [`${titleOf(job)} is ${stateText(job).replace(/^is /, '')}`]);
      },
    }),
  ),
  boxCommand({
    name: 'resume',
    summary: 'Goes on with a job that was paused, interrupted or cancelled, or failed',
    usage: 'ID',
    options: { detach: { type: 'boolean', help: 'do not follow it: return at once' } },
    positionals: ONE,
    follows: true,
    run: async (box, session) => await followUnlessDetached(box, session, await steer(box, session, 'resume')),
  }),
  boxCommand({
    name: 'follow',
    summary: 'Follows a job to its end; without ID the one that runs',
    usage: '[ID]',
    details: 'Ctrl-C stops following, and leaves the job to the box. The exit code is that of the command which started the job.',
    positionals: { least: 0, most: 1 },
    follows: true,
    async run(box, session) {
      const typed = session.arguments.positionals[0];
      const job = typed === undefined ? await theOneThatRuns(box) : await namedJob(box, typed);
      if (job) return await followJob(box, session, job.id);
      return await tell(session, null, ['no job runs']);
    },
  }),
];

/** Follows a job that was just ordered, unless --detach says to leave it. */
export async function followUnlessDetached(box: Box, session: Session, job: Job): Promise<number | undefined> {
  const { arguments: given, output } = session;
  if (!given.flag('detach')) {
    output.note(`${titleOf(job)}: job ${shortId(job.id)}; Ctrl-C leaves it to the box`);
    return await followJob(box, session, job.id);
  }
  await tell(
    session,
    job,
    output.isQuiet ? [job.id] : [`${titleOf(job)}: job ${shortId(job.id)}; \`holdfast box follow ${shortId(job.id)}\` follows it`],
  );
  return undefined;
}

/** By the beginning of its id, or `latest`. Throws Fault 'job.unknown'. */
export async function namedJob(box: Box, typed: string): Promise<Job> {
  if (/^[0-9a-f-]{36}$/.test(typed)) return await box.get<Job>(`/api/jobs/${typed}`);
  const { jobs } = await jobsOf(box, {}, typed === 'latest' ? 1 : Number.POSITIVE_INFINITY);
  const job = typed === 'latest' ? jobs[0] : oneBy(jobs, typed);
  if (job) return job;
  throw new Fault(
    'job.unknown',
    typed === 'latest' ? 'the box has no jobs yet.' : `no job has an id that begins with '${printable(typed)}'.`,
  );
}

interface JobPage {
  readonly jobs: readonly Job[];
  readonly next: string | null;
}

async function jobsOf(
  box: Box,
  asked: Readonly<Record<string, string | undefined>>,
  most: number,
): Promise<{ jobs: readonly Job[]; isMore: boolean }> {
  const jobs: Job[] = [];
  let next: string | null = null;
  do {
    const limit = String(Math.min(PAGE, most - jobs.length));
    const page: JobPage = await box.get<JobPage>(`/api/jobs?${queryOf({ ...asked, limit, before: next ?? undefined })}`);
    jobs.push(...page.jobs);
    next = page.next;
  } while (next !== null && jobs.length < most);
  return { jobs, isMore: next !== null };
}

/** What is undefined is left out. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

export function countOf(option: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw invalid(`--${option} needs a number from 1, not '${text}'.`);
  return Number(text);
}

async function steer(box: Box, session: Session, verb: 'cancel' | 'pause' | 'resume'): Promise<Job> {
  const { id } = await namedJob(box, session.arguments.positionals[0]!);
  return await box.send<Job>('POST', `/api/jobs/${id}/${verb}`);
}

async function theOneThatRuns(box: Box): Promise<Job | undefined> {
  const { jobs } = await box.get<{ jobs: readonly Job[] }>('/api/status');
  const open = jobs.filter((job) => !isStill(job));
  return open.find(({ state }) => state === 'running') ?? open[0];
}

function linesOf(job: Job): string[] {
  const { id, requestedBy, createdAt, startedAt, finishedAt, attempts, problemCount, failure } = job;
  const row = (name: string, value: string | null) => (value === null ? [] : [`${`${name}:`.padEnd(10)} ${value}`]);
  return [
    `${titleOf(job)}: ${stateText(job)}`,
    '',
    ...row('id', id),
    ...row('ordered', `${timeText(createdAt)}${requestedBy === null ? ', by the box itself' : ` by ${printable(requestedBy)}`}`),
    ...row('begun', startedAt && `${timeText(startedAt)}${attempts > 1 ? `, attempt ${attempts}` : ''}`),
    ...row('ended', finishedAt && timeText(finishedAt)),
    ...row('result', resultText(job) || null),
    ...row('failure', failure && printable(failure.detail)),
    ...row('problems', problemCount === 0 ? null : `${problemCount.toLocaleString('en')}; --problems shows them`),
  ];
}

interface LogLine {
  readonly number: number;
  readonly time: string;
  readonly attempt: number;
  readonly text: string;
}

async function tellLog(box: Box, session: Session, { id }: Job): Promise<void> {
  const lines: LogLine[] = [];
  for (let page = [] as LogLine[]; ; ) {
    const after = page.at(-1)?.number;
    page = await box.get<LogLine[]>(`/api/jobs/${id}/log${after === undefined ? '' : `?after=${after}`}`);
    lines.push(...page);
    if (page.length < LINES_A_PAGE) break;
  }
  await tell(
    session,
    lines,
    lines.map(({ time, text }) => `${timeText(time)}  ${printable(text)}`),
  );
}

async function tellProblems(box: Box, session: Session, { id }: Job): Promise<void> {
  const found = await box.get<JobProblems>(`/api/jobs/${id}/problems`);
  const others = found.count - found.problems.length;
  const lines = found.problems.map(
    ({ kind, path, message }) => `${printable(kind)}: ${path === '' ? '' : `${printable(path)}: `}${printable(message)}`,
  );
  await tell(session, found, [
    ...(lines.length === 0 ? ['no problems'] : lines),
    ...(others > 0 ? [`and ${others.toLocaleString('en')} more`] : []),
  ]);
}
