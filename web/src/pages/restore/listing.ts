/** `Listing`: one folder of a snapshot, fetched page by page as it is looked at. */
import type { EntryView, FolderPage } from '../../../../src/api/contract/index.ts';
import { api } from '../../box/api.ts';

export class Listing {
  readonly snapshot: string;
  readonly path: string;
  readonly total: number;
  readonly first: FolderPage;
  readonly #entries: (EntryView | undefined)[];
  readonly #pageLength: number;
  readonly #asked = new Set<number>([0]);

  static async open(snapshot: string, path: string, signal: AbortSignal): Promise<Listing> {
    return new Listing(snapshot, await api.folder(snapshot, path, 0, { signal }));
  }

  private constructor(snapshot: string, first: FolderPage) {
    this.snapshot = snapshot;
    this.path = first.path;
    this.total = first.total;
    this.first = first;
    this.#pageLength = Math.max(1, first.entries.length);
    this.#entries = [...first.entries];
  }

  at(index: number): EntryView | undefined {
    return this.#entries[index];
  }

  /** Among the entries that are here already. */
  indexOf(path: string): number {
    return this.#entries.findIndex((entry) => entry?.path === path);
  }

  /** The index of an entry, wherever in the folder it is; -1 when it is not. */
  async find(path: string): Promise<number> {
    const here = this.indexOf(path);
    if (here !== -1 || this.#entries.length >= this.total) return here;
    const { entries, offset } = await api.folder(this.snapshot, this.path, 0, { at: path });
    this.#take(entries, offset);
    return this.indexOf(path);
  }

  /** Fetches what is missing between two indices; true when something came. A page that failed is asked for again the next time. */
  async load(from: number, to: number): Promise<boolean> {
    const last = Math.floor((Math.min(to, this.total) - 1) / this.#pageLength);
    const missing: number[] = [];
    for (let page = Math.floor(Math.max(0, from) / this.#pageLength); page <= last; page++) if (!this.#asked.has(page)) missing.push(page);
    await Promise.all(missing.map((page) => this.#loadPage(page)));
    return missing.length > 0;
  }

  #take(entries: readonly EntryView[], offset: number): void {
    for (const [index, entry] of entries.entries()) this.#entries[offset + index] = entry;
  }

  async #loadPage(page: number): Promise<void> {
    this.#asked.add(page);
    const offset = page * this.#pageLength;
    try {
      const { entries } = await api.folder(this.snapshot, this.path, offset);
      this.#take(entries, offset);
    } catch (error) {
      this.#asked.delete(page);
      throw error;
    }
  }
}
