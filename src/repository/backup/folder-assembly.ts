/**
 * Puts a folder's tree together while its files are still being read.
 *
 * Invariant: entries enter the tree in the order they were added, whenever they become known.
 */
import type { ByteString } from '../../base/index.ts';
import { TreeBuilder } from '../trees/encode.ts';

/** An encoded node; undefined when there is none after all, as the entry could not be read. */
export type EncodedNode = string | undefined;

export class FolderAssembly {
  readonly #builder = new TreeBuilder();
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();

  /** Entries added whose turn has not come: they lie in memory. */
  get waiting(): number {
    return this.#waiting;
  }

  add(name: ByteString, node: EncodedNode | Promise<EncodedNode>): void {
    if (this.#waiting === 0 && !(node instanceof Promise)) {
      this.#append(name, node);
      return;
    }
    this.#waiting++;
    if (node instanceof Promise) node.catch(() => {}); // when one before it fails, nobody awaits it
    this.#tail = this.#tail.then(async () => {
      this.#append(name, await node);
      this.#waiting--;
    });
    this.#tail.catch(() => {}); // heard by finish()
  }

  /** Resolves when every entry added so far is in the tree. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  /** The tree blob's bytes. */
  async finish(): Promise<Buffer> {
    await this.#tail;
    return this.#builder.finish();
  }

  #append(name: ByteString, node: EncodedNode): void {
    if (node !== undefined) this.#builder.add(name, node);
  }
}
