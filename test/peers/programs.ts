/**
 * Runs other people's programs (and our own command line) as processes, for tests that judge by what they say.
 *
 * Owns: starting one program, feeding it, collecting what it printed. A program that does not end in time is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeoutMs?: number;
  /** Sees the process as soon as it runs, to send it signals. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface ProgramRun {
  /** 128 + signal number is not used: a killed program has code -1 and `signal` set. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly rawStdout: Buffer;
}

export async function runProgram(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid ?? options.uid }),
  });
  options.onStart?.(child);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined); // A program that does not read its input closes the pipe; its exit code says more.
  child.stdin.end(options.input ?? '');
  const late = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 110_000);
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
    });
    const rawStdout = Buffer.concat(out);
    return { code: code ?? -1, signal, stdout: rawStdout.toString(), stderr: Buffer.concat(err).toString(), rawStdout };
  } finally {
    clearTimeout(late);
  }
}

/** Like runProgram, for steps of a test that must succeed. */
export async function mustRun(file: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  const run = await runProgram(file, args, options);
  if (run.code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${run.signal ?? run.code}:\n${run.stderr}${run.stdout}`);
  return run;
}
