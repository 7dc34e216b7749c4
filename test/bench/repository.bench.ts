/**
 * First backup, unchanged and changed backup, restore, check --read-data, prune, beside restic on the same generated data.
 *
 * Each run gives every program a fresh repository; the programs take turns, also in who begins. Data and repository are read once before
 * each step, so both find a warm page cache. restic keeps its cache, as a user's would, in a folder that is thrown away with the repository.
 */
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareTrees } from '../peers/compare-trees.ts';
import { mustRun } from '../peers/programs.ts';
import { type Dataset, dataset } from './dataset.ts';
import { type Measured, machineLine, measure, median, warm } from './measure.ts';

const USAGE = `Usage: scripts/bench repository [--size GIB] [--runs N] [--only NAME] [--keep]

Measures Holdfast beside restic: wall time, CPU time, peak memory, repository size (medians of the runs).
  --size GIB    size of the generated data (default 1.2); made once and kept in the system's temporary folder
  --runs N      runs of each program (default 3)
  --only NAME   measures only 'holdfast' or only 'restic'
  --keep        keeps the repositories and restored folders, and says where they are`;

const STEPS = ['first backup', 'unchanged backup', '1 % changed backup', 'restore', 'check --read-data', 'prune after forget'] as const;
type Step = (typeof STEPS)[number];

/** One of the programs compared, as the command lines of its steps. */
interface Contender {
  readonly name: 'holdfast' | 'restic';
  command(repository: string, args: readonly string[]): [string, ...string[]];
}

interface Run {
  readonly steps: ReadonlyMap<Step, Measured>;
  readonly repositoryBytes: number;
}

const PASSWORD = 'benchmark';
const CONTENDERS: readonly Contender[] = [
  {
    name: 'holdfast',
    command: (repository, args) => [path.join(import.meta.dirname, '../../scripts/holdfast'), '--repo', repository, '--quiet', ...args],
  },
  {
    name: 'restic',
    command: (repository, args) => ['restic', '--repo', repository, '--cache-dir', `${repository}.cache`, '--quiet', ...args],
  },
];

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1.2' },
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
  const contenders = CONTENDERS.filter(({ name }) => values.only === undefined || name === values.only);
  if (!(sizeGib >= 0.01) || !Number.isInteger(runs) || runs < 1 || contenders.length === 0) {
    console.error(USAGE);
    process.exit(2);
  }
  console.error(`preparing ${sizeGib} GiB of data`);
  const data = await dataset(sizeGib);
  const scratch = await fs.mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    const results = new Map(contenders.map(({ name }) => [name, [] as Run[]]));
    for (let run = 0; run < runs; run++) {
      const order = run % 2 === 0 ? contenders : contenders.toReversed();
      for (const contender of order) {
        console.error(`run ${run + 1} of ${runs}: ${contender.name}`);
        const folder = path.join(scratch, `${contender.name}-${run}`);
        results.get(contender.name)!.push(await runOnce(contender, data, { folder, compare: run === 0 }));
        if (!values.keep) await fs.rm(folder, { recursive: true, force: true });
      }
    }
    await print(results, data, runs);
  } finally {
    if (values.keep) console.error(`repositories and restored folders are in ${scratch}`);
    else await fs.rm(scratch, { recursive: true, force: true });
  }
}

async function runOnce(contender: Contender, data: Dataset, options: { folder: string; compare: boolean }): Promise<Run> {
  const repository = path.join(options.folder, 'repository');
  const target = path.join(options.folder, 'restored');
  await fs.mkdir(options.folder);
  const passwordFile = path.join(options.folder, 'password');
  await fs.writeFile(passwordFile, PASSWORD);
  const command = (...args: string[]) => contender.command(repository, ['--password-file', passwordFile, ...args]);
  const steps = new Map<Step, Measured>();
  const step = async (name: Step, ...args: string[]) => {
    steps.set(name, await measure(command(...args), options.folder));
  };

  await mustRun(...split(command('init')));
  await warm(data.folder);
  await step('first backup', 'backup', data.folder);
  const repositoryBytes = await warm(repository);
  await step('unchanged backup', 'backup', data.folder);
  await step('restore', 'restore', 'latest', '--target', target);
  if (options.compare) await mustBeTheSame(contender, data.folder, path.join(target, data.folder));
  await data.change();
  try {
    await warm(data.folder);
    await step('1 % changed backup', 'backup', data.folder);
  } finally {
    await data.undoChange();
  }
  await warm(repository);
  await step('check --read-data', 'check', '--read-data');
  await mustRun(...split(command('forget', '--keep-last', '1')));
  await step('prune after forget', 'prune');
  return { steps, repositoryBytes };
}

async function mustBeTheSame(contender: Contender, source: string, restored: string): Promise<void> {
  const differences = await compareTrees(source, restored);
  if (differences.length > 0) throw new Error(`${contender.name} restored something else:\n${differences.slice(0, 10).join('\n')}`);
}

function split(command: [string, ...string[]]): [string, string[]] {
  const [file, ...args] = command;
  return [file, args];
}

async function print(results: ReadonlyMap<string, readonly Run[]>, data: Dataset, runs: number): Promise<void> {
  const restic = (await mustRun('restic', ['version'])).stdout.split(' ').slice(0, 2).join(' ');
  console.log(
    `${data.files} files, ${(data.bytes / 1024 ** 3).toFixed(2)} GiB; medians of ${runs} runs; ratio below 1 is better than restic\n`,
  );
  const header = ['', 'measure', ...results.keys(), ...(results.size === 2 ? ['ratio'] : [])];
  const rows: string[][] = [header];
  for (const step of STEPS) {
    const of = (read: (measured: Measured) => number) =>
      [...results.values()].map((all) => median(all.map(({ steps }) => read(steps.get(step)!))));
    rows.push(
      row(
        step,
        'wall s',
        of(({ wallSeconds }) => wallSeconds),
      ),
    );
    rows.push(
      row(
        '',
        'CPU s',
        of(({ cpuSeconds }) => cpuSeconds),
      ),
    );
    rows.push(
      row(
        '',
        'peak MiB',
        of(({ peakBytes }) => peakBytes / 1024 ** 2),
      ),
    );
  }
  const sizes = [...results.values()].map((all) => median(all.map(({ repositoryBytes }) => repositoryBytes / 1024 ** 2)));
  rows.push(row('repository', 'size MiB', sizes));
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  for (const cells of rows)
    console.log(cells.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
  console.log(`\n${machineLine()}, ${restic}`);
}

function row(step: string, what: string, figures: readonly number[]): string[] {
  const digits = what.endsWith('MiB') ? 0 : 2;
  const ratio = figures.length === 2 ? [(figures[0]! / figures[1]!).toFixed(2)] : [];
  return [step, what, ...figures.map((figure) => figure.toFixed(digits)), ...ratio];
}
