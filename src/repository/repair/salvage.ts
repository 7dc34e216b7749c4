/**
 * Saves what can be saved of damaged packs, and tells what is lost.
 *
 * Two passes over what the index and the packs themselves say lies in them. The first stores every blob anew that proves right. The
 * second looks for the others: once more where they should be, at another place of this repository, then in another repository. Only what
 * is nowhere is lost. What the disk does not give is not lost yet: its pack stays, unless whoever owns it gives it up.
 */
import { isDamage } from '../check/problem.ts';
import type { Crew } from '../crew/crew.ts';
import { SEAL_OVERHEAD } from '../crypto/seal.ts';
import { loadIndex, type PackContents, type PackedBlob } from '../index/files.ts';
import { BlobTable } from '../index/table.ts';
import { openBlob } from '../packs/blob.ts';
import { readHeader } from '../packs/read-header.ts';
import type { Repository } from '../repository.ts';
import type { StoredFile } from '../stores/store.ts';
import type { Additions } from './additions.ts';
import { type BlobName, blobFrom, isWholeElsewhere } from './proven.ts';

export interface LostBlob extends BlobName {
  readonly pack: string;
  /** Before compression. */
  readonly bytes: number;
}

export interface SalvageParts {
  readonly repository: Repository;
  readonly crew: Crew;
  readonly additions: Additions;
  readonly from: Repository | undefined;
  readonly bad: ReadonlySet<string>;
  /** Those of the bad packs that are in the store. */
  readonly there: ReadonlyMap<string, StoredFile>;
  readonly indexFiles: readonly string[];
  readonly signal: AbortSignal;
  /** Counts what the disk does not give as lost. */
  readonly giveUpUnreadable: boolean;
  readonly onLost: ((blob: LostBlob) => void) | undefined;
}

export interface SalvageResult {
  readonly counts: {
    readonly blobsSaved: number;
    readonly blobsElsewhere: number;
    readonly blobsFetched: number;
    readonly blobsUnreadable: number;
    readonly blobsLost: number;
    readonly bytesLost: number;
  };
  /** Packs that held something that is lost now, or of which nothing says what they held. */
  readonly incompletePacks: ReadonlySet<string>;
  /** Packs of which the disk did not give everything: they must stay. */
  readonly unreadablePacks: ReadonlySet<string>;
}

export class Salvage {
  readonly #parts: SalvageParts;
  /** Blobs of which it is known what became of them. */
  readonly #settled = BlobTable.create(0);
  readonly #counts = { blobsSaved: 0, blobsElsewhere: 0, blobsFetched: 0, blobsUnreadable: 0, blobsLost: 0, bytesLost: 0 };
  readonly #unreadablePacks = new Set<string>();

  constructor(parts: SalvageParts) {
    this.#parts = parts;
  }

  /** What was saved is durable and listed when this resolves. */
  async run(): Promise<SalvageResult> {
    const { crew, additions } = this.#parts;
    const incompletePacks = new Set(this.#parts.there.keys());
    for await (const pack of this.#contents()) {
      incompletePacks.delete(pack.id);
      await this.#save(pack);
    }
    for await (const pack of this.#contents())
      for (const blob of pack.blobs) if (!(await this.#isSomewhere(pack.id, blob))) incompletePacks.add(pack.id);
    await crew.runAll('finish packs', null);
    await additions.finish();
    return { counts: this.#counts, incompletePacks, unreadablePacks: this.#unreadablePacks };
  }

  /** What is said to lie in the packs, by the index and by each of them. */
  async *#contents(): AsyncGenerator<PackContents> {
    const { repository, bad, there, indexFiles, signal } = this.#parts;
    for (const file of indexFiles) {
      for (const pack of await loadIndex(repository, file)) {
        signal.throwIfAborted();
        if (bad.has(pack.id)) yield pack;
      }
    }
    for (const file of there.values()) {
      signal.throwIfAborted();
      try {
        yield await readHeader(repository, file);
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (error.code === 'store.unreachable' && !this.#parts.giveUpUnreadable) this.#unreadablePacks.add(file.name);
      }
    }
  }

  async #save({ id: pack, blobs }: PackContents): Promise<void> {
    const { crew, there } = this.#parts;
    if (!there.has(pack)) return;
    const open = blobs.filter(({ id, type }) => !this.#settled.has(Buffer.from(id, 'hex'), type)).toSorted((a, b) => a.offset - b.offset);
    if (open.length === 0) return;
    const { failed } = await crew.run('repack blobs', { pack, blobs: open, compress: false });
    const lost = new Set(failed.map(keyOf));
    for (const blob of open) {
      // Blobs are read many at once: what lies beside a piece that cannot be read fails with it, and is asked for alone.
      const again = lost.has(keyOf(blob)) && (await crew.run('repack blobs', { pack, blobs: [blob], compress: false }));
      if (again && again.failed.length > 0) continue;
      this.#settled.claim(Buffer.from(blob.id, 'hex'), blob.type);
      this.#counts.blobsSaved++;
    }
  }

  async #isSomewhere(pack: string, blob: PackedBlob): Promise<boolean> {
    const { repository, bad, from, additions, onLost, signal } = this.#parts;
    signal.throwIfAborted();
    const id = Buffer.from(blob.id, 'hex');
    if (this.#settled.has(id, blob.type)) return true;
    this.#settled.claim(id, blob.type);
    const again = await this.#readAgain(pack, blob);
    if (again instanceof Buffer) {
      await additions.add(blob.type, again);
      this.#counts.blobsSaved++;
      return true;
    }
    if (await isWholeElsewhere(repository, blob, bad)) {
      this.#counts.blobsElsewhere++;
      return true;
    }
    const fetched = await blobFrom(from, blob);
    if (fetched) {
      await additions.add(blob.type, fetched);
      this.#counts.blobsFetched++;
      return true;
    }
    if (again === 'unreadable' && !this.#parts.giveUpUnreadable) {
      this.#unreadablePacks.add(pack);
      this.#counts.blobsUnreadable++;
      return true;
    }
    const bytes = blob.uncompressed_length ?? blob.length - SEAL_OVERHEAD;
    this.#counts.blobsLost++;
    this.#counts.bytesLost += bytes;
    onLost?.({ id: blob.id, type: blob.type, pack, bytes });
    return false;
  }

  /** The content after all, or why not: a disk that fails once is no damage. */
  async #readAgain(pack: string, blob: PackedBlob): Promise<Again> {
    const { repository, there } = this.#parts;
    if (!there.has(pack)) return 'damaged';
    try {
      const sealed = await repository.store.read('data', pack, blob);
      return openBlob(repository.sealer, sealed, { id: Buffer.from(blob.id, 'hex'), plainLength: blob.uncompressed_length ?? 0 });
    } catch (error) {
      if (!isDamage(error)) throw error;
      return error.code === 'store.unreachable' ? 'unreadable' : 'damaged';
    }
  }
}

type Again = Buffer | 'unreadable' | 'damaged';

function keyOf({ id, type, offset }: PackedBlob): string {
  return `${type} ${id} ${offset}`;
}
