/**
 * Reads the words of a command line against the tables of options, and says what is wrong with them in words.
 *
 * Owns: finding the command, values of options, suggestions for misspelt words. Global options may stand before or after the command.
 * Bytes: Node decodes arguments as UTF-8 and loses the rest, so `bytesOf` looks the original bytes up in the kernel's copy.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ByteString, Fault, toByteString } from '../base/index.ts';
import type { Arguments, Command, OptionSpec, OptionTable } from './command.ts';

export interface Parsed {
  /** Undefined when no command was named. */
  readonly command: Command | undefined;
  readonly arguments: Arguments;
  /** Throws Fault 'input.invalid' for what the command does not take. With `--help` anywhere, mistakes are let through. */
  check(globals: OptionTable): void;
}

/** An empty one would mean nothing, or everything. */
const NEVER_EMPTY = ['host', 'tag'];

interface OptionToken {
  readonly kind: 'option';
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

type Token = OptionToken | { readonly kind: 'positional'; readonly value: string } | { readonly kind: 'option-terminator' };

/** Throws Fault 'input.invalid' for an unknown command only, so that the caller knows the command whose words it has checked. */
export function parseArguments(words: readonly string[], commands: readonly Command[], globals: OptionTable): Parsed {
  const everything: OptionTable = Object.assign({}, ...commands.map(({ options }) => options), globals);
  const first = tokensOf(words, everything);
  const wantsHelp = first.options.some(({ name }) => name === 'help');
  const command = findCommand(first.positionals, commands);
  if (!command && first.positionals.length > 0 && !wantsHelp) throw unknownCommand(first.positionals, commands);
  // Read again as the command means it: a short option may stand for different ones in different commands.
  const { options, positionals } = tokensOf(words, { ...withoutShorts(everything), ...globals, ...command?.options });
  const rest = positionals.slice(command?.name.split(' ').length ?? 0);

  const valuesOf = (name: string) => options.filter((option) => option.name === name).map(({ value }) => value ?? '');
  return {
    command,
    check: (taken) => {
      if (wantsHelp) return;
      const allowed = { ...taken, ...command?.options };
      for (const option of options) checkOption(option, allowed, command);
      if (command) checkPositionals(rest, command);
    },
    arguments: {
      positionals: rest,
      flag: (name) => options.some((option) => option.name === name),
      text: (name) => valuesOf(name).at(-1),
      texts: valuesOf,
    },
  };
}

function withoutShorts(table: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(table).map(([name, { short: _, ...option }]) => [name, option]));
}

function tokensOf(words: readonly string[], known: OptionTable): { options: OptionToken[]; positionals: string[] } {
  const { tokens } = parseArgs({ args: [...words], options: known, strict: false, allowPositionals: true, tokens: true }) as {
    tokens: Token[];
  };
  return {
    options: tokens.filter((token) => token.kind === 'option'),
    positionals: tokens.filter((token) => token.kind === 'positional').map(({ value }) => value),
  };
}

/** The bytes of an argument, or of its part after `skip` characters, as they were typed. */
export function bytesOf(text: string): ByteString {
  if (!text.includes('\ufffd')) return toByteString(text);
  const typed = readFileSync('/proc/self/cmdline');
  for (let start = 0; start < typed.length; ) {
    const end = typed.indexOf(0, start);
    const word = typed.subarray(start, end === -1 ? typed.length : end);
    // Every U+FFFD stands for at least one byte, so the tail of a word is found by decoding ever shorter tails of it.
    for (let from = 0; from < word.length; from++)
      if (word.subarray(from).toString('utf8') === text) return toByteString(word.subarray(from));
    start += word.length + 1;
  }
  return toByteString(text);
}

export function invalid(message: string): Fault {
  return new Fault('input.invalid', message);
}

/** The word nearest to a misspelt one, when it is near enough to be meant. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const near = known.map((each) => ({ each, distance: distanceOf(word, each) })).sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(near.each.length / 3)) ? near.each : undefined;
}

function findCommand(positionals: readonly string[], commands: readonly Command[]): Command | undefined {
  const named = (count: number) => commands.find(({ name }) => name === positionals.slice(0, count).join(' '));
  return named(3) ?? named(2) ?? named(1);
}

function unknownCommand(positionals: readonly string[], commands: readonly Command[]): Fault {
  const [word, second] = positionals as [string, string | undefined];
  const group = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name.slice(word.length + 1));
  if (group.length > 0) {
    const near = second === undefined ? undefined : suggestion(second, group);
    return invalid(`'${word}' needs one of: ${group.join(', ')}.${near ? ` Did you mean '${word} ${near}'?` : ''}`);
  }
  const near = suggestion(word, [...new Set(commands.map(({ name }) => name.split(' ')[0]!))]);
  return invalid(`there is no command '${word}'.${near ? ` Did you mean '${near}'?` : ''}`);
}

function checkOption(option: OptionToken, allowed: OptionTable, command: Command | undefined): void {
  const spec: OptionSpec | undefined = Object.hasOwn(allowed, option.name) ? allowed[option.name] : undefined;
  const of = command ? `'${command.name}'` : 'holdfast';
  if (!spec) {
    const near = option.rawName.startsWith('--') ? suggestion(option.name, Object.keys(allowed)) : undefined;
    throw invalid(`${of} has no option '${option.rawName}'.${near ? ` Did you mean '--${near}'?` : ''}`);
  }
  if (spec.type === 'string' && option.value === undefined)
    throw invalid(`option '${option.rawName}' needs a value: ${option.rawName} ${spec.value ?? 'VALUE'}.`);
  if (NEVER_EMPTY.includes(option.name) && option.value?.replace(/[\s,]/g, '') === '')
    throw invalid(`option '${option.rawName}' needs a value that is not empty: ${option.rawName} ${spec.value ?? 'VALUE'}.`);
  if (spec.type === 'boolean' && option.value !== undefined) throw invalid(`option '${option.rawName}' takes no value.`);
}

function checkPositionals(rest: readonly string[], command: Command): void {
  const { least, most } = command.positionals;
  if (rest.length < least) throw invalid(`'${command.name}' needs more: holdfast ${command.name} ${command.usage}.`);
  if (rest.length > most) throw invalid(`'${command.name}' does not know what to do with '${rest[most]}'.`);
}

/** Optimal string alignment: insertions, deletions, substitutions and swapped neighbours count one each. */
function distanceOf(a: string, b: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length]!;
}
