/**
 * Memory and time at scale: an index of a terabyte, a million small files, a tree of ten million entries.
 *
 * Answers whether memory grows with the index, and not with the tree. Each program works on a repository of its own; what is saved is
 * read before, so that all find a warm page cache. One run of each: these are large figures, not fine ones.
 */
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun } from '../peers/programs.ts';
import type { Scratch } from './bed.ts';
import { machineLine } from './measure.ts';
import { measureFiles, measureIndex, measureTree, type Part } from './scale-parts.ts';
import { printTable, rowsOf } from './table.ts';

const USAGE = `Usage: scripts/bench scale [--only PARTS] [OPTION ...]

Measures wall time, CPU time and peak memory, beside restic where restic can do the same.
  --only PARTS       'index', 'files', 'tree' or some of them, for example 'index,tree' (default: all)
  --blobs N          index: blobs of 1.5 MiB that the index lists; their packs are sparse files (default 700000)
  --data GIB         index: size of the folder that is saved (default 0.2)
  --files N          files: small files, in folders of 1,000; made once and kept in the system's temporary folder (default 1000000)
  --entries N        tree: entries, in folders of 1,000; a tenth and a hundredth of them too (default 10000000)
  --in-one-folder N  tree: entries of one more tree, all of them in one folder (default 1000000)
  --keep             keeps the repositories, and says where they are`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'index,files,tree' },
    blobs: { type: 'string', default: '700000' },
    data: { type: 'string', default: '0.2' },
    files: { type: 'string', default: '1000000' },
    entries: { type: 'string', default: '10000000' },
    'in-one-folder': { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const sizes = {
  blobs: Number(values.blobs),
  dataGib: Number(values.data),
  files: Number(values.files),
  entries: Number(values.entries),
  inOneFolder: Number(values['in-one-folder']),
};

const PARTS: Readonly<Record<string, (scratch: Scratch) => Promise<Part>>> = {
  index: (scratch) => measureIndex(scratch, sizes),
  files: (scratch) => measureFiles(scratch, sizes),
  tree: (scratch) => measureTree(scratch, sizes),
};

const only = values.only.split(',');
const { dataGib, ...counts } = sizes;
const isUsable = only.every((part) => part in PARTS) && Object.values(counts).every(isCount) && dataGib >= 0.01;
if (values.help) {
  console.log(USAGE);
} else if (isUsable) {
  await main();
} else {
  console.error(USAGE);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const scratch = { folder: await fs.mkdtemp(path.join(tmpdir(), 'holdfast-bench-')), keep: values.keep };
  try {
    for (const part of only) print(await PARTS[part]!(scratch));
  } finally {
    if (scratch.keep) console.error(`repositories are in ${scratch.folder}`);
    else await fs.rm(scratch.folder, { recursive: true, force: true });
  }
  const restic = (await mustRun('restic', ['version'])).stdout.split(' ').slice(0, 2).join(' ');
  console.log(`${machineLine()}, ${restic}`);
}

function print({ about, contenders, steps }: Part): void {
  const peers = contenders.slice(1);
  console.log(`${about}\n`);
  printTable([
    ['', 'measure', ...contenders, ...peers.map((peer) => `/ ${peer}`)],
    ...steps.flatMap((step) => rowsOf(step.name, step.measured, peers)),
  ]);
  console.log('');
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
