/**
 * Where the time of an operation goes: V8's profile of every thread of Holdfast, on the repository benchmark's data.
 *
 * Owns: the sums. Samples are grouped by what was running, the thread that gives orders apart from the crew; waiting is left out.
 * Source: V8's CPU profile format (Chrome DevTools Protocol, Profiler.Profile).
 */
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun } from '../peers/programs.ts';
import { CONTENDERS, type Command, PASSWORD, type Place } from './contenders.ts';
import { dataset } from './dataset.ts';
import { machineLine, warm } from './measure.ts';

const USAGE = `Usage: scripts/bench profile [STEP] [--size GIB] [--rows N]

Profiles one step of Holdfast: backup (default), again (an unchanged backup), restore, check or prune.
  --size GIB    size of the generated data (default 3.4)
  --rows N      lines for each kind of thread (default 14)`;

interface CpuProfile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string } }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

const STEPS = ['backup', 'again', 'restore', 'check', 'prune'];
const WAITING = new Set(['(idle)', '(root)']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '3.4' },
    rows: { type: 'string', default: '14' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const step = positionals[0] ?? 'backup';
if (values.help) console.log(USAGE);
else if (!STEPS.includes(step) || !(Number(values.size) >= 0.01) || !(Number(values.rows) >= 1)) {
  console.error(USAGE);
  process.exit(2);
} else await main();

async function main(): Promise<void> {
  const holdfast = CONTENDERS.find(({ name }) => name === 'holdfast')!;
  const data = await dataset(Number(values.size));
  const scratch = await fs.mkdtemp(path.join(tmpdir(), 'holdfast-profile-'));
  try {
    const place: Place = {
      repository: path.join(scratch, 'repository'),
      passwordFile: path.join(scratch, 'password'),
      target: path.join(scratch, 'restored'),
    };
    await fs.writeFile(place.passwordFile, PASSWORD);
    const run = async ([file, ...args]: Command, env = {}) => await mustRun(file, args, { env, timeoutMs: 900_000 });
    const commands: Record<string, Command> = {
      backup: holdfast.backup(place, data.folder, 1),
      again: holdfast.backup(place, data.folder, 2),
      restore: holdfast.restore(place, 1),
      check: holdfast.check(place),
      prune: holdfast.prune(place),
    };
    await run(holdfast.init(place));
    if (step !== 'backup') await run(commands.backup!);
    if (step === 'prune') {
      await data.change();
      await run(commands.again!).finally(() => data.undoChange());
      await run(holdfast.forget(place));
    }
    await warm(data.folder);
    await run(commands[step]!, { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.join(scratch, 'profiles')}` });
    await print(path.join(scratch, 'profiles'));
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

async function print(folder: string): Promise<void> {
  const orders = new Map<string, number>();
  const crew = new Map<string, number>();
  for (const file of await fs.readdir(folder)) {
    const profile = JSON.parse(await fs.readFile(path.join(folder, file), 'utf8')) as CpuProfile;
    // Names end in thread id and sequence number; thread 0 is the one that gives orders.
    addTo(/\.0\.\d+\.cpuprofile$/.test(file) ? orders : crew, profile);
  }
  console.log(`\n${step}, ${values.size} GiB: seconds of each kind of thread, waiting left out`);
  for (const [name, seconds] of [['the thread that gives orders', orders] as const, ['all threads of the crew', crew] as const]) {
    const total = seconds.values().reduce((sum, each) => sum + each, 0);
    console.log(`\n${name}: ${total.toFixed(1)} s`);
    const most = [...seconds].toSorted(([, a], [, b]) => b - a).slice(0, Number(values.rows));
    for (const [what, own] of most)
      console.log(`${own.toFixed(2).padStart(8)} s ${((100 * own) / total).toFixed(0).padStart(4)} %  ${what}`);
  }
  console.log(`\n${machineLine()}`);
}

function addTo(seconds: Map<string, number>, { nodes, samples, timeDeltas }: CpuProfile): void {
  const names = new Map(nodes.map(({ id, callFrame: { functionName, url } }) => [id, nameOf(functionName, url)]));
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample)!;
    if (!WAITING.has(name)) seconds.set(name, (seconds.get(name) ?? 0) + timeDeltas[index]! / 1e6);
  }
}

function nameOf(functionName: string, url: string): string {
  const file = url.startsWith('wasm') ? 'kernel' : url.replace(/^.*\/src\//, '');
  return `${functionName || '(anonymous)'}${file === '' ? '' : `  ${file}`}`;
}
