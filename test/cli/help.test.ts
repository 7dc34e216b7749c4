/** What the command line says of itself, and of what it does not understand. */
import { PassThrough } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Command, OptionSpec } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.table.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import { type ProgramRun, runProgram } from '../peers/programs.ts';
import { environmentFor, PROGRAM } from './holdfast.ts';

const help = suite('the help of the command line');
const run = (...args: string[]): Promise<ProgramRun> => runProgram(PROGRAM, args, { env: environmentFor(undefined, undefined) });

/** The same without a process of its own. */
async function runHere(...words: string[]): Promise<Omit<ProgramRun, 'signal'>> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const startAppliance = () => Promise.reject(new Error('nobody asked for a box'));
  const code = await runCommandLine(words, { startAppliance }, { environment: {}, stdout: stdout as never, stderr: stderr as never });
  const text = (stream: PassThrough) => (stream.read() as Buffer | null)?.toString() ?? '';
  return { code, stdout: text(stdout), stderr: text(stderr) } as Omit<ProgramRun, 'signal'>;
}

/** Commands that ask a box are so many that they have a help of their own. */
const isOfBox = ({ name }: Command) => name.startsWith('box ');

help('names every command and every exit code', async () => {
  const { code, stdout } = await run('--help');
  assert.is(code, 0);
  assert.match(stdout, /^ {2}box … +Asks and steers a box that runs/m);
  for (const { name, summary } of COMMANDS.filter((each) => !isOfBox(each)))
    assert.ok(stdout.includes(`  ${name} `) && stdout.includes(summary), name);
  for (const exitCode of [0, 1, 2, 3, 10, 11, 12, 130]) assert.match(stdout, new RegExp(`^  ${exitCode} `, 'm'));
});

help('of the box lists its commands', async () => {
  const { code, stdout } = await run('box', '--help');
  assert.is(code, 0);
  for (const { name } of COMMANDS.filter(isOfBox)) assert.ok(stdout.includes(`  ${name} `), name);
  for (const text of stdout.split('\n')) assert.ok(text.length <= 100, text);
});

help('of each command shows its usage and all of its options, in lines that fit', async () => {
  for (const command of COMMANDS) {
    const { name, options, usage } = command;
    const { code, stdout, stderr } = await runHere(...name.split(' '), '--help');
    assert.is(code, 0, name);
    assert.is(stderr, '');
    assert.ok(stdout.includes(`Usage: holdfast ${name}${usage === '' ? '' : ` ${usage}`}`), name);
    for (const option of Object.keys(options)) assert.ok(stdout.includes(`--${option}`), `${name} --${option}`);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
  }
});

help('is the same with `help COMMAND`, and groups have theirs', async () => {
  assert.is((await runHere('help', 'backup')).stdout, (await run('backup', '--help')).stdout);
  assert.is((await runHere('help', 'key', 'add')).stdout, (await runHere('key', 'add', '-h')).stdout);
  assert.match((await runHere('key', '--help')).stdout, /key passwd/);
  assert.match((await runHere('box', 'users', '--help')).stdout, /^ {2}box users add /m);
  assert.is((await runHere('help')).stdout, (await runHere('--help')).stdout);
});

/** restic's forget gives -H to --keep-hourly, and so does ours. */
const SHORT_MAY_DIFFER = ['host'];

help('means the same option by the same name in every command', () => {
  const seen = new Map<string, OptionSpec>();
  for (const { options } of COMMANDS) {
    for (const [name, spec] of Object.entries(options)) {
      const other = seen.get(name) ?? spec;
      assert.is(other.type, spec.type, name);
      if (!SHORT_MAY_DIFFER.includes(name)) assert.is(other.short, spec.short, name);
      seen.set(name, spec);
    }
  }
});

help('is pointed to when something is not understood, with what was probably meant', async () => {
  const cases: [string[], RegExp][] = [
    [[], /no command was given/],
    [['bakcup', '/x'], /there is no command 'bakcup'\. Did you mean 'backup'\?/],
    [['key', 'lst'], /needs one of: list, add, remove, passwd\. Did you mean 'key list'\?/],
    [['backup', '--exlude', 'x', '/x'], /'backup' has no option '--exlude'\. Did you mean '--exclude'\?/],
    [['snapshots', '--exclude', 'x'], /'snapshots' has no option '--exclude'/],
    [['dump', 'latest'], /'dump' needs more: holdfast dump SNAPSHOT PATH/],
    [['backup', '--no-lock', '/x'], /'backup' has no option '--no-lock'/],
    [['backup', '--host', '', '/x'], /option '--host' needs a value that is not empty/],
    [['backup', '--tag', ' ,', '/x'], /option '--tag' needs a value that is not empty/],
    [['init', 'extra'], /does not know what to do with 'extra'/],
    [['snapshots', '--latest'], /option '--latest' needs a value: --latest N/],
    [['snapshots', '--json=yes'], /option '--json' takes no value/],
    [['backup'], /'backup' needs a path/],
    [['backup', '--exclude-larger-than', 'big', '/'], /'big' is no size/],
    [['appliance', '--port', 'x'], /'x' is no port/],
    [['appliance', '--https-port', '70000'], /'70000' is no port/],
    [['appliance', '--listen', 'attic.local'], /'attic.local' is no IP address/],
    [['snapshots'], /no repository was named: use --repo/],
    [['snapshots', '-r', '/x', '-p', '/does/not/exist'], /cannot read \/does\/not\/exist: it does not exist/],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await run(...args);
    assert.match(stderr, expected);
    assert.match(stderr, /--help says more/);
    assert.is(code, 2, args.join(' '));
    assert.is(stdout, '');
  }
});

help('of the command is pointed to when one of its options is not understood', async () => {
  assert.match((await run('key', 'add', '--nwe')).stderr, /^ {2}holdfast key add --help says more\.$/m);
});

help('shows of the common options those that the command uses', async () => {
  const shown = async (...args: string[]) => {
    const { stdout } = await run(...args, '--help');
    return ['--repo ', '--no-lock ', '--json '].filter((option) => stdout.includes(option));
  };
  assert.equal(await shown('appliance'), ['--json ']);
  assert.equal(await shown('backup'), ['--repo ', '--json ']);
  assert.equal(await shown('check'), ['--repo ', '--no-lock ', '--json ']);
});

help('shows the version', async () => {
  assert.match((await run('--version')).stdout, /^holdfast \d+\.\d+\.\d+ on Node v\d+/);
  assert.match(JSON.parse((await run('--version', '--json')).stdout).version, /^\d+\.\d+\.\d+$/);
});

help.run();
