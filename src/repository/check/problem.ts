/** What a check finds wrong. */
import { type Fault, isFault } from '../../base/index.ts';

export interface CheckProblem {
  readonly kind: 'config' | 'key' | 'index' | 'pack' | 'snapshot' | 'tree' | 'blob';
  /** A sentence that names the file and what is wrong with it. */
  readonly message: string;
  /** The pack that is damaged or missing. */
  readonly pack?: string | undefined;
}

export type Found = (problem: CheckProblem) => void;

/** Whether an error says that one file is bad, so that the check goes on. A store that is away fails when it is asked for the next list. */
export function isDamage(error: unknown): error is Fault {
  return isFault(error, 'repository.damaged', 'repository.blob.missing', 'store.file.missing', 'store.unreachable');
}
