/** Loads every tree of every snapshot once, and asks of every blob they name whether it is stored. */
import { type ByteString, toDisplay } from '../../base/index.ts';
import { readTreeNodes } from '../browse.ts';
import type { BlobTable, BlobType } from '../index/table.ts';
import type { Repository } from '../repository.ts';
import type { Snapshot } from '../snapshots.ts';
import { type Found, isDamage } from './problem.ts';

interface TreesToCheck {
  readonly snapshots: readonly Snapshot[];
  readonly table: BlobTable;
  readonly found: Found;
  readonly signal: AbortSignal;
}

interface Visit {
  readonly tree: string;
  readonly path: string;
  readonly snapshot: Snapshot;
}

/** The number of trees, each counted once however many snapshots share it. */
export async function checkTrees(repository: Repository, { snapshots, table, found, signal }: TreesToCheck): Promise<number> {
  const visited = new Uint8Array((table.size >> 3) + 1);
  const missing = new Set<string>();
  let trees = 0;
  /** Whether the blob is stored; a missing one is told once. */
  const isStored = (id: string, type: BlobType, where: Visit, path: string): boolean => {
    if (table.has(Buffer.from(id, 'hex'), type)) return true;
    if (!missing.has(id)) found({ kind: 'blob', message: `${placeOf(where, path)} needs the ${type} blob ${id}, which is in no index.` });
    missing.add(id);
    return false;
  };
  const visits: Visit[] = snapshots.map((snapshot) => ({ tree: snapshot.tree, path: '', snapshot }));
  for (let visit = visits.pop(); visit; visit = visits.pop()) {
    signal.throwIfAborted();
    if (!isStored(visit.tree, 'tree', visit, visit.path)) continue;
    const slot = table.slot(Buffer.from(visit.tree, 'hex'), 'tree');
    if (visited[slot >> 3]! & (1 << (slot & 7))) continue;
    visited[slot >> 3]! |= 1 << (slot & 7);
    trees++;
    try {
      for (const node of await readTreeNodes(repository, visit.tree)) {
        const path = `${visit.path}/${toDisplay(node.name)}`;
        if (node.type === 'file' && node.content === null)
          found({ kind: 'tree', message: `${placeOf(visit, path)} is a file without content.` });
        for (const id of node.content ?? []) isStored(id, 'data', visit, path);
        if (node.subtree !== undefined) visits.push({ tree: node.subtree, path, snapshot: visit.snapshot });
        else if (node.type === 'dir') found({ kind: 'tree', message: `${placeOf(visit, path)} is a folder without a tree.` });
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      found({ kind: 'tree', message: `${placeOf(visit, visit.path)} cannot be read: ${error.message}` });
    }
  }
  return trees;
}

function placeOf({ snapshot }: Visit, path: string): string {
  return `'${(path || '/') as ByteString}' in snapshot ${snapshot.id.slice(0, 8)}`;
}
