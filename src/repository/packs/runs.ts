/** Joins blobs that lie side by side in a pack into runs, so that many small blobs cost one read. */

/** Something that lies in a pack. */
export interface Placed {
  readonly offset: number;
  readonly length: number;
}

export interface Run<T extends Placed> extends Placed {
  readonly blobs: readonly T[];
}

/** A run ends where this is reached; only a single larger blob makes a longer one. */
const RUN_BYTES = 4 << 20;

/** Runs of blobs without a gap between them. `blobs` must be in the order of their offsets. */
export function* runsOf<T extends Placed>(blobs: readonly T[], mostBytes = RUN_BYTES): Generator<Run<T>> {
  let run: T[] = [];
  let [start, end] = [0, 0];
  for (const blob of blobs) {
    if (run.length > 0 && (blob.offset !== end || blob.offset + blob.length - start > mostBytes)) {
      yield { offset: start, length: end - start, blobs: run };
      run = [];
    }
    if (run.length === 0) start = blob.offset;
    run.push(blob);
    end = blob.offset + blob.length;
  }
  if (run.length > 0) yield { offset: start, length: end - start, blobs: run };
}
