/**
 * Reads small blobs of one pack that are asked for near each other with one read of the store.
 *
 * Trees lie in a pack after all that is below them, so who walks from the root down next wants what lies before: a window ends with
 * the blob that was asked for. Packs never change, so a window is never stale. Memory: WINDOWS times WINDOW_BYTES.
 */
import { isFault } from '../../base/index.ts';
import type { Store } from '../stores/store.ts';
import type { Placed } from './runs.ts';

const WINDOW_BYTES = 512 << 10;
const WINDOWS = 4;

interface Window {
  readonly pack: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

export class PackWindows {
  readonly #store: Store;
  /** In order of use, the latest first. */
  #windows: Window[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** The stored bytes of a blob; a view that must not be written. Throws the store's Faults. */
  async read(pack: string, { offset, length }: Placed): Promise<Buffer> {
    if (length > WINDOW_BYTES / 2) return await this.#store.read('data', pack, { offset, length });
    const end = offset + length;
    const known = this.#windows.find(
      (window) => window.pack === pack && window.offset <= offset && window.offset + window.bytes.length >= end,
    );
    const window = known ?? (await this.#open(pack, end));
    if (!window) return await this.#store.read('data', pack, { offset, length });
    this.#windows = [window, ...this.#windows.filter((other) => other !== window)].slice(0, WINDOWS);
    return window.bytes.subarray(offset - window.offset, end - window.offset);
  }

  /** Undefined when the stretch cannot be read: the blob alone may still be. */
  async #open(pack: string, end: number): Promise<Window | undefined> {
    const offset = Math.max(0, end - WINDOW_BYTES);
    try {
      return { pack, offset, bytes: await this.#store.read('data', pack, { offset, length: end - offset }) };
    } catch (error) {
      if (!isFault(error, 'store.unreachable')) throw error;
      return undefined;
    }
  }
}
