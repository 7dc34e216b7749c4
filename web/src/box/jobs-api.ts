/** Routes of jobs: following, starting and steering them. */
import type { JobLog, JobOrder, JobPage, JobProblemList, JobState, JobView } from '../../../src/api/contract/index.ts';
import { get, queryOf, send } from './ask.ts';

export interface JobQuestion {
  readonly state?: JobState | undefined;
  readonly kind?: string | undefined;
  readonly text?: string | undefined;
  /** What the page before gave as `next`. */
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

export const jobsApi = {
  list: (question: JobQuestion, signal?: AbortSignal) => get<JobPage>(`/api/jobs${queryOf({ ...question })}`, signal),
  get: (id: string) => get<JobView>(`/api/jobs/${id}`),
  log: (id: string, after?: number) => get<JobLog>(`/api/jobs/${id}/log${queryOf({ after })}`),
  problems: (id: string) => get<JobProblemList>(`/api/jobs/${id}/problems`),
  start: (order: JobOrderInput) => send<JobView>('POST', '/api/jobs', order),
  cancel: (id: string) => send<JobView>('POST', `/api/jobs/${id}/cancel`),
  pause: (id: string) => send<JobView>('POST', `/api/jobs/${id}/pause`),
  resume: (id: string) => send<JobView>('POST', `/api/jobs/${id}/resume`),
};

/** What the box fills in by itself may be left out. */
type Sparse<Order> = Order extends { readonly kind: infer Kind } ? { readonly kind: Kind } & Partial<Omit<Order, 'kind'>> : never;
export type JobOrderInput = Sparse<JobOrder>;
