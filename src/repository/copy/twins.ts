/**
 * What became of trees and contents of one repository in another one that cuts files differently.
 *
 * Owns: remembering. Memory: 4 bytes a blob of the first repository's index and 32 a tree; contents up to a limit, the latest used stay.
 */
import { hash } from 'node:crypto';
import type { BlobTable } from '../index/table.ts';
import { splitIds } from '../packs/blob.ts';

const ID_BYTES = 32;
const FIRST_TREES = 1024;

export class TreeTwins {
  readonly #table: BlobTable;
  /** By slot in the table: 0, or one more than the place in the list of ids. */
  readonly #ordinals: Uint32Array;
  #ids = Buffer.alloc(FIRST_TREES * ID_BYTES);
  #count = 0;

  constructor(table: BlobTable) {
    this.#table = table;
    this.#ordinals = new Uint32Array(table.size + 1);
  }

  /** The id of the tree there. */
  get(tree: string): string | undefined {
    const ordinal = this.#ordinals[this.#slotOf(tree)] ?? 0;
    return ordinal === 0 ? undefined : this.#ids.toString('hex', (ordinal - 1) * ID_BYTES, ordinal * ID_BYTES);
  }

  set(tree: string, twin: string): void {
    const slot = this.#slotOf(tree);
    if (slot === 0) return;
    const at = this.#count * ID_BYTES;
    if (at === this.#ids.length) this.#ids = Buffer.concat([this.#ids, Buffer.alloc(this.#ids.length)]);
    this.#ids.write(twin, at, 'hex');
    this.#ordinals[slot] = ++this.#count;
  }

  #slotOf(tree: string): number {
    return this.#table.slot(Buffer.from(tree, 'hex'), 'tree');
  }
}

/** Ids of so many blobs are remembered: of some 1.5 TiB in files that are larger than a chunk. */
const MOST_CHARACTERS = 64 << 20;
const ID_CHARACTERS = 64;

export class ContentTwins {
  /** In order of use, by a hash of the content there was; ids in hex, joined. */
  readonly #known = new Map<string, string>();
  #characters = 0;

  get(content: readonly string[]): string[] | undefined {
    const key = keyOf(content);
    const twin = this.#known.get(key);
    if (twin === undefined) return undefined;
    this.#known.delete(key);
    this.#known.set(key, twin);
    return splitIds(twin);
  }

  set(content: readonly string[], twin: readonly string[]): void {
    const key = keyOf(content);
    if (this.#known.has(key)) return;
    this.#known.set(key, twin.join(''));
    this.#characters += twin.length * ID_CHARACTERS;
    for (const [oldest, ids] of this.#known) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#known.delete(oldest);
      this.#characters -= ids.length;
    }
  }
}

export function keyOf(content: readonly string[]): string {
  return hash('sha256', content.join(''), 'base64');
}
