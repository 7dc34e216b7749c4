/** The command line in this process, talking to a real box: cheaper than a process for each command, and the same from the words to the exit code. */
import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../src/cli/index.ts';
import { messages } from './holdfast.ts';

export interface Line {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class BoxLine {
  readonly #environment: Record<string, string | undefined>;

  constructor(environment: Record<string, string | undefined>) {
    this.#environment = environment;
  }

  /** Any command behind `box`, whatever its exit code. */
  async run(...words: string[]): Promise<Line> {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const texts = [textOf(out), textOf(err)];
    const doors = { startAppliance: () => Promise.reject(new Error('no command of a box starts one')) };
    const around = { environment: this.#environment, stdout: out as never, stderr: err as never };
    const code = await runCommandLine(['box', ...words], doors, around);
    for (const stream of [out, err]) stream.end();
    const [stdout, stderr] = await Promise.all(texts);
    return { code, stdout: stdout!, stderr: stderr! };
  }

  /** A command that must succeed; its words. */
  async must(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...words);
    if (code !== 0) throw new Error(`box ${words.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
    return stdout;
  }

  /** A command that must succeed; the last document that it answered. */
  async json<T>(...words: string[]): Promise<T> {
    return messages(await this.must(...words, '--json')).at(-1) as T;
  }
}

async function textOf(stream: PassThrough): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
