/** What the commands of a box have in common: which box, and no repository of their own. */
import { invalid } from '../arguments.ts';
import type { Command, OptionTable, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { type Box, boxOf } from './box.ts';
import { PLACE_OPTIONS } from './place.ts';

export interface BoxCommand {
  /** Behind `box`. */
  readonly name: string;
  readonly summary: string;
  readonly usage?: string;
  readonly details?: string;
  readonly options?: OptionTable;
  /** None unless given. */
  readonly positionals?: Command['positionals'];
  /** Whether it follows a job, which goes on when who follows leaves. */
  readonly follows?: boolean;
  /** Without a value the command is done. */
  run(box: Box, session: Session): Promise<number | undefined>;
}

export function boxCommand({ name, usage = '', options = {}, positionals = { least: 0, most: 0 }, follows, ...rest }: BoxCommand): Command {
  const { summary, details, run } = rest;
  return {
    name: `box ${name}`,
    summary,
    usage,
    ...(details === undefined ? {} : { details }),
    options: { ...options, ...PLACE_OPTIONS },
    repository: 'none',
    positionals,
    ...(follows ? { interruptNote: 'leaving it to the box (again ends at once)' } : {}),
    run: async (session) => (await run(await boxOf(session), session)) ?? EXIT.done,
  };
}

/** Tells one thing: as it came with --json, else in lines. The command is done then. */
export async function tell({ output }: Session, value: unknown, lines: readonly string[]): Promise<undefined> {
  if (output.isJson) await output.json(value);
  else await output.lines(lines);
  return undefined;
}

/** The one whose id begins so. Throws Fault 'input.invalid' when several do. */
export function oneBy<T extends { readonly id: string }>(all: readonly T[], typed: string): T | undefined {
  const found = all.filter(({ id }) => id.startsWith(typed.toLowerCase()));
  if (found.length > 1) throw invalid(`several ids begin with '${typed}'; type more of it.`);
  return typed === '' ? undefined : found[0];
}
