/**
 * Stores what a repository that cuts files differently needs cut anew: a converter, with the crew and the packs it works with.
 *
 * Invariant: when it ends early, what is whole is stored and listed, so that the next copy stores it not again.
 */
import { isFault, type Report } from '../../base/index.ts';
import { Storing } from '../backup/storing.ts';
import type { PackContents } from '../index/files.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';
import { Converter } from './convert.ts';
import type { NeededBlobs } from './needed.ts';
import type { Twins } from './twin-proof.ts';

export interface CutAnewOptions {
  readonly from: Repository;
  readonly to: Repository;
  /** Takes what stays the same under either way of cutting. */
  readonly needed: NeededBlobs;
  readonly twins: Twins;
  readonly signal: AbortSignal;
  readonly workers?: number | undefined;
  readonly report?: Report | undefined;
  readonly onPack: (pack: PackContents) => void;
}

/** `work` may convert trees; what they became is durable and listed when this resolves. */
export async function cutAnew(options: CutAnewOptions, work: (convert: (tree: string) => Promise<string>) => Promise<void>): Promise<void> {
  const { from, to, signal, workers, onPack, report } = options;
  await using storing = await Storing.start(to, { workers, from, onPack });
  const { crew } = storing;
  let filesDone = 0;
  using _report = reporting(() => report?.({ phase: 're-cutting', filesDone, bytesDone: crew.bytes, errors: 0 }));
  using _stop = crew.stopWith(signal);
  const [fromIndex, toIndex] = [await from.index(), await to.index()];
  const converter = new Converter({ ...options, fromIndex, toIndex, storing, onFile: () => filesDone++ });
  try {
    await work((tree) => converter.convert(tree));
    await converter.settled();
    signal.throwIfAborted();
    await storing.finish();
  } catch (error) {
    // Without its lock it must not write any more: another program may be removing what is in no index.
    if (!isFault(signal.reason, 'repository.lock.lost')) await storing.keepWhatIsWhole();
    throw error;
  }
}
