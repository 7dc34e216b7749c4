/**
 * First backup, unchanged and changed backup, restore, check --read-data, prune, beside restic and borg on the same generated data.
 *
 * Each run gives every program a fresh repository; the programs take turns, also in who begins. Data and repository are read once before
 * each step, so all find a warm page cache.
 */
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareTrees } from '../peers/compare-trees.ts';
import { mustRun } from '../peers/programs.ts';
import { CONTENDERS, type Command, type Contender, PASSWORD, type Place } from './contenders.ts';
import { type Dataset, dataset } from './dataset.ts';
import { type Measured, machineLine, measure, median, warm } from './measure.ts';
import { printTable, row } from './table.ts';

const USAGE = `Usage: scripts/bench repository [--size GIB] [--runs N] [--only NAME] [--keep]

Measures Holdfast beside restic and borg: wall time, CPU time, peak memory, repository size (medians of the runs).
  --size GIB    size of the generated data (default 3.4); made once and kept in the system's temporary folder
  --runs N      runs of each program (default 3)
  --only NAMES  measures only these, for example 'holdfast,restic'
  --keep        keeps the repositories and restored folders, and says where they are
Ctrl-C prints what the finished runs gave.`;

const STEPS = ['first backup', 'unchanged backup', '1 % changed backup', 'restore', 'check --read-data', 'prune after forget'] as const;
type Step = (typeof STEPS)[number];

interface Run {
  readonly steps: ReadonlyMap<Step, Measured>;
  readonly repositoryBytes: number;
}

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '3.4' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
} else {
  await main(Number(values.size), Number(values.runs));
}

async function main(sizeGib: number, runs: number): Promise<void> {
  const contenders = CONTENDERS.filter(({ name }) => values.only?.split(',').includes(name) ?? true);
  if (!(sizeGib >= 0.01) || !Number.isInteger(runs) || runs < 1 || contenders.length === 0) {
    console.error(USAGE);
    process.exit(2);
  }
  console.error(`preparing ${sizeGib} GiB of data`);
  const data = await dataset(sizeGib);
  const scratch = await fs.mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const results = new Map(contenders.map(({ name }) => [name, [] as Run[]]));
    let done = 0;
    for (; done < runs && !stop.signal.aborted; done++) {
      const round = await runRound(done % 2 === 0 ? contenders : contenders.toReversed(), data, {
        scratch,
        number: done,
        runs,
        signal: stop.signal,
      });
      if (!round) break;
      for (const [name, run] of round) results.get(name)!.push(run);
    }
    if (done > 0) await print(results, data, done);
  } finally {
    if (values.keep) console.error(`repositories and restored folders are in ${scratch}`);
    else await fs.rm(scratch, { recursive: true, force: true });
  }
}

interface RoundOptions {
  readonly scratch: string;
  readonly number: number;
  readonly runs: number;
  readonly signal: AbortSignal;
}

/** One run of each program; undefined when it was stopped before all had theirs. */
async function runRound(order: readonly Contender[], data: Dataset, options: RoundOptions): Promise<Map<string, Run> | undefined> {
  const { scratch, number, runs, signal } = options;
  const round = new Map<string, Run>();
  for (const contender of order) {
    console.error(`run ${number + 1} of ${runs}: ${contender.name}`);
    const folder = path.join(scratch, `${contender.name}-${number}`);
    try {
      round.set(contender.name, await runOnce(contender, data, { folder, compare: number === 0 }));
    } catch (error) {
      if (signal.aborted) return undefined; // Ctrl-C ended the program too
      throw error;
    }
    if (!values.keep) await fs.rm(folder, { recursive: true, force: true });
    if (signal.aborted && round.size < order.length) return undefined;
  }
  return round;
}

async function runOnce(contender: Contender, data: Dataset, options: { folder: string; compare: boolean }): Promise<Run> {
  const place: Place = {
    repository: path.join(options.folder, 'repository'),
    passwordFile: path.join(options.folder, 'password'),
    target: path.join(options.folder, 'restored'),
  };
  await fs.mkdir(place.target, { recursive: true });
  await fs.writeFile(place.passwordFile, PASSWORD);
  // borg restores into the folder it is started in, and keeps its cache below its home.
  const where = { cwd: place.target, env: { ...contender.environment, BORG_BASE_DIR: path.join(options.folder, 'borg') } };
  const steps = new Map<Step, Measured>();
  const step = async (name: Step, command: Command) => {
    steps.set(name, await measure(command, options.folder, where));
  };
  const unmeasured = async ([file, ...args]: Command) => await mustRun(file, args, { ...where, timeoutMs: 600_000 });

  await unmeasured(contender.init(place));
  await warm(data.folder);
  await step('first backup', contender.backup(place, data.folder, 1));
  const repositoryBytes = await warm(place.repository);
  await step('unchanged backup', contender.backup(place, data.folder, 2));
  await step('restore', contender.restore(place, 2));
  if (options.compare) await mustBeTheSame(contender, data.folder, path.join(place.target, data.folder));
  await data.change();
  try {
    await warm(data.folder);
    await step('1 % changed backup', contender.backup(place, data.folder, 3));
  } finally {
    await data.undoChange();
  }
  await warm(place.repository);
  await step('check --read-data', contender.check(place));
  await unmeasured(contender.forget(place));
  await step('prune after forget', contender.prune(place));
  return { steps, repositoryBytes };
}

async function mustBeTheSame(contender: Contender, source: string, restored: string): Promise<void> {
  const differences = await compareTrees(source, restored);
  if (differences.length > 0) throw new Error(`${contender.name} restored something else:\n${differences.slice(0, 10).join('\n')}`);
}

async function print(results: ReadonlyMap<string, readonly Run[]>, data: Dataset, runs: number): Promise<void> {
  console.log(
    `${data.files} files, ${(data.bytes / 1024 ** 3).toFixed(2)} GiB; medians of ${runs} runs; ratios below 1 are better than the peer\n`,
  );
  const names = [...results.keys()];
  const peers = names[0] === 'holdfast' ? names.slice(1) : [];
  const rows: string[][] = [['', 'measure', ...names, ...peers.map((peer) => `/ ${peer}`)]];
  for (const step of STEPS) {
    const of = (read: (measured: Measured) => number) =>
      [...results.values()].map((all) => median(all.map(({ steps }) => read(steps.get(step)!))));
    const wall = of(({ wallSeconds }) => wallSeconds);
    const cpu = of(({ cpuSeconds }) => cpuSeconds);
    const peak = of(({ peakBytes }) => peakBytes / 1024 ** 2);
    rows.push(row(step, 'wall s', wall, peers), row('', 'CPU s', cpu, peers), row('', 'peak MiB', peak, peers));
  }
  const sizes = [...results.values()].map((all) => median(all.map(({ repositoryBytes }) => repositoryBytes / 1024 ** 2)));
  rows.push(row('repository', 'size MiB', sizes, peers));
  printTable(rows);
  const versions = await Promise.all(
    CONTENDERS.filter(({ name }) => peers.includes(name)).map(async ({ versionOf: [file, ...args] }) => (await mustRun(file, args)).stdout),
  );
  console.log(`\n${[machineLine(), ...versions.map((version) => version.trim().split(' ').slice(0, 2).join(' '))].join(', ')}`);
}
