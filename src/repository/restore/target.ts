/**
 * The folder a restore writes into: makes what a tree can hold, and nothing anywhere else.
 *
 * Owns: names. Every entry appears under its name in one step and complete but for folders, which are finished
 * once nothing is made in them any more. Does not own: which entries, their bytes, in which order (restore.ts).
 * Invariants: nothing is made or changed outside the root (open-folders.ts). Without `overwrite` nothing that was there is changed,
 * folders are shared and keep their metadata, unless an earlier restore did not finish them. With it, one entry takes the place of another, but a folder that holds anything never
 * goes. Paths are those of the tree, relative; what is in the way is a Fault 'restore.target.occupied' and harms nothing else.
 * Calls on names are synchronous, as open-folders.ts demands; bytes are written asynchronously.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import path from 'node:path';
import { type ByteString, type Entry, Fault, isFault, makeFolders, toBytes } from '../../base/index.ts';
import { makeSpecialFile, type SpecialType } from '../../posix/index.ts';
import { isUnfinishedFolder, removeLeftovers, temporaryBeside, UNFINISHED_MODE } from './leftovers.ts';
import { type Metadata, MetadataWriter, type OnShortfall, type Shortfalls } from './metadata.ts';
import { OpenFolders, openUntouched, pathOfDescriptor } from './open-folders.ts';
import { asTargetFault } from './target-fault.ts';
import { type Naming, TargetFile } from './target-file.ts';
import { NO_HARD_LINKS, nameIfFree, nameTaken, removeIfThere, statOf } from './target-names.ts';

export interface TargetOptions {
  /** Whether an entry may take the place of what has its name. */
  readonly overwrite?: boolean;
  /** Whether pages of zeros become holes. */
  readonly sparse?: boolean;
  /** Told of metadata that could not be set, but for owners without root's rights. */
  readonly onShortfall?: (path: ByteString, ...what: Parameters<OnShortfall>) => void;
}

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;

export class RestoreTarget implements Disposable {
  readonly #folders: OpenFolders;
  readonly #metadata = new MetadataWriter();
  readonly #mayReplace: boolean;
  readonly #isSparse: boolean;
  readonly #tell: NonNullable<TargetOptions['onShortfall']>;

  /** Makes the folder when it is not there. Throws Fault 'restore.target.unwritable'. */
  static open(root: string, options: TargetOptions = {}): RestoreTarget {
    try {
      makeFolders(path.resolve(root));
      removeLeftovers(`${path.resolve(root)}/.`);
      return new RestoreTarget(new OpenFolders(root), options);
    } catch (error) {
      const fault = asTargetFault(error);
      if (!isFault(fault)) throw fault;
      throw new Fault(fault.code, `Nothing can be restored to ${root}: ${fault.message}.`, { cause: error });
    }
  }

  private constructor(folders: OpenFolders, options: TargetOptions) {
    this.#folders = folders;
    this.#mayReplace = options.overwrite ?? false;
    this.#isSparse = options.sparse ?? false;
    this.#tell = options.onShortfall ?? (() => {});
  }

  get shortfalls(): Shortfalls {
    return this.#metadata.shortfalls;
  }

  /** Makes a folder that only its owner may enter until it is finished, or takes the one that is there. */
  makeFolder(path: ByteString): TargetFolder {
    return this.#at(path, (place) => {
      const there = statOf(place);
      const isNew = !there?.isDirectory();
      if (isNew) {
        if (there) this.#makeWay(path, place, there);
        mkdirSync(place, UNFINISHED_MODE);
      } else removeLeftovers(place);
      const isOurs = isNew || this.#mayReplace || (there !== undefined && isUnfinishedFolder(there));
      return { isNew, finish: (metadata) => void (isOurs && this.#finishFolder(path, metadata)) };
    });
  }

  /**
   * Whether an entry is there as it would be restored: a file of the same size and modification time, a link with the same target, the
   * same device. So a restore that was interrupted can be run again. Contents are not read; a verification does that.
   */
  holds(path: ByteString, node: Pick<Entry, 'sizeBytes' | 'mtimeNs' | 'linkTarget' | 'device'> & { readonly type: string }): boolean {
    return this.#at(path, (place) => {
      const there = lstatSync(place, { bigint: true, throwIfNoEntry: false });
      if (node.type === 'file') return there?.isFile() === true && there.size === BigInt(node.sizeBytes) && there.mtimeNs === node.mtimeNs;
      if (node.type === 'symlink') return there?.isSymbolicLink() === true && readlinkSync(place, 'latin1') === node.linkTarget;
      return there !== undefined && isSameSpecial(there, node);
    });
  }

  /** Whether something else than a folder is there that was changed after the entry was. */
  holdsYounger(path: ByteString, { mtimeNs }: Pick<Entry, 'mtimeNs'>): boolean {
    return this.#at(path, (place) => {
      const there = lstatSync(place, { bigint: true, throwIfNoEntry: false });
      return there !== undefined && !there.isDirectory() && there.mtimeNs > mtimeNs;
    });
  }

  /** Begins a file; it gets its name when it is finished. */
  createFile(path: ByteString): TargetFile {
    return this.#at(path, (place) => {
      const there = statOf(place);
      if (there) this.#mustGiveWay(there);
      const temporary = temporaryBeside(path);
      const fd = openSync(this.#folders.place(temporary), O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o600);
      const naming: Naming = {
        isReplacing: there !== undefined,
        publish: (open, metadata) => {
          this.#metadata.set(open, metadata, this.#toldOf(path));
          this.#at(path, () => this.#publish(temporary, path));
        },
        remove: () => this.#at(path, () => removeIfThere(this.#folders.place(temporary))),
      };
      return new TargetFile(path, fd, { naming, isSparse: this.#isSparse });
    });
  }

  makeSymlink(path: ByteString, target: ByteString, metadata: Metadata): void {
    if (target === '' || target.includes('\0')) throw new Fault('repository.damaged', 'no link can have such a target');
    this.#make(path, (place) => {
      symlinkSync(toBytes(target), place);
      this.#metadata.set(place, metadata, this.#toldOf(path));
    });
  }

  /** Devices need root's rights. Whether they can be used is for the target's mount to decide (nodev). */
  makeSpecial(path: ByteString, type: SpecialType, metadata: Metadata & Pick<Entry, 'device'>): void {
    this.#make(path, (place) => {
      makeSpecialFile(place, type, { mode: 0o600, device: metadata.device ?? 0n });
      this.#metadata.set(place, metadata, this.#toldOf(path));
    });
  }

  /** Another name for a finished entry of this target; 'unsupported' where the file system has none, or no more of them. */
  makeHardLink(path: ByteString, existing: ByteString): 'made' | 'unsupported' {
    try {
      this.#make(path, (place) => linkSync(this.#folders.place(existing), place));
      return 'made';
    } catch (error) {
      if (isFault(error) && NO_HARD_LINKS.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? '')) return 'unsupported';
      throw error;
    }
  }

  /** Opens a restored file to read it back, and nothing but a plain file. The caller closes the descriptor. */
  openForReading(path: ByteString): number {
    return this.#at(path, (place) => {
      const fd = openUntouched(place);
      try {
        if (!fstatSync(fd).isFile()) throw new Fault('restore.target.occupied', 'it is no file any more');
        return openSync(pathOfDescriptor(fd), O_RDONLY);
      } finally {
        closeSync(fd);
      }
    });
  }

  [Symbol.dispose](): void {
    this.#folders[Symbol.dispose]();
  }

  #finishFolder(path: ByteString, metadata: Metadata): void {
    this.#at(path, (place) => {
      const fd = openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      try {
        this.#metadata.set(fd, metadata, this.#toldOf(path));
      } finally {
        closeSync(fd);
      }
    });
  }

  /** Makes an entry under a temporary name and then gives it its own. */
  #make(path: ByteString, make: (place: Buffer) => void): void {
    this.#at(path, (place) => {
      const there = statOf(place);
      if (there) this.#mustGiveWay(there);
      const temporary = temporaryBeside(path);
      try {
        make(this.#folders.place(temporary));
        this.#publish(temporary, path);
      } catch (error) {
        removeIfThere(this.#folders.place(temporary));
        throw error;
      }
    });
  }

  #publish(temporary: ByteString, path: ByteString): void {
    const [from, to] = [this.#folders.place(temporary), this.#folders.place(path)];
    if (this.#mayReplace) {
      const there = statOf(to);
      if (there?.isDirectory()) this.#makeWay(path, to, there);
      renameSync(from, to);
      // Of two names of the same file, rename removes neither.
      removeIfThere(from);
    } else {
      nameIfFree(from, to);
    }
  }

  #makeWay(path: ByteString, place: Buffer, there: Stats): void {
    this.#mustGiveWay(there);
    if (there.isDirectory()) {
      rmdirSync(place);
      this.#folders.forget(path);
    } else {
      unlinkSync(place);
    }
  }

  #mustGiveWay(there: Stats): void {
    if (!this.#mayReplace) throw nameTaken(there);
  }

  #toldOf(path: ByteString): OnShortfall {
    return (kind, error) => this.#tell(path, kind, error);
  }

  #at<T>(path: ByteString, act: (place: Buffer) => T): T {
    try {
      this.#folders.trim();
      return act(this.#folders.place(path));
    } catch (error) {
      throw asTargetFault(error);
    }
  }
}

function isSameSpecial(there: BigIntStats, { type, device = 0n }: Pick<Entry, 'device'> & { readonly type: string }): boolean {
  if (type === 'fifo') return there.isFIFO();
  const isSameKind = type === 'dev' ? there.isBlockDevice() : type === 'chardev' && there.isCharacterDevice();
  return isSameKind && there.rdev === device;
}

/** A folder of the target. */
export interface TargetFolder {
  readonly isNew: boolean;
  /** Sets the metadata, once everything below is made: a folder's own time changes with every name in it. One that was there and finished keeps its own unless `overwrite`. */
  finish(metadata: Metadata): void;
}
