/** Turns what was thrown into words, JSON and an exit code. */
import { Fault, isFault } from '../base/index.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { BOX_ADVICE, FAULT_ADVICE } from './fault-advice.table.ts';
import type { Output } from './output.ts';
import { printable } from './terminal-text.ts';

/** Says what happened, what it means for the data and what to do. Returns the exit code. */
export function reportFailure(error: unknown, output: Output, command: string | undefined): number {
  const fault = isFault(error) ? error : undefined;
  const code = fault?.code ?? 'unexpected';
  const message = fault?.message ?? `something unexpected went wrong: ${error instanceof Error ? error.message : String(error)}`;
  const exitCode = fault ? exitCodeOf(fault.code) : EXIT.failed;
  const advice = fault
    ? adviceFor(fault, command)
    : 'This is a mistake in Holdfast. What was saved before stays; HOLDFAST_DEBUG=1 shows more for a report.';
  if (output.isJson) {
    output.warn(JSON.stringify({ message_type: 'exit_error', code, exit_code: exitCode, message, ...(advice ? { advice } : {}) }));
  } else {
    output.warn(`holdfast: ${printable(message)}`);
    if (advice) output.warn(`  ${advice}`);
  }
  if (process.env.HOLDFAST_DEBUG) output.warn(stackOf(error));
  return exitCode;
}

/** Calls a failure of the system by its name and the file's, for files that the command line itself reads. */
export function fileFault(error: unknown, file: string): Fault {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const reasons: Record<string, string> = { ENOENT: 'it does not exist', EACCES: 'this user may not read it', EISDIR: 'it is a folder' };
  return new Fault('input.invalid', `cannot read ${file}: ${reasons[String(error.code)] ?? error.message}.`, { cause: error });
}

function adviceFor(fault: Fault, command: string | undefined): string | undefined {
  if (fault.code === 'input.invalid') return `holdfast ${command ? `${command} ` : ''}--help says more.`;
  return command?.startsWith('box ') ? (BOX_ADVICE[fault.code] ?? undefined) : FAULT_ADVICE[fault.code];
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error.stack) : `${error.stack}\ncaused by: ${stackOf(error.cause)}`;
}
