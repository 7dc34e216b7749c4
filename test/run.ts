/**
 * Runs every test file in a process of its own, with a deadline, and closes with `N passed, N failed`.
 *
 * Invariants: a file that ran no test fails (a forgotten `.run()` in uvu is silent otherwise), a file past its
 * deadline fails and its process is ended. A file may ask for more time with a line `// deadline: 300 s`;
 * in the long run (test/long.ts) every file has ten times as much.
 * Usage: node test/run.ts [PART ...]   only files whose path contains one of the parts.
 */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { times } from './long.ts';

interface Outcome {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly output: string;
}

const ROOT = path.join(import.meta.dirname, '..');
const DEFAULT_DEADLINE_SECONDS = 120;

const parts = process.argv.slice(2);
const files = globSync('test/**/*.test.ts', { cwd: ROOT })
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort((a, b) => deadlineSeconds(b) - deadlineSeconds(a) || (a < b ? -1 : 1));

if (files.length === 0) {
  console.error(`no test file matches ${parts.join(' ')}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const outcomes: Outcome[] = [];
const queue = files.values();
await Promise.all(Array.from({ length: availableParallelism() }, work));

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
for (const outcome of outcomes.filter(({ failed }) => failed > 0)) console.log(`failed: ${outcome.file}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function work(): Promise<void> {
  for (const file of queue) {
    const outcome = await runFile(file);
    outcomes.push(outcome);
    const verdict = outcome.failed > 0 ? 'FAIL' : 'ok  ';
    console.log(`${verdict} ${file}  ${outcome.passed} passed  ${outcome.seconds.toFixed(1)} s`);
    if (outcome.failed > 0) console.log(outcome.output);
  }
}

function deadlineSeconds(file: string): number {
  const asked = /^\/\/ deadline: (\d+) s$/m.exec(readFileSync(path.join(ROOT, file), 'utf8'));
  return (asked ? Number(asked[1]) : DEFAULT_DEADLINE_SECONDS) * times(1, 10);
}

async function runFile(file: string): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(process.execPath, [file], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));

  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    endGroup(child.pid);
  }, deadlineSeconds(file) * 1000);
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(deadline);
  endGroup(child.pid);

  const output = Buffer.concat(chunks).toString();
  const total = sumOf(output, /^\s+Total:\s+(\d+)/gm);
  const passed = sumOf(output, /^\s+Passed:\s+(\d+)/gm);
  const seconds = (performance.now() - started) / 1000;
  const problem = problemOf({ late, exitCode, total, passed, file });
  const failed = problem ? Math.max(1, total - passed) : 0;
  return { file, passed, failed, seconds, output: problem ? `${output}\n${file}: ${problem}` : output };
}

/** A test file's process leads a group of its own, so what it started ends with it. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function sumOf(output: string, pattern: RegExp): number {
  return [...output.replace(/\x1b\[\d+m/g, '').matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}

function problemOf(run: { late: boolean; exitCode: number | null; total: number; passed: number; file: string }): string | undefined {
  if (run.late) return `ran past its deadline of ${deadlineSeconds(run.file)} s`;
  if (run.total === 0) return 'ran no test (is `.run()` missing?)';
  if (run.passed !== run.total) return `${run.total - run.passed} of ${run.total} tests failed or were skipped`;
  if (run.exitCode !== 0) return `ended with exit code ${run.exitCode}`;
  return undefined;
}
