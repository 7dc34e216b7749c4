/** The help of the program and of each command, made from the tables. */
import type { Command, OptionTable } from './command.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';

const WIDTH = 100;

/** Groups too large for the help of the program, which has a line for each; their own help lists them. */
const FOLDED: Readonly<Record<string, string>> = { box: 'Asks and steers a box that runs: `holdfast box --help` lists what it can' };

export function programHelp(commands: readonly Command[], globals: OptionTable): string {
  return [
    'Holdfast keeps versioned, encrypted backups in repositories that stock restic opens, too.',
    '',
    'Usage: holdfast COMMAND [OPTION ...]',
    '',
    'Commands:',
    ...rows(folded(commands)),
    '',
    'Common options:',
    ...optionRows(globals),
    '',
    'Exit codes:',
    ...rows(EXIT_CODE_HELP.map(([code, meaning]) => [String(code), meaning] as const)),
    '',
    'holdfast COMMAND --help says more about one command.',
    '',
  ].join('\n');
}

/** With what else begins with the command's name: `box users add` for `box users`. */
export function commandHelp(command: Command, globals: OptionTable, commands: readonly Command[] = []): string {
  const more = commands.filter(({ name }) => name.startsWith(`${command.name} `)).map(({ name, summary }) => [name, summary] as const);
  const own = Object.keys(command.options).length > 0 ? ['', 'Options:', ...optionRows(command.options)] : [];
  return [
    command.summary,
    '',
    `Usage: holdfast ${command.name}${command.usage === '' ? '' : ` ${command.usage}`} [OPTION ...]`,
    ...(command.details ? ['', ...command.details.split('\n').flatMap((line) => wrapped(line, WIDTH))] : []),
    ...(more.length > 0 ? ['', 'And:', ...rows(more)] : []),
    ...own,
    '',
    'Common options:',
    ...optionRows(globals),
    '',
    'Exit codes:',
    ...rows(EXIT_CODE_HELP.map(([code, meaning]) => [String(code), meaning] as const)),
    '',
  ].join('\n');
}

/** The help of a group such as `key`: its commands. */
export function groupHelp(group: string, commands: readonly Command[]): string {
  const members = commands.filter(({ name }) => name.startsWith(`${group} `));
  const lines = rows(members.map(({ name, summary }) => [name, summary] as const));
  return [
    `Usage: holdfast ${group} COMMAND [OPTION ...]`,
    '',
    ...lines,
    '',
    `holdfast ${group} COMMAND --help says more about one command.`,
    '',
  ].join('\n');
}

export function isGroup(word: string, commands: readonly Command[]): boolean {
  return commands.some(({ name }) => name.startsWith(`${word} `));
}

function folded(commands: readonly Command[]): [string, string][] {
  const shown = new Map<string, string>();
  for (const { name, summary } of commands) {
    const group = name.split(' ')[0]!;
    if (group in FOLDED) shown.set(`${group} …`, FOLDED[group]!);
    else shown.set(name, summary);
  }
  return [...shown];
}

function optionRows(options: OptionTable): string[] {
  return rows(
    Object.entries(options).map(([name, { short, value, help, multiple }]) => {
      const words = `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
      return [words, `${help}${multiple ? ' (repeatable)' : ''}`] as const;
    }),
  );
}

function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.flatMap(([left, right]) => {
    const [first, ...others] = wrapped(right, WIDTH - width - 4);
    return [`  ${left.padEnd(width)}  ${first}`, ...others.map((line) => `  ${' '.repeat(width)}  ${line}`)];
  });
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
