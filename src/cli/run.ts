/** Runs one command line: finds the command, runs it, turns its end into an exit code. */
import { readFileSync } from 'node:fs';
import { invalid, parseArguments } from './arguments.ts';
import type { Command, Doors, OptionTable, Session } from './command.ts';
import { COMMANDS } from './commands.table.ts';
import { EXIT } from './exit-codes.ts';
import { reportFailure } from './failure.ts';
import { commandHelp, groupHelp, isGroup, programHelp } from './help.ts';
import { listenForInterrupts } from './interrupt.ts';
import { Output, ReaderGone } from './output.ts';

const GLOBAL_OPTIONS: OptionTable = {
  repo: { type: 'string', short: 'r', value: 'PATH', help: 'the repository (or HOLDFAST_REPOSITORY)' },
  'password-file': {
    type: 'string',
    short: 'p',
    value: 'FILE',
    help: 'file with the password, - for stdin (or HOLDFAST_PASSWORD_FILE, HOLDFAST_PASSWORD; else it is asked)',
  },
  json: { type: 'boolean', help: 'answer in JSON: one document, or for long work one line a message' },
  quiet: { type: 'boolean', short: 'q', help: 'no progress, no remarks' },
  'no-lock': { type: 'boolean', help: 'do not lock the repository; for commands that only read' },
  help: { type: 'boolean', short: 'h', help: 'show the help of a command' },
  version: { type: 'boolean', help: 'show the version' },
};

/** Where a command line runs: the process unless given. */
export interface Surroundings {
  readonly environment: Session['environment'];
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Never throws: what went wrong is on stderr and in the exit code. */
export async function runCommandLine(words: readonly string[], doors: Doors, around: Partial<Surroundings> = {}): Promise<number> {
  const { environment = process.env, stdout = process.stdout, stderr = process.stderr } = around;
  const output = new Output({ json: words.includes('--json'), quiet: words.includes('--quiet') || words.includes('-q') }, stdout, stderr);
  let command: Command | undefined;
  try {
    const parsed = parseArguments(words[0] === 'help' ? [...words.slice(1), '--help'] : words, COMMANDS, GLOBAL_OPTIONS);
    command = parsed.command;
    parsed.check(globalsOf(command));
    if (parsed.arguments.flag('help')) return await showHelp(output, command, parsed.arguments.positionals);
    if (parsed.arguments.flag('version')) return await showVersion(output);
    if (!command) throw invalid('no command was given.');
    using interrupts = listenForInterrupts(output, command.interruptNote);
    const session: Session = { arguments: parsed.arguments, output, environment, signal: interrupts.signal, ...doors };
    return await command.run(session);
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.done;
    return reportFailure(error, output, command?.name);
  } finally {
    await output.drained();
  }
}

async function showHelp(output: Output, command: Command | undefined, positionals: readonly string[]): Promise<number> {
  const [word] = positionals;
  if (command) await output.write(commandHelp(command, globalsOf(command), COMMANDS));
  else if (word === undefined) await output.write(programHelp(COMMANDS, GLOBAL_OPTIONS));
  else if (isGroup(word, COMMANDS)) await output.write(groupHelp(word, COMMANDS));
  else parseArguments(positionals, COMMANDS, GLOBAL_OPTIONS); // throws, with a suggestion
  return EXIT.done;
}

/** Of the global options those that mean something to the command. */
function globalsOf(command: Command | undefined): OptionTable {
  const foreign: string[] = [];
  if (command?.repository === 'none') foreign.push('repo', 'password-file');
  if (command !== undefined && command.repository !== 'reads') foreign.push('no-lock');
  return Object.fromEntries(Object.entries(GLOBAL_OPTIONS).filter(([name]) => !foreign.includes(name)));
}

async function showVersion(output: Output): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  if (output.isJson) await output.json({ version, node: process.version });
  else await output.line(`holdfast ${version} on Node ${process.version}`);
  return EXIT.done;
}
