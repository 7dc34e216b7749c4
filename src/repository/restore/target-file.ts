/**
 * One file being restored: it has a temporary name until it is whole, so an interrupted restore leaves no half file under a real name.
 *
 * Invariant: the file is new, so pages of zeros can be left out as holes. Bytes may come in any order.
 */
import { closeSync, fdatasync, fstatSync, ftruncate, write } from 'node:fs';
import { promisify } from 'node:util';
import type { ByteString } from '../../base/index.ts';
import type { Metadata } from './metadata.ts';
import { dataRuns } from './sparse.ts';
import { asTargetFault } from './target-fault.ts';

const writeAt = promisify(write);
const truncate = promisify(ftruncate);
const flush = promisify(fdatasync);

/** What the target does for a file: give it its metadata and its name, or take it away. */
export interface Naming {
  /** With an existing file to replace, whose bytes must not be gone before these are on the disk. */
  readonly isReplacing: boolean;
  publish(fd: number, metadata: Metadata): void;
  remove(): void;
}

export class TargetFile implements AsyncDisposable {
  readonly path: ByteString;
  readonly #fd: number;
  readonly #naming: Naming;
  readonly #isSparse: boolean;
  #isOpen = true;

  constructor(path: ByteString, fd: number, { naming, isSparse }: { naming: Naming; isSparse: boolean }) {
    this.path = path;
    this.#fd = fd;
    this.#naming = naming;
    this.#isSparse = isSparse;
  }

  /** For the threads of the same process that write into it; theirs to use until the file is finished or disposed. */
  get descriptor(): number {
    return this.#fd;
  }

  /** Writes `bytes` at `offset`. Throws Fault 'restore.target.full' or 'restore.target.unwritable'. */
  async write(bytes: Buffer, offset: number): Promise<void> {
    const runs = this.#isSparse ? dataRuns(bytes, offset) : [{ start: 0, end: bytes.length }];
    try {
      for (const { start, end } of runs) {
        for (let at = start; at < end; ) at += (await writeAt(this.#fd, bytes, at, end - at, offset + at)).bytesWritten;
      }
    } catch (error) {
      throw asTargetFault(error);
    }
  }

  /** Ends the file at `sizeBytes`, sets its metadata and gives it its name. Throws Fault 'restore.target.occupied' when that is taken by now. */
  async finish(metadata: Metadata, sizeBytes: number): Promise<void> {
    try {
      // Only a hole at its end, or a part that is lost, leaves it shorter.
      if (fstatSync(this.#fd).size !== sizeBytes) await truncate(this.#fd, sizeBytes);
      if (this.#naming.isReplacing) await flush(this.#fd);
      this.#naming.publish(this.#fd, metadata);
      this.#close();
    } catch (error) {
      throw asTargetFault(error);
    }
  }

  /** Takes the file away unless it is finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOpen) return;
    this.#close();
    this.#naming.remove();
  }

  #close(): void {
    this.#isOpen = false;
    closeSync(this.#fd);
  }
}
