/**
 * The real restic program, as the judge of what Holdfast writes and the maker of what Holdfast must read.
 *
 * Owns: calling restic with a password and without the user's cache. Does not own: what a test expects of the answer.
 */
import path from 'node:path';
import { mustRun, type ProgramOptions, type ProgramRun, runProgram } from './programs.ts';

export interface ResticSnapshot {
  readonly id: string;
  readonly time: string;
  readonly tree: string;
  readonly paths: readonly string[];
  readonly hostname: string;
  readonly tags?: readonly string[];
}

export interface ResticSummary {
  readonly files_new: number;
  readonly files_changed: number;
  readonly files_unmodified: number;
  readonly dirs_new: number;
  readonly dirs_changed: number;
  readonly data_blobs: number;
  readonly tree_blobs: number;
  readonly snapshot_id: string;
}

export interface Restic {
  readonly repository: string;
  readonly password: string;
  /** Any command, whatever its exit code. */
  run(args: readonly string[], options?: ProgramOptions): Promise<ProgramRun>;
  init(version?: 1 | 2): Promise<void>;
  /** Backs up and returns restic's own summary; a run with unreadable files (exit code 3) counts as made. */
  backup(args: readonly string[], options?: ProgramOptions): Promise<ResticSummary>;
  snapshots(): Promise<ResticSnapshot[]>;
  /** Everything `restic check --read-data` complains of; empty when the repository is clean. */
  check(): Promise<string>;
  restore(snapshot: string, target: string): Promise<void>;
  /** The parsed JSON of a `restic cat` (snapshot, index, blob of a tree, ...). */
  cat(kind: string, id: string): Promise<unknown>;
}

export function restic(repository: string, password = 'correct horse'): Restic {
  const env = { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password, RESTIC_PASSWORD_FILE: undefined, RESTIC_PROGRESS_FPS: '0.01' };
  const withEnv = (options: ProgramOptions = {}) => ({ ...options, env: { ...env, ...options.env } });
  const must = (args: readonly string[], options?: ProgramOptions) => mustRun('restic', ['--no-cache', ...args], withEnv(options));
  return {
    repository,
    password,
    run: (args, options) => runProgram('restic', ['--no-cache', ...args], withEnv(options)),
    init: async (version = 2) => {
      await must(['init', '--repository-version', String(version)]);
    },
    backup: async (args, options) => {
      const run = await runProgram('restic', ['--no-cache', '--json', 'backup', ...args], withEnv(options));
      const summary = run.stdout.split('\n').find((line) => line.includes('"message_type":"summary"'));
      if (!summary || (run.code !== 0 && run.code !== 3)) throw new Error(`restic backup ended with ${run.code}:\n${run.stderr}`);
      return JSON.parse(summary);
    },
    snapshots: async () => JSON.parse((await must(['--json', 'snapshots'])).stdout),
    check: async () => {
      const run = await runProgram('restic', ['--no-cache', 'check', '--read-data'], withEnv());
      return run.code === 0 && run.stdout.includes('no errors were found') ? '' : `${run.stdout}${run.stderr}`;
    },
    restore: async (snapshot, target) => {
      await must(['restore', snapshot, '--target', target]);
    },
    cat: async (kind, id) => JSON.parse((await must(['cat', kind, id])).stdout),
  };
}

/** Where a restore of `source` (an absolute path that was backed up as such) lies below `target`. */
export function restoredPath(target: string, source: string): string {
  return path.join(target, source);
}
