/**
 * What a command of the command line is, and what it gets to work with.
 *
 * Adding a command is adding a file in commands/ and a line in commands.table.ts.
 */
import type { Output } from './output.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** The word that stands for the value in the help, e.g. `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export interface Command {
  /** One word, or more for a group: `key add`, `box users add`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name in the usage line. */
  readonly usage: string;
  /** Paragraphs of the help, below the usage. */
  readonly details?: string;
  readonly options: OptionTable;
  /** What it does with the repository; the options that all such commands share follow from it. */
  readonly repository: 'none' | 'reads' | 'writes';
  readonly positionals: { readonly least: number; readonly most: number };
  /** What a person hears at Ctrl-C, when it is not that the work is being cancelled. */
  readonly interruptNote?: string;
  /** Returns the exit code. Throws Faults. */
  run(session: Session): Promise<number>;
}

/** What was typed after the command's name. */
export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  /** The last value given. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

export interface Session {
  readonly arguments: Arguments;
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Fires at Ctrl-C and SIGTERM, with Fault 'cancelled'. */
  readonly signal: AbortSignal;
  readonly startAppliance: Doors['startAppliance'];
}

/** Doors that lie above this room, opened on request. */
export interface Doors {
  startAppliance(options: {
    readonly port: number;
    /** Without one there is no https. */
    readonly httpsPort?: number | undefined;
    readonly listen?: readonly string[] | undefined;
    readonly seal?: string | undefined;
    readonly state: string;
    readonly log: (line: string) => void;
  }): Promise<RunningAppliance>;
}

export interface RunningAppliance {
  readonly url: string;
  /** What claims the box, while nobody has. */
  readonly claimCode: string | undefined;
  readonly secureUrl: string | null;
  /** Of the authority behind https; null without https. */
  readonly fingerprint: string | null;
  stop(): Promise<void>;
}
