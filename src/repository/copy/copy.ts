/**
 * Copy: snapshots of one repository into another one that does not have them yet.
 *
 * Owns: the order of things. Packs are durable before the index that names them, the index before any snapshot. So it may be cut off at
 * any moment: what is whole is used by the next copy, and no snapshot names what is not there.
 * Three ways, the cheapest that the two repositories allow: whole packs as files where the master key is shared, single blobs where
 * files are cut alike, and else what is larger than a chunk is cut anew, so that later backups to the target share data with it.
 * Source: restic's manual, "Copying snapshots between repositories"; that one never cuts anew.
 */
import path from 'node:path';
import { type ByteString, Fault, type Report } from '../../base/index.ts';
import { isSameKey } from '../crypto/seal.ts';
import type { PackContents } from '../index/files.ts';
import { withFreshIndex } from '../locking.ts';
import type { Repository } from '../repository.ts';
import { listSnapshots, type Snapshot, saveSnapshot } from '../snapshots.ts';
import { refuseGone } from '../stores/store.ts';
import { Broken, type BrokenEntry, brokenEntries } from './broken.ts';
import { Unreadable } from './convert.ts';
import { cutAnew } from './cut-anew.ts';
import { moveNeeded } from './move.ts';
import { markNeeded, NeededBlobs } from './needed.ts';
import { byOriginal, isAlike, originalOf } from './similar.ts';
import { isTwin, type Twins } from './twin-proof.ts';
import { ContentTwins, TreeTwins } from './twins.ts';

/** Packs as files; blobs; or content that is cut anew. */
export type CopyWay = 'packs' | 'blobs' | 'recut';

/** Why a snapshot could not be copied: the first thing in it that cannot be read, and how many there are. */
export interface CopyProblem {
  /** Undefined when the snapshot file itself cannot be read. */
  readonly snapshot: Snapshot | undefined;
  readonly path: ByteString | undefined;
  readonly message: string;
}

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Which of the snapshots are meant; all that can be read unless given. */
  readonly choose?: ((all: readonly Snapshot[]) => readonly Snapshot[]) | undefined;
  /** Stores nothing. `bytes` is then what is missing there, as it is stored here; cutting anew may find less. */
  readonly dryRun?: boolean | undefined;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  readonly onProblem?: ((problem: CopyProblem) => void) | undefined;
}

export interface CopiedSnapshot {
  readonly from: Snapshot;
  /** Undefined in a dry run. */
  readonly to: Snapshot | undefined;
}

export interface CopyResult {
  readonly way: CopyWay;
  readonly copied: readonly CopiedSnapshot[];
  /** Those that the target has already, and its own copies of them. */
  readonly there: readonly { readonly from: Snapshot; readonly to: Snapshot }[];
  /** How many times `onProblem` was told something. */
  readonly problems: number;
  /** Packs that were copied as files; and what was stored in all, packs' headers not counted. */
  readonly packsAsFiles: number;
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * Damage where it is copied from costs only the snapshots it is in. Throws what ends the work: 'input.invalid' for one and the same
 * repository, locks, the stores' Faults ('store.full'), 'cancelled' or the signal's Fault.
 */
export async function copySnapshots(from: Repository, to: Repository, options: CopyOptions): Promise<CopyResult> {
  if (path.resolve(from.store.location) === path.resolve(to.store.location))
    throw new Fault('input.invalid', 'A repository cannot be copied to itself; name two different ones.');
  const ifCancelled = 'The copy was cancelled. What is whole stays and is used by the next one.';
  const { signal, dryRun } = options;
  return await withFreshIndex(from, { mode: 'read', signal, ifCancelled }, (fromSignal) =>
    withFreshIndex(to, { mode: dryRun ? 'read' : 'write', signal: fromSignal, ifCancelled }, (bothSignal) =>
      new Copy(from, to, { ...options, signal: bothSignal }).run(),
    ),
  );
}

function wayOf(from: Repository, to: Repository): CopyWay {
  if (from.polynomial !== to.polynomial) return 'recut';
  return isSameKey(from.master, to.master) ? 'packs' : 'blobs';
}

/** A snapshot on its way, and the root that it will have there. */
interface Planned {
  readonly snapshot: Snapshot;
  readonly tree: string;
}

class Copy {
  readonly #from: Repository;
  readonly #to: Repository;
  readonly #options: CopyOptions;
  readonly #broken = new Broken();
  readonly #stored = { blobs: 0, bytes: 0 };
  #problems = 0;

  constructor(from: Repository, to: Repository, options: CopyOptions) {
    this.#from = from;
    this.#to = to;
    this.#options = options;
  }

  async run(): Promise<CopyResult> {
    const way = wayOf(this.#from, this.#to);
    const { dryRun, signal } = this.#options;
    // Snapshots before the index: one that is written meanwhile may need blobs of a newer index.
    const all = await this.#snapshotsOf(this.#from);
    const copies = byOriginal(await this.#snapshotsOf(this.#to));
    const [fromIndex, toIndex] = [await this.#from.index(), await this.#to.index()];
    const twins = { trees: new TreeTwins(fromIndex.table), contents: new ContentTwins() };
    const found = await this.#findCopies(all, { copies, twins: way === 'recut' ? twins : undefined });
    const chosen = this.#options.choose ? this.#options.choose(all) : all;
    const there = chosen.flatMap((snapshot) => found.get(snapshot) ?? []);
    const missing = chosen.filter((snapshot) => !found.has(snapshot));
    const needed = new NeededBlobs(fromIndex.table, toIndex.table);
    const result = { way, there, packsAsFiles: 0 };
    if (missing.length === 0) return { ...result, copied: [], problems: this.#problems, blobs: 0, bytes: 0 };
    const isConverted = way === 'recut' && !dryRun;
    const planned = isConverted ? await this.#convert(missing, { needed, twins }) : await this.#mark(missing, needed);
    if (dryRun) {
      const copied = (await this.#whole(planned)).map(({ snapshot }) => ({ from: snapshot, to: undefined }));
      return { ...result, copied, problems: this.#problems, blobs: needed.count, bytes: needed.bytes };
    }
    const packsAsFiles = needed.count === 0 ? 0 : await this.#move(needed);
    const copied: CopiedSnapshot[] = [];
    for (const { snapshot, tree } of await this.#whole(planned)) {
      signal.throwIfAborted();
      copied.push({ from: snapshot, to: await this.#save(snapshot, tree) });
    }
    return { ...result, ...this.#stored, copied, packsAsFiles, problems: this.#problems };
  }

  async #snapshotsOf(repository: Repository): Promise<Snapshot[]> {
    return await listSnapshots(repository, {}, ({ message }) => this.#problem({ snapshot: undefined, path: undefined, message }));
  }

  /** Of each snapshot that the target has, its copy there. Where files are cut differently, that must be proven. */
  async #findCopies(
    all: readonly Snapshot[],
    { copies, twins }: { copies: ReadonlyMap<string, readonly Snapshot[]>; twins: Twins | undefined },
  ): Promise<ReadonlyMap<Snapshot, { from: Snapshot; to: Snapshot }>> {
    const found = new Map<Snapshot, { from: Snapshot; to: Snapshot }>();
    const pair = { from: this.#from, to: this.#to, signal: this.#options.signal };
    for (const snapshot of all) {
      for (const copy of copies.get(originalOf(snapshot)) ?? []) {
        if (!isAlike(snapshot, copy)) continue;
        const isSame = snapshot.tree === copy.tree || (twins !== undefined && (await isTwin({ ...pair, twins }, snapshot.tree, copy.tree)));
        if (isSame) found.set(snapshot, { from: snapshot, to: copy });
      }
    }
    return found;
  }

  async #mark(missing: readonly Snapshot[], needed: NeededBlobs): Promise<Planned[]> {
    await markNeeded(this.#from, missing, { needed, broken: this.#broken, signal: this.#options.signal });
    return missing.map((snapshot) => ({ snapshot, tree: snapshot.tree }));
  }

  async #convert(missing: readonly Snapshot[], { needed, twins }: { needed: NeededBlobs; twins: Twins }): Promise<Planned[]> {
    const { signal, workers, report } = this.#options;
    const onPack = (pack: PackContents) => this.#count(pack);
    const planned: Planned[] = [];
    await cutAnew({ from: this.#from, to: this.#to, needed, twins, signal, workers, report, onPack }, async (convert) => {
      for (const snapshot of missing) {
        const tree = await this.#convertOne(convert, snapshot);
        if (tree !== undefined) planned.push({ snapshot, tree });
      }
    });
    return planned;
  }

  /** Undefined when something in it cannot be read. */
  async #convertOne(convert: (tree: string) => Promise<string>, snapshot: Snapshot): Promise<string | undefined> {
    try {
      return await convert(snapshot.tree);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await refuseGone(this.#from.store); // a store that went away is no damage
      this.#notCopied(snapshot, error, 1);
      return undefined;
    }
  }

  async #move(needed: NeededBlobs): Promise<number> {
    const { signal, workers, report } = this.#options;
    const onPack = (pack: PackContents) => this.#count(pack);
    return await moveNeeded(this.#to, { from: this.#from, needed, broken: this.#broken, signal, workers, report, onPack });
  }

  /** Those of which everything could be read; the others are told. */
  async #whole(planned: readonly Planned[]): Promise<readonly Planned[]> {
    if (this.#broken.size === 0) return planned;
    await refuseGone(this.#from.store); // a store that went away is no damage
    const whole: Planned[] = [];
    for (const each of planned) {
      let first: BrokenEntry | undefined;
      let count = 0;
      for await (const entry of brokenEntries(this.#from, each.snapshot, { broken: this.#broken, signal: this.#options.signal })) {
        first ??= entry;
        count++;
      }
      if (first) this.#notCopied(each.snapshot, first, count);
      else whole.push(each);
    }
    return whole;
  }

  /** A parent would mean nothing there. */
  async #save({ id, parent: _, ...file }: Snapshot, tree: string): Promise<Snapshot> {
    return await saveSnapshot(this.#to, { ...file, tree, original: file.original ?? id });
  }

  #count({ blobs }: PackContents): void {
    this.#stored.blobs += blobs.length;
    for (const { length } of blobs) this.#stored.bytes += length;
  }

  #notCopied(snapshot: Snapshot, { path: at, fault }: BrokenEntry, count: number): void {
    const others = count > 1 ? ` (${count - 1} more of its entries cannot be read either)` : '';
    this.#problem({ snapshot, path: at, message: `${fault.message}${others}` });
  }

  #problem(problem: CopyProblem): void {
    this.#problems++;
    this.#options.onProblem?.(problem);
  }
}
