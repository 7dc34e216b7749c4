/**
 * Where a command's words go: answers to stdout, everything else to stderr, as text or as JSON.
 *
 * Invariants: an answer that cannot be told is a failure, thrown to who writes it, so work always ends in its own way; a reader that
 * goes away (`| head`) is told apart, and is none. Progress and remarks that cannot be told are no failure, and stop nothing.
 * Nothing is lost when the program ends, because `drained` waits for the pipes.
 */
import type { Writable } from 'node:stream';
import { getSystemErrorMessage } from 'node:util';
import { type ByteString, Fault } from '../base/index.ts';
import { LiveDisplay } from './live-display.ts';
import { jsonName, printable, shownName } from './terminal-text.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface Problem {
  readonly kind: string;
  readonly path?: ByteString;
  readonly message: string;
}

/** Thrown when nobody reads the answer any more: the command is done. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** TypeScript's library does not know it yet. Source: ECMAScript, JSON.parse source text access. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

export class Output {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  #live: LiveDisplay | undefined;
  /** What first went wrong with stdout; a stream says it once, and then only that it is closed. */
  #failure: NodeJS.ErrnoException | undefined;

  constructor(options: OutputOptions, stdout: NodeJS.WriteStream = process.stdout, stderr: NodeJS.WriteStream = process.stderr) {
    this.isJson = options.json;
    this.isQuiet = options.quiet;
    this.#stdout = stdout;
    this.#stderr = stderr;
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??= error;
    });
    stderr.on('error', () => {});
  }

  /** Whether a person sees what goes to stdout. */
  get isTerminal(): boolean {
    return this.#stdout.isTTY === true;
  }

  /** Cells of a line of the terminal that stdout is; undefined when it is none. */
  get columns(): number | undefined {
    return this.isTerminal ? this.#stdout.columns : undefined;
  }

  /** One line of an answer. The caller made names in it printable. */
  line(text: string): Promise<void> {
    return this.write(`${text}\n`);
  }

  lines(texts: readonly string[]): Promise<void> {
    return this.write(texts.map((text) => `${text}\n`).join(''));
  }

  /** One JSON document in one line. */
  json(value: unknown): Promise<void> {
    return this.write(`${this.jsonText(value)}\n`);
  }

  /** JSON for a part of a document that is written piece by piece. Inodes and devices keep all their 64 bits. */
  jsonText(value: unknown): string {
    return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? rawJSON(String(each)) : each));
  }

  /** Bytes to stdout, at the reader's pace. Throws Fault 'output.unwritable', or ReaderGone. */
  async write(chunk: string | Uint8Array): Promise<void> {
    this.#live?.clear();
    const failure = await written(this.#stdout, chunk);
    if (failure) throw unwritable(this.#failure ?? failure);
  }

  /** A remark on stderr, for a person who does not want quiet. */
  note(text: string): void {
    if (!this.isQuiet && !this.isJson) this.warn(text);
  }

  /** A line on stderr that is said also to who wants quiet. */
  warn(text: string): void {
    this.#live?.clear();
    this.#stderr.write(`${text}\n`);
  }

  /** Something that went wrong with one thing while the rest goes on. `path` is one inside the snapshot. */
  problem({ kind, path, message }: Problem): void {
    const item = path === undefined ? undefined : (`/${path}` as ByteString);
    if (this.isJson)
      this.warn(JSON.stringify({ message_type: 'error', error: { kind, message }, ...(item ? jsonName('item', item) : {}) }));
    else this.warn(`${kind}: ${item ? `${shownName(item)}: ` : ''}${printable(message)}`);
  }

  /** The display of long work; ends with `using`. */
  live(): LiveDisplay {
    this.#live = new LiveDisplay({ stderr: this.#stderr, stdout: this.#stdout, isJson: this.isJson, isQuiet: this.isQuiet });
    return this.#live;
  }

  /** Resolves when all that was written has left the program, or cannot. */
  async drained(): Promise<void> {
    for (const stream of [this.#stdout, this.#stderr]) await written(stream, '');
  }
}

/** Why it could not be written; undefined when it was. */
function written(stream: Writable, chunk: string | Uint8Array): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(chunk, (error) => resolve(error ?? undefined));
  });
}

function unwritable(cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EPIPE') return new ReaderGone('nobody reads stdout any more', { cause });
  const why = cause.errno === undefined ? cause.message : getSystemErrorMessage(cause.errno);
  return new Fault('output.unwritable', `the answer cannot be written to stdout: ${why}.`, { cause });
}
