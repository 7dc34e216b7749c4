/** Our own command line as a process, the way a person or a script runs it. */
import path from 'node:path';
import { mustRun, type ProgramOptions, type ProgramRun, runProgram } from '../peers/programs.ts';

export const PROGRAM = path.join(import.meta.dirname, '../../scripts/holdfast');

export interface Holdfast {
  readonly repository: string;
  /** Any command, whatever its exit code. */
  run(args: readonly string[], options?: ProgramOptions): Promise<ProgramRun>;
  /** A command that must succeed. */
  must(args: readonly string[], options?: ProgramOptions): Promise<ProgramRun>;
  /** The JSON messages that a command answers, one a line. */
  json(args: readonly string[], options?: ProgramOptions): Promise<Record<string, unknown>[]>;
}

/** The same password as test/peers/restic.ts gives. */
export function holdfast(repository: string, password = 'correct horse'): Holdfast {
  const withEnv = (options: ProgramOptions = {}) => ({ ...options, env: { ...environmentFor(repository, password), ...options.env } });
  const must: Holdfast['must'] = (args, options) => mustRun(PROGRAM, args, withEnv(options));
  return {
    repository,
    run: (args, options) => runProgram(PROGRAM, args, withEnv(options)),
    must,
    json: async (args, options) => messages((await must([...args, '--json'], options)).stdout),
  };
}

export function environmentFor(repository: string | undefined, password: string | undefined): Record<string, string | undefined> {
  return {
    HOLDFAST_REPOSITORY: repository,
    HOLDFAST_PASSWORD: password,
    HOLDFAST_PASSWORD_FILE: undefined,
    HOLDFAST_DEBUG: undefined,
    TZ: 'UTC',
  };
}

export function messages(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
