/**
 * A repository in a folder: a disk of the box, a mounted medium, any local path.
 *
 * Invariants: a file appears under its name only when its bytes are durable (temporary name, fsync, rename, fsync of the folder);
 * what says that something is needed, or may be used, is durably gone before what it speaks of can go.
 * Follows restic's local backend: folders 0700, files 0400, packs in 256 sub-folders by their first two hex digits.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Fault, makeFolders } from '../../base/index.ts';
import { type ByteRange, CONFIG_NAME, type FileKind, isFileId, type StagedFile, type Store, type StoredFile } from './store.ts';

const FOLDERS: readonly FileKind[] = ['keys', 'snapshots', 'index', 'locks', 'data'];
/**
 * After a power cut none of these may be back: a snapshot or an index file whose packs are gone by then, an old password.
 * A pack or a lock that is back only takes room, or goes stale, so many of them go without a wait for the disk.
 */
const GONE_FOR_GOOD: ReadonlySet<FileKind> = new Set(['keys', 'snapshots', 'index']);

export function folderStore(location: string): Store {
  const root = path.resolve(location);

  const folderOf = (kind: FileKind, name: string): string => {
    if (kind === 'config') return root;
    return kind === 'data' ? path.join(root, kind, name.slice(0, 2)) : path.join(root, kind);
  };
  const pathOf = (kind: FileKind, name: string): string => path.join(folderOf(kind, name), name);

  return {
    location: root,

    async create() {
      try {
        for (const kind of FOLDERS) makeFolders(path.join(root, kind), 0o700);
        for (let byte = 0; byte < 256; byte++) makeFolders(path.join(root, 'data', hexByte(byte)), 0o700);
        for (const folder of [path.join(root, 'data'), root, path.dirname(root)]) await syncFolder(folder);
      } catch (error) {
        throw storeFault(error, `create the repository folder ${root}`);
      }
    },

    async *list(kind) {
      if (kind === 'config') {
        const config = await this.stat(kind, CONFIG_NAME);
        if (config) yield config;
        return;
      }
      const folders =
        kind === 'data' ? Array.from({ length: 256 }, (_, byte) => path.join(root, kind, hexByte(byte))) : [path.join(root, kind)];
      for (const folder of folders) yield* filesIn(folder);
    },

    async stat(kind, name) {
      try {
        const { size } = await stat(pathOf(kind, name));
        return { name, sizeBytes: size };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw readFault(error, `look at ${pathOf(kind, name)}`);
      }
    },

    async read(kind, name, range) {
      const file = pathOf(kind, name);
      try {
        await using handle = await open(file, constants.O_RDONLY);
        const { size } = await handle.stat();
        return await readRange(handle, { file, size }, range ?? { offset: 0, length: size });
      } catch (error) {
        throw readFault(error, `read ${file}`);
      }
    },

    pathOf,

    async stage(kind) {
      // Packs are staged beside the folders of packs: the name, and so the folder, is known only at the end.
      const folder = kind === 'data' ? path.join(root, kind) : folderOf(kind, '');
      return await stageIn(folder, (name) => pathOf(kind, name));
    },

    async remove(kind, name) {
      try {
        await unlink(pathOf(kind, name)).catch(ignoreMissing);
        if (GONE_FOR_GOOD.has(kind)) await syncFolder(folderOf(kind, name));
      } catch (error) {
        if (!isMissing(error)) throw storeFault(error, `remove ${pathOf(kind, name)}`);
      }
    },

    async sweep() {
      const folders = [root, ...FOLDERS.filter((kind) => kind !== 'locks').map((kind) => path.join(root, kind))];
      const packFolders = Array.from({ length: 256 }, (_, byte) => path.join(root, 'data', hexByte(byte)));
      let bytes = 0;
      for (const folder of [...folders, ...packFolders]) bytes += await sweepFolder(folder);
      return bytes;
    },
  };
}

async function* filesIn(folder: string): AsyncGenerator<StoredFile> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return; // restic makes the folders of packs on demand
    throw readFault(error, `list ${folder}`);
  }
  const files = names.filter(isFileId);
  for (let start = 0; start < files.length; start += LOOKS_AT_ONCE) {
    const looks = files.slice(start, start + LOOKS_AT_ONCE).map((name) => lookAt(folder, name));
    for (const file of await Promise.all(looks)) if (file) yield file;
  }
}

const LOOKS_AT_ONCE = 32;

/** Undefined when it is gone. */
async function lookAt(folder: string, name: string): Promise<StoredFile | undefined> {
  try {
    return { name, sizeBytes: (await stat(path.join(folder, name))).size };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw readFault(error, `look at ${path.join(folder, name)}`);
  }
}

/** Our own temporary names and restic's. */
const TEMPORARY = /^tmp-[0-9a-f]{16}$|^[0-9a-f]{64}-tmp-\d+$/;

async function sweepFolder(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for (const name of await readdir(folder)) {
      if (!TEMPORARY.test(name)) continue;
      const file = path.join(folder, name);
      bytes += (await stat(file)).size;
      await unlink(file);
    }
  } catch (error) {
    if (!isMissing(error)) throw storeFault(error, `clear ${folder}`);
  }
  return bytes;
}

async function readRange(handle: FileHandle, { file, size }: { file: string; size: number }, range: ByteRange): Promise<Buffer> {
  const wanted = range.offset + range.length;
  if (wanted > size) throw cutOff(file, size, wanted); // before a length that may be nonsense is allocated
  const bytes = Buffer.allocUnsafe(range.length);
  let filled = 0;
  while (filled < range.length) {
    const { bytesRead } = await handle.read(bytes, filled, range.length - filled, range.offset + filled);
    if (bytesRead === 0) throw cutOff(file, range.offset + filled, wanted);
    filled += bytesRead;
  }
  return bytes;
}

function cutOff(file: string, end: number, wanted: number): Fault {
  return new Fault('repository.damaged', `${file} is cut off: it ends at byte ${end}, but ${wanted} bytes are expected.`);
}

async function stageIn(folder: string, pathOf: (name: string) => string): Promise<StagedFile> {
  const temporary = path.join(folder, `tmp-${randomBytes(8).toString('hex')}`);
  let handle: FileHandle | undefined;
  let isCommitted = false;
  try {
    handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o400);
  } catch (error) {
    throw writeFault(error, `write to ${folder}`);
  }
  const file = handle;
  const close = async () => {
    handle = undefined;
    await file.close();
  };
  return {
    async append(bytes) {
      try {
        let written = 0;
        while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
      } catch (error) {
        throw writeFault(error, `write ${temporary}`);
      }
    },
    async commit(name) {
      const target = pathOf(name);
      try {
        await file.sync();
        await close();
        await renameInto(temporary, target);
        isCommitted = true;
        await syncFolder(path.dirname(target));
      } catch (error) {
        throw writeFault(error, `write ${target}`);
      }
    },
    async [Symbol.asyncDispose]() {
      if (isCommitted) return;
      // What went wrong before is the news; a temporary file that stays behind harms nobody.
      if (handle) await close().catch(() => {});
      await unlink(temporary).catch(() => {});
    },
  };
}

/** Makes the folder of a pack when it is not there yet, but never the repository around it: that one may just be unplugged. */
async function renameInto(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const folder = path.dirname(target);
    await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting); // another thread may have been faster
    await syncFolder(path.dirname(folder));
    await rename(temporary, target);
  }
}

/** Makes a rename durable. File systems that cannot sync folders (exFAT, some network ones) answer EINVAL: theirs is no journal to wait for. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** Of a file that cannot be written, ENOENT says that its folder is gone, and with it the store. */
function writeFault(error: unknown, doing: string): unknown {
  if (codeOf(error) !== 'ENOENT') return storeFault(error, doing);
  const message = `Cannot ${doing}: the repository's folder is gone. Is its disk still plugged in?`;
  return new Fault('store.unreachable', message, { cause: error, retryable: true });
}

/** A file that may not be read is no store that may not be written. */
function readFault(error: unknown, doing: string): unknown {
  if (!['EACCES', 'EPERM'].includes(codeOf(error))) return storeFault(error, doing);
  return new Fault('store.unreachable', `Cannot ${doing}: this user may not read it.`, { cause: error });
}

/** Turns an error of the file system into a Fault that says what it means. */
function storeFault(thrown: unknown, doing: string): unknown {
  const error = firstOf(thrown);
  if (error instanceof Fault) return error;
  const because = { cause: error };
  switch (codeOf(error)) {
    case '':
      return error; // not the file system's: a defect of ours
    case 'ENOENT':
      return new Fault('store.file.missing', `Cannot ${doing}: it is not there.`, because);
    case 'ENOTDIR':
      return new Fault('store.unreachable', `Cannot ${doing}: a file stands where a folder should.`, because);
    case 'ENOSPC':
    case 'EDQUOT':
      return new Fault(
        'store.full',
        `Cannot ${doing}: the disk is full. What was backed up before is safe; free space and try again.`,
        because,
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new Fault('store.readonly', `Cannot ${doing}: the disk or folder may not be changed by this user.`, because);
    default:
      return new Fault('store.unreachable', `Cannot ${doing}: ${(error as Error).message}.`, { ...because, retryable: true });
  }
}

function codeOf(error: unknown): string {
  return String((firstOf(error) as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** On a disk that is going away, closing the file fails too; what failed before says more. */
function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
