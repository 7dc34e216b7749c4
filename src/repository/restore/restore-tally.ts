/** Counts what a restore does. */
import type { ByteString, Progress } from '../../base/index.ts';

/** Something that was not restored, or not as the snapshot has it. */
export interface RestoreProblem {
  readonly kind: 'occupied' | 'unwritable' | 'damaged' | 'incomplete' | 'unknown-type' | 'metadata' | 'different';
  readonly path: ByteString;
  /** Why, to follow the path in a sentence. */
  readonly message: string;
}

export class RestoreTally {
  files = 0;
  dirs = 0;
  /** Links and special files. */
  others = 0;
  /** Files and links that the target held already. */
  alreadyThere = 0;
  bytes = 0;
  problems = 0;
  verifiedFiles = 0;
  current: string | undefined;
  total: { readonly files: number; readonly bytes: number } | undefined;

  progress(phase: 'restoring' | 'verifying', bytesDone: number): Progress {
    return {
      phase,
      filesDone: phase === 'restoring' ? this.files + this.alreadyThere : this.verifiedFiles,
      filesTotal: this.total?.files,
      bytesDone: this.total ? Math.min(bytesDone, this.total.bytes) : bytesDone,
      bytesTotal: this.total?.bytes,
      current: this.current,
      errors: this.problems,
    };
  }
}
