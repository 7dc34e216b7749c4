/** What the backup thread and the appliance say to each other; all of it survives structured cloning. */
import type { FaultCode, Progress } from '../../base/index.ts';
import type { Repository } from '../../repository/index.ts';
import type { RunProblem, RunResult } from './run.ts';

/** Given to the thread when it starts. */
export interface BackupOrder {
  readonly location: string;
  /** The opened repository's keys: the thread needs no passphrase, and none is kept. */
  readonly opened: Pick<Repository, 'config' | 'master' | 'keyId'>;
  readonly folder: string;
  readonly excludes: readonly string[];
}

export type ToThread = { readonly kind: 'cancel' };

export type FromThread =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'problem'; readonly problem: RunProblem }
  | { readonly kind: 'finished'; readonly result: RunResult; readonly problems: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly detail: string };
