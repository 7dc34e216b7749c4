/** The command line: repositories from a terminal, with progress and --json. */
export type { Doors } from './command.ts';
export { runCommandLine } from './run.ts';
