/**
 * `Store`: where a repository lies. Holds files that are written once, whole, and never changed.
 *
 * Owns: names and bytes of files, durability of a finished write. Does not own: what the bytes mean.
 * Layout follows restic's design document, section "Repository Layout".
 */

import { Fault } from '../../base/index.ts';

/** The folders of a repository; `config` is a single file. */
export type FileKind = 'config' | 'keys' | 'snapshots' | 'index' | 'locks' | 'data';

/** The name under which the one `config` file is known. */
export const CONFIG_NAME = 'config';
/** The config of an older format, beside the new one until that one is proven. */
export const CONFIG_COPY_NAME = 'config.version-1';

export interface StoredFile {
  /** 64 lower-case hex digits, or `config`. */
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A file being written. Nobody sees it before `commit`; leaving it without a commit removes it. */
export interface StagedFile extends AsyncDisposable {
  append(bytes: Uint8Array): Promise<void>;
  /** Makes the file durable under `name`, in one step in place of one that is there. Power may go right after this resolves. */
  commit(name: string): Promise<void>;
}

/**
 * Every method throws Faults: 'store.file.missing', 'store.full', 'store.readonly', 'store.unreachable'.
 * All are idempotent: writing what is there and removing what is gone succeed.
 */
export interface Store {
  /** What the user typed to name it; opens the same store again in another thread. */
  readonly location: string;
  /** Makes the empty layout; what exists is kept. */
  create(): Promise<void>;
  /** Files of a kind in no order; names that are not file IDs (left-overs of a crash) are left out. */
  list(kind: FileKind): AsyncIterable<StoredFile>;
  stat(kind: FileKind, name: string): Promise<StoredFile | undefined>;
  /** The whole file, or exactly `range` of it; a file that is too short is 'repository.damaged'. */
  read(kind: FileKind, name: string, range?: ByteRange): Promise<Buffer>;
  /** Where a file lies in the file system of this machine; absent when the store is elsewhere. */
  pathOf?(kind: FileKind, name: string): string;
  stage(kind: FileKind): Promise<StagedFile>;
  remove(kind: FileKind, name: string): Promise<void>;
  /** Removes what writes that were cut off left behind, and says how many bytes. Only for who is alone in the store; locks stay. */
  sweep(): Promise<number>;
}

/**
 * The files of a kind, of a repository that was there before. Throws 'store.unreachable' when it is gone: an unplugged disk
 * leaves an empty folder behind, which must not pass for a repository that holds nothing.
 */
export async function* listThere(store: Store, kind: FileKind): AsyncGenerator<StoredFile> {
  let isEmpty = true;
  for await (const file of store.list(kind)) {
    isEmpty = false;
    yield file;
  }
  if (isEmpty) await refuseGone(store);
}

/** Throws 'store.unreachable' when a repository that was there is gone. */
export async function refuseGone(store: Store): Promise<void> {
  if (await store.stat('config', CONFIG_NAME)) return;
  const message = `The repository in ${store.location} is no longer there. Is its disk still plugged in?`;
  throw new Fault('store.unreachable', message, { retryable: true });
}

/** Writes a small file whole and durably. */
export async function writeFile(store: Store, kind: FileKind, name: string, bytes: Uint8Array): Promise<void> {
  await using staged = await store.stage(kind);
  await staged.append(bytes);
  await staged.commit(name);
}

/** Whether a name is a file ID: the SHA-256 of the stored bytes in lower-case hex. */
export function isFileId(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
