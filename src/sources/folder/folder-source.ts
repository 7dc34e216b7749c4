/**
 * `folderSource`: folders and files of this machine as a source.
 *
 * Owns: turning what the folder tree finds into entries, and letting the event loop in meanwhile.
 * File system calls are synchronous: a source runs in a thread that may block, and a call costs a tenth of its promise.
 */
import path from 'node:path/posix';
import { type ByteString, childPath, Fault, isFault, toBytes, toDisplay } from '../../base/index.ts';
import { type DescribeOptions, describe } from '../../posix/index.ts';
import type { Listed, Source, Totals } from '../source.ts';
import { type ExcludeOptions, FolderTree, type Found } from './folder-tree.ts';
import { Pace } from './pace.ts';
import { vanishedOrUnreadable } from './source-fault.ts';

export interface FolderSourceOptions extends ExcludeOptions {
  /** What relative targets are relative to; the process's working directory unless given. */
  readonly cwd?: string | undefined;
  /** Record access times; without it they are the modification times. */
  readonly withAtime?: boolean | undefined;
}

/**
 * Folders and files of this machine. A target that is not there or cannot be asked is listed as unreadable beside those that are;
 * when none is there, throws Fault 'backup.source.missing' or 'backup.source.unreadable'. 'input.invalid' when nothing is named or
 * everything is excluded.
 */
export function folderSource(targets: readonly string[], options: FolderSourceOptions = {}): Source {
  const cwd = options.cwd ?? process.cwd();
  const tree = new FolderTree(targets, { ...options, cwd });
  const pace = new Pace();
  const absent = new Set(tree.absent.map(({ path: at }) => toDisplay(at)));
  return {
    paths: [...new Set(targets.map((target) => path.resolve(cwd, target)))].filter((at) => !absent.has(at)),
    excludes: options.excludes ?? [],
    localPath: (inTree) => toBytes((tree.machinePath(inTree) || '/') as ByteString),
    list: (folder, signal) => listFolder(tree, folder, { pace, signal, withAtime: options.withAtime ?? false }),
    measure: (signal) => measureTree(tree, signal),
  };
}

interface ListOptions {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly withAtime: boolean;
}

async function* listFolder(tree: FolderTree, folder: ByteString, { pace, signal, withAtime }: ListOptions): AsyncGenerator<Listed> {
  signal.throwIfAborted();
  for (const found of tree.contents(folder)) {
    if (pace.isRestDue()) await pace.rest(signal);
    signal.throwIfAborted();
    yield found.kind === 'found' ? listed(found, withAtime) : found;
  }
}

function listed({ name, path, stats }: Found & { kind: 'found' }, withAtime: boolean): Listed {
  let incomplete: Fault | undefined;
  const onAttributeUnreadable: DescribeOptions['onAttributeUnreadable'] = (cause) => {
    incomplete = new Fault('backup.source.unreadable', `an extended attribute of ${path.toString()} cannot be read: ${cause.message}`, {
      cause,
    });
  };
  try {
    const entry = describe(path, name, { withAtime, stats, onAttributeUnreadable });
    return incomplete ? { kind: 'entry', entry, incomplete } : { kind: 'entry', entry };
  } catch (error) {
    return { kind: 'unreadable', name, reason: vanishedOrUnreadable(error, path.toString('latin1') as ByteString) };
  }
}

async function* measureTree(tree: FolderTree, signal: AbortSignal): AsyncGenerator<Totals> {
  const pace = new Pace();
  let files = 0;
  let bytes = 0;
  const waiting: ByteString[] = ['' as ByteString];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const found of readableContents(tree, folder)) {
      if (pace.isRestDue()) {
        await pace.rest(signal);
        yield { files, bytes };
      }
      if (found.kind === 'unreadable') continue;
      const { stats, name } = found;
      if (stats.isDirectory()) waiting.push(childPath(folder, name));
      if (!stats.isFile()) continue;
      files++;
      bytes += Number(stats.size);
    }
  }
  signal.throwIfAborted();
  yield { files, bytes };
}

/** An estimate does without folders that cannot be listed; the backup itself reports them. */
function* readableContents(tree: FolderTree, folder: ByteString): Generator<Found> {
  try {
    yield* tree.contents(folder);
  } catch (error) {
    if (!isFault(error, 'backup.source.missing', 'backup.source.unreadable')) throw error;
  }
}
