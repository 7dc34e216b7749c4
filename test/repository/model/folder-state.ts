/** What a folder holds, entry by entry, from the disk and from a snapshot: in the same words, so that the two can be compared. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type ByteString, toByteString, toBytes } from '../../../src/base/index.ts';
import { readFile, walkTree } from '../../../src/repository/browse.ts';
import type { Repository } from '../../../src/repository/repository.ts';
import type { TreeNode } from '../../../src/repository/trees/node.ts';
import { never } from '../sample-repository.ts';

/** By path, in order of paths: kind, permissions, time, and a hash of the bytes or the target. */
export type FolderState = ReadonlyMap<string, string>;

export function joined(root: string, path: ByteString): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), toBytes(path)]);
}

export function stateOnDisk(root: string): FolderState {
  const state: [string, string][] = [];
  for (const path of readdirSync(Buffer.from(root), { recursive: true, encoding: 'buffer' }).map(toByteString)) {
    const at = joined(root, path);
    const { mtimeNs, mode } = lstatSync(at, { bigint: true });
    const about = `${(Number(mode) & 0o7777).toString(8)} ${mtimeNs}`;
    const stats = lstatSync(at);
    if (stats.isDirectory()) state.push([path, `dir ${about}`]);
    else if (stats.isSymbolicLink()) state.push([path, `link ${about} ${readlinkSync(at, 'latin1')}`]);
    else state.push([path, `file ${about} ${stats.size} ${createHash('sha256').update(readFileSync(at)).digest('hex')}`]);
  }
  return new Map(state.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function stateInSnapshot(repository: Repository, tree: string): Promise<FolderState> {
  const state: [string, string][] = [];
  for await (const { path, node } of walkTree(repository, tree, never)) state.push([path, await describe(repository, node)]);
  return new Map(state.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function describe(repository: Repository, node: TreeNode): Promise<string> {
  const about = `${node.mode.toString(8)} ${node.mtimeNs}`;
  if (node.type === 'dir') return `dir ${about}`;
  if (node.type === 'symlink') return `link ${about} ${node.linkTarget}`;
  const hash = createHash('sha256');
  for await (const bytes of readFile(repository, node, never)) hash.update(bytes);
  return `${node.type} ${about} ${node.sizeBytes} ${hash.digest('hex')}`;
}
