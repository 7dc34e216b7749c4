/** What a job's thread and the box say to each other; all of it survives structured cloning. */
import type { FaultCode, FaultDetails, Progress } from '../../base/index.ts';
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
  | ({ readonly kind: 'failed' } & ThreadFault)
  /** A mistake of ours. */
  | { readonly kind: 'broken'; readonly stack: string };

/** A Fault on its way. */
export interface ThreadFault {
  readonly code: FaultCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly details: FaultDetails;
  /** The stack of what caused it; empty when nothing did. */
  readonly cause: string;
}
