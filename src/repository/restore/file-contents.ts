/**
 * Fills files that are being restored: gathers the blobs they need, has the crew fetch each pack's stretch once and write it.
 *
 * Owns: files under way, from their creation to their name. Invariant: a bounded number of files is open and of blobs noted,
 * whatever the size of the tree or of one file. A blob that cannot be had from one pack is tried from every other that has it;
 * a file of which something cannot be had at all is told, and never takes a name as if it were whole.
 */
import { type ByteString, Fault, isFault } from '../../base/index.ts';
import { loadBlob } from '../browse.ts';
import type { Crew } from '../crew/crew.ts';
import type { BlobToWrite, WriteBlobs } from '../crew/tasks.ts';
import { type LoadedIndex, packOf } from '../index/load.ts';
import { runsOf } from '../packs/runs.ts';
import type { Repository } from '../repository.ts';
import type { TreeNode } from '../trees/node.ts';
import type { TargetFile } from './target-file.ts';

/** Descriptors are scarce (1,024 a process is common): so many files gather, and as many again in each batch under way. */
const BATCH_FILES = 192;
const BATCHES = 2;
const BATCH_BLOBS = 4096;

export interface FileToFill {
  readonly path: ByteString;
  readonly node: TreeNode;
  readonly file: TargetFile;
}

export interface ContentsOptions {
  readonly repository: Repository;
  readonly crew: Crew;
  readonly isSparse: boolean;
  /** The file has all its bytes. */
  readonly onFilled: (filled: FileToFill) => Promise<void>;
  /** The file cannot have all its bytes. */
  readonly onFailed: (failed: FileToFill, why: Fault) => Promise<void>;
}

/** A file under way, and how many of its blobs are still to be written. */
interface Pending extends FileToFill {
  waiting: number;
  failure: Fault | undefined;
}

interface Wanted extends Omit<BlobToWrite, 'writes'> {
  readonly hex: string;
  readonly writes: { readonly fd: number; readonly at: number; readonly pending: Pending }[];
}

export class FileContents {
  readonly #options: ContentsOptions;
  /** Blobs wanted, by pack and then by place in it. */
  #batch = new Map<string, Map<number, Wanted>>();
  #files = 0;
  #blobs = 0;
  readonly #underWay: Promise<void>[] = [];

  constructor(options: ContentsOptions) {
    this.#options = options;
  }

  /** Why the file cannot be had as a whole, before anything is made of it. */
  async missingBlob({ content }: TreeNode): Promise<Fault | undefined> {
    const { table } = await this.#options.repository.index();
    const missing = content?.find((id) => !table.has(Buffer.from(id, 'hex'), 'data'));
    if (missing === undefined) return undefined;
    return new Fault('repository.blob.missing', `a part of it (blob ${missing}) is in no index`);
  }

  /** Takes a file on. Waits when too much is under way. */
  async add(file: FileToFill): Promise<void> {
    const content = file.node.content ?? [];
    const pending: Pending = { ...file, waiting: content.length, failure: undefined };
    this.#files++;
    if (content.length === 0) await this.#settle(pending);
    const index = await this.#options.repository.index();
    let at = 0;
    for (const hex of content) {
      at += this.#want(index, hex, { pending, at });
      if (this.#blobs >= BATCH_BLOBS) await this.flush();
    }
    if (this.#files >= BATCH_FILES) await this.flush();
  }

  /** Sends what has come together, once there is room for one more batch. */
  async flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = new Map();
    this.#files = 0;
    this.#blobs = 0;
    if (this.#underWay.length >= BATCHES) await this.#underWay.shift();
    const carriedOut = this.#carryOut(batch);
    carriedOut.catch(() => {}); // heard by a later flush or by finish
    this.#underWay.push(carriedOut);
  }

  /** Resolves when every file that was added is filled, or told. */
  async finish(): Promise<void> {
    await this.flush();
    await Promise.all(this.#underWay.splice(0));
  }

  /** Notes a blob; its plaintext's length. */
  #want(index: LoadedIndex, hex: string, { pending, at }: { pending: Pending; at: number }): number {
    const id = Buffer.from(hex, 'hex');
    const place = index.table.places(id, 'data')[0];
    const plainLength = index.table.plainLength(id, 'data');
    if (!place || plainLength === undefined) throw new Fault('repository.blob.missing', `a part of it (blob ${hex}) is in no index`);
    const pack = packOf(index, place);
    const inPack = this.#batch.get(pack) ?? new Map<number, Wanted>();
    this.#batch.set(pack, inPack);
    const { offset, length } = place;
    const wanted: Wanted = inPack.get(offset) ?? { id, hex, offset, length, plainLength: place.plainLength, writes: [] };
    inPack.set(offset, wanted);
    wanted.writes.push({ fd: pending.file.descriptor, at, pending });
    this.#blobs++;
    return plainLength;
  }

  async #carryOut(batch: ReadonlyMap<string, ReadonlyMap<number, Wanted>>): Promise<void> {
    const { crew, isSparse } = this.#options;
    const runs: Promise<void>[] = [];
    for (const [pack, wanted] of batch) {
      const inOrder = [...wanted.values()].sort((a, b) => a.offset - b.offset);
      for (const run of runsOf(inOrder)) {
        await crew.room();
        const blobs = run.blobs.map(({ id, offset, length, plainLength, writes }) => ({
          id,
          offset,
          length,
          plainLength,
          writes: writes.map(({ fd, at }) => ({ fd, at })),
        }));
        const writing = this.#carryOutRun({ pack, offset: run.offset, length: run.length, blobs, isSparse }, run.blobs);
        writing.catch(() => {}); // heard below
        runs.push(writing);
      }
    }
    await Promise.all(runs);
  }

  async #carryOutRun(order: WriteBlobs, wanted: readonly Wanted[]): Promise<void> {
    const { failed } = await this.#options.crew.run('write blobs', order);
    for (const index of failed) await this.#writeFromElsewhere(wanted[index]!);
    for (const { writes } of wanted) {
      for (const { pending } of writes) {
        pending.waiting--;
        if (pending.waiting === 0) await this.#settle(pending);
      }
    }
  }

  /** The blob from any place that has it whole; else its files are marked as failed. A full disk ends the restore. */
  async #writeFromElsewhere({ hex, writes }: Wanted): Promise<void> {
    try {
      const plain = await loadBlob(this.#options.repository, hex, 'data');
      for (const { pending, at } of writes) await pending.file.write(plain, at);
    } catch (error) {
      if (!isFault(error, 'repository.damaged', 'repository.blob.missing', 'restore.target.unwritable')) throw error;
      for (const { pending } of writes) pending.failure ??= error;
    }
  }

  async #settle(pending: Pending): Promise<void> {
    const { onFilled, onFailed } = this.#options;
    await (pending.failure ? onFailed(pending, pending.failure) : onFilled(pending));
  }
}
