/**
 * Import first: stands between the program and the files below one folder, in this thread and in every thread it starts, and makes
 * one call go wrong, or records them all. What is tested is the real store, with the errors a real disk gives.
 *
 * Owns: counting the calls, what happens at the chosen one. A call that only looks (read, list, stat) counts when it would have
 * succeeded; one that changes something counts before it is made. Calls of native code are not seen.
 */
import fs, { type PathLike } from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { promisify } from 'node:util';
import threads, { getEnvironmentData, isMainThread, setEnvironmentData, Worker, type WorkerOptions } from 'node:worker_threads';

/** `tear`: half of a write lands, then EIO. `gone`: every call fails from there on. `short`: every write takes half at most. `delay`: every call waits a little. */
export type Mishap = 'EIO' | 'ENOSPC' | 'tear' | 'gone' | 'short' | 'delay' | 'kill' | 'none';

const MISHAPS: readonly Mishap[] = ['none', 'EIO', 'ENOSPC', 'tear', 'gone', 'short', 'delay', 'kill'];
/** Words of the board that all threads share. */
const [MISHAP, COUNT, AT, HAPPENED, WORDS] = [0, 1, 2, 3, 4];
const KEY = 'file calls';

interface Shared {
  readonly below: string;
  readonly board: Int32Array;
  /** Descriptor of the file that calls are recorded in. */
  readonly record: number | undefined;
}

/** What changed on the disk, in the order in which it was done. Names are relative to the watched folder. */
export type Recorded =
  | { readonly call: 'open' | 'sync' | 'unlink' | 'mkdir'; readonly name: string }
  | { readonly call: 'write'; readonly name: string; readonly bytes: string }
  | { readonly call: 'rename'; readonly name: string; readonly to: string }
  /** What the program has promised by now. */
  | { readonly call: 'note'; readonly name: string };

/** Undefined until somebody watches. */
let shared = isMainThread ? undefined : (getEnvironmentData(KEY) as unknown as Shared | undefined);

/** From now on calls on what lies below this folder count; once for a process. With `record` they are written there. */
export function watchFiles(below: string, record?: string): void {
  const board = new Int32Array(new SharedArrayBuffer(WORDS * 4));
  shared = { below, board, record: record === undefined ? undefined : original.openSync(record, 'a') };
  setEnvironmentData(KEY, shared as never);
}

/** Lets the `at`th call from now on go wrong; counts only unless given. */
export function arm(mishap: Mishap = 'none', at = 0): void {
  const { board } = shared!;
  board.set([MISHAPS.indexOf(mishap), 0, at, 0]);
}

/** Back to normal: how many calls there were, and whether the mishap came to pass. */
export function disarm(): { calls: number; happened: boolean } {
  const { board } = shared!;
  const outcome = { calls: board[COUNT]!, happened: board[HAPPENED] === 1 };
  board.fill(0);
  return outcome;
}

export function note(name: string): void {
  record({ call: 'note', name });
}

const original = { ...fs };

interface Call {
  readonly name: string;
  readonly path: string;
  readonly changes: boolean;
}

/** Counts the call; what shall become of it. */
function meet({ name, path, changes }: Call): Mishap {
  if (!shared || !path.startsWith(shared.below)) return 'none';
  const { board } = shared;
  const mishap = MISHAPS[board[MISHAP]!]!;
  if (mishap === 'short' || mishap === 'delay') return mishap;
  if (!changes && (mishap === 'ENOSPC' || mishap === 'kill')) return 'none';
  if (name !== 'write' && mishap === 'tear') return 'none';
  const call = Atomics.add(board, COUNT, 1) + 1;
  const isIt = mishap === 'gone' ? call >= board[AT]! : call === board[AT];
  if (!isIt || mishap === 'none') return 'none';
  if (mishap === 'kill') process.kill(process.pid, 'SIGKILL');
  Atomics.store(board, HAPPENED, 1);
  return mishap === 'gone' ? 'EIO' : mishap;
}

function failure(code: string, { name, path }: Call): Error {
  const text = code === 'ENOSPC' ? 'no space left on device' : 'i/o error';
  const errno = -os.constants.errno[code as 'EIO'];
  return Object.assign(new Error(`${code}: ${text}, ${name} '${path}'`), { code, errno, syscall: name, path });
}

function record(what: Recorded): void {
  if (shared?.record !== undefined) original.writeSync(shared.record, `${JSON.stringify(what)}\n`);
}

function recordName(path: string, what: (name: string) => Recorded): void {
  if (shared?.record !== undefined && path.startsWith(shared.below)) record(what(path.slice(shared.below.length + 1)));
}

/** A call that changes something; `half` does a part of it. */
async function changing<T>(call: Call, act: () => Promise<T>, half?: () => Promise<T>): Promise<T> {
  const mishap = meet(call);
  if (mishap === 'short' && half) return await half();
  if (mishap === 'delay') await pause();
  if (mishap === 'tear') await half?.();
  if (mishap === 'tear') throw failure('EIO', call);
  if (mishap === 'EIO' || mishap === 'ENOSPC') throw failure(mishap, call);
  return await act();
}

async function looking<T>(call: Call, act: () => Promise<T>): Promise<T> {
  const answer = await act();
  const mishap = meet(call);
  if (mishap === 'delay') await pause();
  if (mishap === 'EIO') throw failure(mishap, call);
  return answer;
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
}

/** Also of a name below a descriptor, as a restore uses them. */
function pathOf(place: unknown): string {
  const text = typeof place === 'number' ? `/proc/self/fd/${place}` : String(place as PathLike);
  const below = /^\/proc\/self\/fd\/(\d+)(.*)$/s.exec(text);
  if (!below) return text;
  try {
    return `${original.readlinkSync(`/proc/self/fd/${below[1]}`)}${below[2]}`;
  } catch {
    return text;
  }
}

function wrapHandle(handle: FileHandle, path: string): FileHandle {
  const { write, sync, read, stat, close } = handle;
  const call = (name: string, changes: boolean): Call => ({ name, path, changes });
  const written = async (bytes: Buffer, offset: number, length: number) => {
    const done = await (write as (...args: unknown[]) => Promise<{ bytesWritten: number }>).call(handle, bytes, offset, length);
    const taken = Buffer.from(bytes.subarray(offset, offset + done.bytesWritten));
    recordName(path, (name) => ({ call: 'write', name, bytes: taken.toString('base64') }));
    return done;
  };
  return Object.assign(handle, {
    write: (bytes: Buffer, offset = 0, length = bytes.length - offset) =>
      changing(
        call('write', true),
        () => written(bytes, offset, length),
        () => written(bytes, offset, Math.ceil(length / 2)),
      ),
    sync: () => changing(call('fsync', true), () => sync.call(handle)).then(() => recordName(path, (name) => ({ call: 'sync', name }))),
    read: (...args: unknown[]) =>
      looking(call('read', false), () => (read as (...args: unknown[]) => Promise<unknown>).apply(handle, args)),
    stat: () => looking(call('fstat', false), () => stat.call(handle)),
    close: () => looking(call('close', false), () => close.call(handle)),
  });
}

/** The calls of fs/promises: what a store uses. */
function wrapPromises(): void {
  const { open, stat, readdir, rename, unlink, mkdir } = promises;
  const changes = true;
  const calls = {
    open: async (place: PathLike, flags: number, mode?: number) => {
      const path = String(place);
      const makes = (flags & fs.constants.O_CREAT) !== 0;
      const handle = makes
        ? await changing({ name: 'open', path, changes }, () => open(place, flags, mode))
        : await opened(path, () => open(place, flags, mode));
      if (makes) recordName(path, (name) => ({ call: 'open', name }));
      return wrapHandle(handle, path);
    },
    stat: (path: string) => looking({ name: 'stat', path, changes: false }, () => stat(path)),
    readdir: (path: string, options?: never) => looking({ name: 'scandir', path, changes: false }, () => readdir(path, options)),
    rename: async (path: string, to: string) => {
      await changing({ name: 'rename', path, changes }, () => rename(path, to));
      recordName(path, (name) => ({ call: 'rename', name, to: to.slice(shared!.below.length + 1) }));
    },
    unlink: async (path: string) => {
      await changing({ name: 'unlink', path, changes }, () => unlink(path));
      recordName(path, (name) => ({ call: 'unlink', name }));
    },
    mkdir: async (path: string, options?: never) => {
      await changing({ name: 'mkdir', path, changes }, () => mkdir(path, options));
      recordName(path, (name) => ({ call: 'mkdir', name }));
    },
  };
  Object.assign(promises, calls);
}

async function opened(path: string, open: () => Promise<FileHandle>): Promise<FileHandle> {
  const handle = await open();
  const call: Call = { name: 'open', path, changes: false };
  const mishap = meet(call);
  if (mishap !== 'EIO') return handle;
  await handle.close();
  throw failure(mishap, call);
}

/** The synchronous calls: what a restore uses for the names in its target, and the threads for bytes. */
function wrapSynchronous(): void {
  const names = ['mkdirSync', 'renameSync', 'linkSync', 'unlinkSync', 'rmdirSync', 'symlinkSync', 'writeSync', 'ftruncateSync'] as const;
  for (const name of names) {
    const act = original[name] as (...args: unknown[]) => unknown;
    const wrapped = (...args: unknown[]) => {
      const call = { name: name.slice(0, -4), path: pathOf(args[name === 'symlinkSync' ? 1 : 0]), changes: true };
      const mishap = meet(call);
      if (mishap === 'EIO' || mishap === 'ENOSPC') throw failure(mishap, call);
      if (mishap === 'tear') throw failure('EIO', call);
      if (mishap === 'short' && name === 'writeSync') args[3] = Math.ceil((args[3] as number) / 2);
      return act(...args);
    };
    Object.assign(fs, { [name]: wrapped });
  }
  const { openSync } = original;
  const open = (place: PathLike, flags: number, mode?: number) => {
    const call = { name: 'open', path: pathOf(place), changes: (flags & fs.constants.O_CREAT) !== 0 };
    const mishap = call.changes ? meet(call) : 'none';
    if (mishap === 'EIO' || mishap === 'ENOSPC') throw failure(mishap, call);
    return openSync(place, flags, mode);
  };
  Object.assign(fs, { openSync: open });
  for (const name of ['write', 'ftruncate', 'fdatasync'] as const) {
    const act = promisify(original[name] as (...args: unknown[]) => void) as unknown as (...args: unknown[]) => Promise<unknown>;
    const wrapped = (...args: unknown[]) => changing({ name, path: pathOf(args[0]), changes: true }, () => act(...args));
    const withCallback = (...args: unknown[]) => (original[name] as (...args: unknown[]) => void)(...args);
    Object.assign(fs, { [name]: Object.assign(withCallback, { [promisify.custom]: wrapped }) });
  }
}

/** Threads load this file before anything else. */
class WatchedWorker extends Worker {
  constructor(file: URL, options: WorkerOptions) {
    super(file, { ...options, execArgv: ['--import', import.meta.url] });
  }
}

wrapPromises();
wrapSynchronous();
threads.Worker = WatchedWorker;
syncBuiltinESMExports();
