/** `Progress`: how far a long piece of work is, in the words every door shows. */

export interface Progress {
  /** What is being done now, as a verb phrase's code: doors translate it. */
  readonly phase: 'scanning' | 'backing up' | 'restoring' | 'checking' | 'verifying' | 'repacking' | 'copying' | 're-cutting';
  readonly filesDone: number;
  /** Absent while it is not known yet: an estimate that would be a guess is not given. */
  readonly filesTotal?: number | undefined;
  readonly bytesDone: number;
  readonly bytesTotal?: number | undefined;
  /** The item at work, for people to read; may be lossy for names that are not UTF-8. */
  readonly current?: string | undefined;
  readonly errors: number;
}

export type Report = (progress: Progress) => void;
