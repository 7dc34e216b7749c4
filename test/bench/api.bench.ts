/**
 * The box with a thousand versions of a million files: status, lists, folders, names; its memory; the index of names.
 *
 * Answers whether a page comes as quickly from a full repository as from an empty one. Nothing of a peer does the same, so the figures
 * stand alone, beside what they should not exceed.
 */
import { statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { initRepository, openStore } from '../../src/repository/index.ts';
import { PASSWORD } from './contenders.ts';
import { DEEP_FOLDER, RARE_NAME, WIDE_FOLDER, writeVersions } from './many-versions.ts';
import { machineLine, median } from './measure.ts';
import { MeasuredBox, type Timed } from './measured-box.ts';
import { printTable } from './table.ts';

const USAGE = `Usage: scripts/bench api [OPTION ...]

Measures a started box over a generated repository; times are until the last byte.
  --files N      files in each snapshot, and ten thousand more in one folder (default 1000000)
  --snapshots N  snapshots; each differs from the one before in five folders (default 1000)
  --rounds N     answers of each kind (default 30)`;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000000' },
    snapshots: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '30' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const sizes = { files: Number(values.files), snapshots: Number(values.snapshots), rounds: Number(values.rounds) };

if (values.help) console.log(USAGE);
else if (Object.values(sizes).every((size) => Number.isInteger(size) && size >= 1)) await main();
else {
  console.error(USAGE);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const state = await fs.mkdtemp(path.join(tmpdir(), 'holdfast-bench-'));
  try {
    console.error('writing the repository');
    const repository = await initRepository(openStore(path.join(state, 'repository')), PASSWORD);
    await writeVersions(repository, { ...sizes, changedFolders: 5 });
    await measureBox(state);
  } finally {
    await fs.rm(state, { recursive: true, force: true });
  }
  console.log(machineLine());
}

async function measureBox(state: string): Promise<void> {
  await using box = await MeasuredBox.start(state);
  const rows = [['step', 'ms', 'first', 'median', 'p95', 'target', 'bytes']];
  const step = async (name: string, targetMs: number, ask: (round: number) => Promise<Timed>) => {
    console.error(name);
    rows.push([name, '', ...(await timed(ask)), String(targetMs), '']);
    rows.at(-1)![6] = String((await ask(0)).count);
  };
  console.error('index of names');
  const start = performance.now();
  await box.unlock(PASSWORD);
  const { slowestMs } = await box.namesBuilt();
  const buildMs = performance.now() - start;
  const buildPeak = box.peakMebibytes();
  const bytes = statSync(path.join(state, 'names.sqlite')).size;
  const snapshots = await box.json<{ id: string }[]>('/api/snapshots');
  const idAt = (round: number) => snapshots[(round * 37) % snapshots.length]!.id;
  const folderAt = (round: number, folder: string) => `/api/snapshots/${idAt(round)}/folder?path=${encodeURIComponent(folder)}`;
  const deep = (round: number) => `${DEEP_FOLDER}/year 0000/folder ${String(round % 50).padStart(4, '0')}`;

  await step('status', 200, () => box.get('/api/status'));
  await step('snapshots', 200, () => box.get('/api/snapshots'));
  await step('deep folder', 100, (round) => box.get(folderAt(round, deep(round))));
  await step('folder of 10,000', 100, (round) => box.get(folderAt(round, WIDE_FOLDER)));
  for (const text of [RARE_NAME, 'img_2015', 'müller rechnung', 'new in', 'e', 'zq', 'no such name'])
    await step(`search '${text}'`, 1000, () => box.get(`/api/search?${new URLSearchParams({ text })}`));
  await step("search 'jpg', folders only", 1000, () => box.get('/api/search?text=jpg&kind=dir'));
  const file = encodeURIComponent(`${DEEP_FOLDER}/year 0000/folder 0007/${RARE_NAME}`);
  await step('versions of a file', 1000, () => box.get(`/api/snapshots/${snapshots[0]!.id}/versions?path=${file}`));
  printTable(rows);
  console.log(`
index of names: ${(buildMs / 1000).toFixed(1)} s, ${(bytes / 2 ** 20).toFixed(0)} MiB; the status meanwhile: at most ${slowestMs.toFixed(0)} ms
peak memory of the box: ${buildPeak.toFixed(0)} MiB while the index was built, ${box.peakMebibytes().toFixed(0)} MiB after all (target 400)`);
}

/** First, median and 95th percentile. */
async function timed(ask: (round: number) => Promise<Timed>): Promise<string[]> {
  const times: number[] = [];
  for (let round = 0; round < sizes.rounds; round++) times.push((await ask(round)).ms);
  const p95 = times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1]!;
  return [times[0]!, median(times), p95].map((ms) => ms.toFixed(1));
}
