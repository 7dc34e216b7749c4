/** Reading parts of packs where what cannot be had from one pack may lie in another one, too. */
import { type Fault, isFault } from '../../base/index.ts';
import type { ByteRange, Store } from '../stores/store.ts';

/** Whether an error says that a pack, or a part of it, cannot be read or is not what it should be. */
export function isPackFailure(error: unknown): error is Fault {
  return isFault(error, 'repository.damaged', 'store.file.missing', 'store.unreachable');
}

/** Undefined when the range cannot be read. */
export async function fetchRange(store: Store, pack: string, { offset, length }: ByteRange): Promise<Buffer | undefined> {
  try {
    return await store.read('data', pack, { offset, length });
  } catch (error) {
    if (!isPackFailure(error)) throw error;
    return undefined;
  }
}
