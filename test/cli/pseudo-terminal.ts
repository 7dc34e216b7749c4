/**
 * Runs our command line on a real terminal (util-linux `script`), types on it, and collects what the screen was sent.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { PROGRAM } from './holdfast.ts';

export interface Screen {
  readonly code: number;
  /** Everything that was sent, with its escape sequences. */
  readonly sent: string;
}

export interface Typist {
  type(text: string): void;
}

/** `onOutput` sees all that was sent so far, and may type. */
export async function onTerminal(
  args: readonly string[],
  options: { env: Record<string, string | undefined>; columns?: number; onOutput?: (sent: string, typist: Typist) => void },
): Promise<Screen> {
  const quoted = [PROGRAM, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const command = `stty cols ${options.columns ?? 80} rows 24; exec ${quoted}`;
  const child: ChildProcess = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm', ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let sent = '';
  const typist: Typist = { type: (text) => void child.stdin!.write(text) };
  child.stdout!.on('data', (chunk: Buffer) => {
    sent += chunk.toString();
    options.onOutput?.(sent, typist);
  });
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? -1));
  });
  clearTimeout(late);
  return { code, sent };
}
