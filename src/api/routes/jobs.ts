/** Routes of everything long: starting it, following it, stopping it, and what became of it. */
import * as z from 'zod';
import { type Caller, requireAccess } from '../caller.ts';
import { JobLog, type JobOrder, JobPage, JobProblemList, JobState, JobView, JobOrder as Order } from '../contract/index.ts';
import { QueryNumber, QueryText } from '../contract/words.ts';
import { decodePath } from '../path-bytes.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { viewJob } from '../views.ts';

const PAGE_LENGTH = 50;
const LINES = 500;
const PROBLEMS = 1_000;
const params = { id: z.string().max(100) };
const ACTIONS = { cancel: 'job.cancelled', pause: 'job.paused', resume: 'job.resumed' } as const;

export function jobRoutes(services: Services): Route[] {
  const { jobs } = services;
  const steer = (verb: 'cancel' | 'pause' | 'resume', summary: string) =>
    route({
      method: 'POST',
      path: `/api/jobs/:id/${verb}`,
      access: 'operator',
      summary,
      audit: { action: ACTIONS[verb], about: (call) => call.params.id },
      params,
      status: 202,
      answer: JobView,
      run: async (call) => viewJob(await jobs[verb](call.params.id)),
    });
  return [
    route({
      method: 'GET',
      path: '/api/jobs',
      access: 'viewer',
      summary: 'Lists jobs, the newest first; `text` is looked for in what they are about, how they failed and their logs',
      query: {
        state: JobState.optional(),
        kind: QueryText.optional(),
        text: QueryText.optional(),
        before: z.string().max(100).optional(),
        limit: QueryNumber.default(PAGE_LENGTH),
      },
      answer: JobPage,
      async run({ query: { limit, ...query } }) {
        const found = await jobs.list({ ...query, limit: limit + 1 });
        const shown = found.slice(0, limit).map(viewJob);
        return { jobs: shown, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      path: '/api/jobs',
      access: 'operator',
      summary: 'Starts a job, or lets it wait for its turn; cleaning up (prune) is for admins',
      audit: { action: 'job.ordered', about: ({ body }) => body.kind, details: ({ body }) => placesOf(body) },
      body: Order,
      status: 202,
      answer: JobView,
      run: async ({ body, caller }) => viewJob(await start(services, body, caller!)),
    }),
    route({
      method: 'GET',
      path: '/api/jobs/:id',
      access: 'viewer',
      summary: 'Shows a job',
      params,
      answer: JobView,
      run: async (call) => viewJob(await jobs.get(call.params.id)),
    }),
    route({
      method: 'GET',
      path: '/api/jobs/:id/log',
      access: 'viewer',
      summary: "Gives the lines of a job's log, oldest first",
      params,
      query: { after: QueryNumber.optional() },
      answer: JobLog,
      run: ({ params: { id }, query: { after } }) => jobs.log(id, { after, limit: LINES }),
    }),
    route({
      method: 'GET',
      path: '/api/jobs/:id/problems',
      access: 'viewer',
      summary: 'Tells what went not as it should in the last attempt of a job',
      params,
      answer: JobProblemList,
      async run({ params: { id } }) {
        const { problemCount } = await jobs.get(id);
        return { problems: await jobs.problems(id, { limit: PROBLEMS }), count: problemCount };
      },
    }),
    steer('cancel', 'Cancels a job'),
    steer('pause', 'Pauses a job; what it did so far is kept'),
    steer('resume', 'Goes on with a job that was paused, interrupted or cancelled, or failed'),
  ];
}

/** What the audit tells of an order beside its kind. */
function placesOf(order: JobOrder): Record<string, string> {
  if (order.kind === 'backup') return { folder: order.folder };
  return 'target' in order ? { target: order.target } : {};
}

async function start({ protect, jobs, offsite }: Services, order: JobOrder, caller: Caller) {
  const by = caller.name;
  switch (order.kind) {
    case 'backup':
      return await protect.backUp(order.folder, by);
    case 'check':
      return await protect.check(order.readData, by);
    case 'prune':
      requireAccess(caller, 'admin');
      return await protect.prune({ policy: order.policy, dryRun: order.dryRun }, by);
    case 'copy':
      return await offsite.copy(order.target, by);
    case 'restore': {
      const { snapshot, paths, target, overwrite } = order;
      return await jobs.submit('restore', { snapshot, paths: paths.map(decodePath), target, overwrite }, { by });
    }
  }
}
