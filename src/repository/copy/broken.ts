/** Blobs of the repository that is copied from which cannot be had, and which snapshots need them. */
import { type ByteString, childPath, type Fault } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import type { BlobType } from '../index/table.ts';
import { BlobSet } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';

export class Broken {
  readonly #faults = new Map<string, Fault>();

  get size(): number {
    return this.#faults.size;
  }

  add(type: BlobType, id: string, fault: Fault): void {
    this.#faults.set(`${type} ${id}`, fault);
  }

  find(type: BlobType, id: string): Fault | undefined {
    return this.#faults.get(`${type} ${id}`);
  }
}

/** An entry of a snapshot that cannot be had whole. */
export interface BrokenEntry {
  /** '' for the root. */
  readonly path: ByteString;
  readonly fault: Fault;
}

/** The entries of a snapshot that need a broken blob, each tree looked at once. Memory: a bit a blob, the folders on the way. */
export async function* brokenEntries(
  from: Repository,
  snapshot: Snapshot,
  { broken, signal }: { broken: Broken; signal: AbortSignal },
): AsyncGenerator<BrokenEntry> {
  const visited = new BlobSet((await from.index()).table);
  const visits = [{ tree: snapshot.tree, path: '' as ByteString }];
  for (let visit = visits.pop(); visit; visit = visits.pop()) {
    signal.throwIfAborted();
    const { tree, path } = visit;
    const fault = broken.find('tree', tree);
    if (fault) yield { path, fault };
    if (fault || !visited.add(Buffer.from(tree, 'hex'), 'tree')) continue;
    for (const node of await readTreeNodes(from, tree)) {
      const at = childPath(path, node.name);
      const lost = node.content?.map((id) => broken.find('data', id)).find((each) => each !== undefined);
      if (lost) yield { path: at, fault: lost };
      if (node.subtree !== undefined) visits.push({ tree: node.subtree, path: at });
    }
  }
}
