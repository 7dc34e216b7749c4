/** What a job's thread and the box say to each other; all of it survives structured cloning. */
import type { FaultCode, Progress } from '../../base/index.ts';
import type { JobProblem } from './job.ts';

/** Given to the thread when it starts. */
export interface ThreadData {
  readonly order: unknown;
  readonly saved: unknown;
}

export type ToThread =
  | { readonly kind: 'stop'; readonly message: string }
  /** How the saving with this number went; `error` is absent when it is durable. */
  | { readonly kind: 'saved'; readonly number: number; readonly error?: string };

export type FromThread =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'problem'; readonly problem: JobProblem }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'save'; readonly number: number; readonly state: unknown }
  | ThreadEnd;

export type ThreadEnd =
  | { readonly kind: 'finished'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly message: string; readonly retryable: boolean; readonly cause: string }
  /** A mistake of ours. */
  | { readonly kind: 'broken'; readonly stack: string };
