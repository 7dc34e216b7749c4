/** Measures whole programs from outside, the same way for ours and for the peers: GNU time around one process and its children. */
import { readFileSync, statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { mustRun, type ProgramOptions } from '../peers/programs.ts';

export interface Measured {
  readonly wallSeconds: number;
  /** User and system time, of all threads and children. */
  readonly cpuSeconds: number;
  /** Largest resident set of one process. */
  readonly peakBytes: number;
}

/** Throws with the program's output when it fails: a failed run has no speed. */
export async function measure(command: readonly [string, ...string[]], scratch: string, options: ProgramOptions = {}): Promise<Measured> {
  const report = path.join(scratch, 'time.txt');
  await mustRun('sync', []); // What an earlier step left unwritten must not be paid by this one.
  await mustRun('/usr/bin/time', ['--quiet', '-o', report, '-f', '%e %U %S %M', ...command], { timeoutMs: 3_600_000, ...options });
  const [wall, user, system, kib] = readFileSync(report, 'utf8').trim().split(' ').map(Number) as [number, number, number, number];
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes: kib * 1024 };
}

/** Reads every file once, so that all programs find the same things in the page cache. Returns the sum of sizes. */
export async function warm(folder: string): Promise<number> {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  let bytes = 0;
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    bytes += statSync(file).size;
    const handle = await fs.open(file, 'r');
    while ((await handle.read(buffer, 0, buffer.length)).bytesRead > 0);
    await handle.close();
  }
  return bytes;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line that says on what machine a figure was measured. */
export function machineLine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() || 'unknown processor';
  return `${processors.length} × ${model} (${process.arch}), ${(totalmem() / 1024 ** 3).toFixed(0)} GiB memory, Linux ${release()}, Node ${process.version}`;
}
