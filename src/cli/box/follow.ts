/**
 * Follows a job of the box to its end: progress while it runs, then its problems, what came of it, and the exit code.
 *
 * Invariant: the job is the box's. Whoever stops following does not stop it.
 */
import { Fault, type FaultCode } from '../../base/index.ts';
import type { Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { eventsOf } from './events.ts';
import {
  estimateOf,
  foundDamage,
  isPartial,
  isStill,
  type Job,
  type JobProblems,
  liveOf,
  resultText,
  shortId,
  stateText,
  titleOf,
  tookText,
} from './job.ts';

const PROBLEMS_SHOWN = 20;

export async function followJob(box: Box, session: Session, id: string): Promise<number> {
  const { output, signal } = session;
  using live = output.live();
  let said = '';
  try {
    for await (const job of statesOf(box, session, id)) {
      if (isStill(job)) {
        live.clear();
        return await tellEnd(box, session, job);
      }
      live.report(liveOf(job), estimateOf(job));
      // Without a terminal only what holds it up is worth a line at once.
      const state = job.waitsFor || job.stopping ? stateText(job) : '';
      if (state !== said && state !== '' && !output.isTerminal) output.note(`job ${shortId(id)} ${state}`);
      said = state;
    }
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw leftBehind(id);
    throw error;
  }
  throw leftBehind(id);
}

function leftBehind(id: string): Fault {
  const short = shortId(id);
  return new Fault(
    'cancelled',
    `job ${short} goes on in the box: \`holdfast box follow ${short}\` shows it, \`holdfast box cancel ${short}\` ends it.`,
  );
}

/** The job as it is now and each time that it changed. */
async function* statesOf(box: Box, session: Session, id: string): AsyncGenerator<Job> {
  for await (const { name, data } of eventsOf(box, session)) {
    if (name === 'job' && (data as Job).id === id) yield data as Job;
    if (name !== 'status') continue;
    const { jobs, recent } = data as { jobs: Job[]; recent: Job[] };
    // One that ended long ago is in no status.
    yield [...jobs, ...recent].find((job) => job.id === id) ?? (await box.get<Job>(`/api/jobs/${id}`));
  }
}

async function tellEnd(box: Box, session: Session, job: Job): Promise<number> {
  await tellProblems(box, session, job);
  const { output } = session;
  const short = shortId(job.id);
  if (job.state === 'failed')
    throw new Fault((job.failure?.code ?? 'internal') as FaultCode, `${titleOf(job)} failed: ${job.failure?.detail ?? ''}`);
  if (job.state === 'cancelled')
    throw new Fault('cancelled', `${titleOf(job)} was cancelled; \`holdfast box resume ${short}\` goes on with it.`);
  if (output.isJson) await output.json({ message_type: 'summary', job });
  else if (job.state !== 'done') output.warn(`${titleOf(job)} is ${job.state}; \`holdfast box resume ${short}\` goes on with it`);
  else if (!output.isQuiet) await output.line(endText(job));
  if (job.state !== 'done' || isPartial(job)) return EXIT.incomplete;
  return foundDamage(job) ? EXIT.failed : EXIT.done;
}

function endText(job: Job): string {
  const took = tookText(job);
  const state = isPartial(job) ? 'done, but not all of it' : 'done';
  const result = resultText(job);
  return `${titleOf(job)}: ${state}${took === undefined ? '' : ` in ${took}`}${result === '' ? '' : `; ${result}`}`;
}

async function tellProblems(box: Box, { output }: Session, job: Job): Promise<void> {
  if (job.problemCount === 0) return;
  const { problems } = await box.get<JobProblems>(`/api/jobs/${job.id}/problems`);
  for (const { kind, path, message } of problems.slice(0, PROBLEMS_SHOWN)) {
    if (output.isJson) output.warn(JSON.stringify({ message_type: 'error', error: { kind, message }, item: path }));
    else output.warn(`${printable(kind)}: ${path === '' ? '' : `${printable(path)}: `}${printable(message)}`);
  }
  const others = job.problemCount - Math.min(problems.length, PROBLEMS_SHOWN);
  if (others > 0) output.note(`and ${counted(others, 'problem')} more: \`holdfast box job ${shortId(job.id)} --problems\``);
}
