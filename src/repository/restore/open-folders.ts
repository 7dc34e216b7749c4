/**
 * Folders of the target held open, so that every name is looked up in a folder known to lie inside and never through a path.
 *
 * Invariant: no link is followed below the root, not even one that appears while we work: each step opens one name with O_NOFOLLOW
 * in the folder opened before. `/proc/self/fd/N/name` is how Node, which has no openat, says "name in the open folder N"; it also
 * lifts the limit on the length of a path.
 * A place is valid until the next `trim`, so it is for system calls made at once, never for ones that wait.
 * Source: openat(2), "Rationale"; proc(5), /proc/pid/fd.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { type ByteString, Fault, toBytes, toDisplay } from '../../base/index.ts';
import { asTargetFault } from './target-fault.ts';

/** Linux's value on all architectures of the product; Node does not name it. */
const O_PATH = 0o10000000;
const HELD = 64;
/** Folders above an entry; each needs a descriptor while the entry is made. */
const DEEPEST = 2000;

export class OpenFolders implements Disposable {
  readonly #root: number;
  /** In order of use, the latest last. */
  readonly #held = new Map<ByteString, number>();

  /** `root` may be reached through links: whoever names it decides where it lies. */
  constructor(root: string | Buffer) {
    this.#root = openSync(root, O_PATH | constants.O_DIRECTORY);
  }

  /** Where `path` lies, for system calls; its folder must exist. Throws Fault 'restore.target.occupied' when a link or a file is in the way. */
  place(path: ByteString): Buffer {
    const cut = path.lastIndexOf('/');
    const folder = cut === -1 ? this.#root : this.#open(path.slice(0, cut) as ByteString);
    return placeIn(folder, path.slice(cut + 1), path);
  }

  /** Closes what was not used lately. Places given out before are no longer valid. */
  trim(): void {
    for (const [path, fd] of this.#held) {
      if (this.#held.size <= HELD) return;
      this.#held.delete(path);
      closeSync(fd);
    }
  }

  /** Forgets a folder that was replaced, and what was below it. */
  forget(path: ByteString): void {
    for (const [held, fd] of this.#held) {
      if (held !== path && !held.startsWith(`${path}/`)) continue;
      this.#held.delete(held);
      closeSync(fd);
    }
  }

  [Symbol.dispose](): void {
    for (const fd of this.#held.values()) closeSync(fd);
    this.#held.clear();
    closeSync(this.#root);
  }

  #open(path: ByteString): number {
    const held = this.#held.get(path);
    if (held === undefined) return this.#openBelow(path);
    this.#held.delete(path);
    this.#held.set(path, held);
    return held;
  }

  /** Opens one folder in the one above it, which is opened first where it is not held. */
  #openBelow(path: ByteString): number {
    if (this.#held.size > DEEPEST) throw new Fault('restore.target.unwritable', 'it lies too deep');
    const fd = openFolder(this.place(path));
    this.#held.set(path, fd);
    return fd;
  }
}

function openFolder(place: Buffer): number {
  try {
    return openSync(place, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    throw asTargetFault(error);
  }
}

/** Names come from a repository that may be hostile; a tree's decoder refuses bad ones, and so does this last door. */
function placeIn(folder: number, name: string, path: ByteString): Buffer {
  if (name === '' || name === '.' || name === '..' || name.includes('\0')) {
    throw new Fault('input.invalid', `no entry can be called like the end of ${JSON.stringify(toDisplay(path))}`);
  }
  return Buffer.concat([Buffer.from(`/proc/self/fd/${folder}/`), toBytes(name as ByteString)]);
}

/** The object behind an open descriptor, as a path that follows no link of the target. */
export function pathOfDescriptor(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

/** Opens whatever lies at `place` without touching it: a device is not started, a fifo does not wait, a link is not followed. */
export function openUntouched(place: Buffer): number {
  return openSync(place, O_PATH | constants.O_NOFOLLOW);
}
