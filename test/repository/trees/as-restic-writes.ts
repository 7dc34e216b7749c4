/** The suite "trees as restic writes them", to be run once a zone: the caller sets TZ first. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, toByteString, toBytes } from '../../../src/base/index.ts';
import { describe } from '../../../src/posix/index.ts';
import { decodeTree } from '../../../src/repository/trees/decode.ts';
import { encodeNode, encodeTree } from '../../../src/repository/trees/encode.ts';
import type { TreeNode } from '../../../src/repository/trees/node.ts';
import { holdsAnyTime, makeFarTimes, makeOddFolder } from './odd-folder.ts';
import { openJudge } from './restic.ts';

export function testAsResticWrites(zone: string): void {
  process.env.TZ = zone;
  const test = suite(`trees as restic writes them in ${zone}`);
  const folders: string[] = [];
  process.once('exit', () => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  folders.push(mkdtempSync(path.join(tmpdir(), 'holdfast-odd-')));
  makeOddFolder(folders[0]!, { lossyLinks: true });
  if (holdsAnyTime('/dev/shm')) {
    folders.push(mkdtempSync('/dev/shm/holdfast-odd-'));
    makeFarTimes(folders[1]!);
  }
  const trees = treesByRestic(folders);

  test('are read and written again as the identical bytes', () => {
    assert.ok(trees.size > 10);
    for (const [id, bytes] of trees) {
      const again = encodeTree(decodeTree(bytes));
      assert.is(again.toString(), bytes.toString());
      assert.is(createHash('sha256').update(again).digest('hex'), id);
    }
  });

  test('say nothing in another spelling than ours', () => {
    const spelled = [...trees.values()].flatMap(decodeTree).filter(({ asWritten }) => asWritten !== undefined);
    // Offsets of the 19th century have seconds that RFC 3339 cannot say, so these instants are not the ones meant.
    assert.equal(
      spelled.map(({ name }) => name).filter((name) => name !== 'at -5364662400' && name !== 'at -70000000000'),
      [],
    );
  });

  test('are what we write of the same folder', () => {
    for (const folder of folders) {
      let compared = 0;
      for (const { entry, node } of besideRestic(trees, folder)) {
        // restic before 0.16 has the lossy target alone; we add the true one.
        const ours = encodeNode(entry, node).replace(/,"linktarget_raw":"[^"]*"/, '');
        assert.is(ours, encodeNode(node));
        compared += 1;
      }
      assert.ok(compared >= 7);
    }
  });

  test.run();
}

function treesByRestic(folders: readonly string[]): Map<string, Buffer> {
  using judge = openJudge();
  for (const folder of folders) judge.backup(folder);
  return judge.trees();
}

/** Every entry below `folder` as this machine describes it, beside what restic recorded. */
function* besideRestic(trees: Map<string, Buffer>, folder: string): Generator<{ entry: ReturnType<typeof describe>; node: TreeNode }> {
  for (const nodes of rootsOf(trees)) {
    const top = nodeAt(trees, nodes, folder);
    if (top) yield* walk(trees, toByteString(folder), top);
  }
}

function rootsOf(trees: Map<string, Buffer>): TreeNode[][] {
  const decoded = [...trees.values()].map(decodeTree);
  const children = new Set(decoded.flat().map(({ subtree }) => subtree));
  return [...trees].filter(([id]) => !children.has(id)).map(([, bytes]) => decodeTree(bytes));
}

function nodeAt(trees: Map<string, Buffer>, root: TreeNode[], folder: string): TreeNode | undefined {
  let nodes: TreeNode[] = root;
  let node: TreeNode | undefined;
  for (const part of folder.split('/').filter(Boolean)) {
    node = nodes.find(({ name }) => name === part);
    nodes = node?.subtree === undefined ? [] : decodeTree(trees.get(node.subtree)!);
  }
  return node;
}

function* walk(
  trees: Map<string, Buffer>,
  at: ByteString,
  node: TreeNode,
): Generator<{ entry: ReturnType<typeof describe>; node: TreeNode }> {
  yield { entry: describe(toBytes(at), node.name), node };
  if (node.subtree === undefined) return;
  const nodes = decodeTree(trees.get(node.subtree)!);
  // restic passes sockets over: a program makes its own when it starts.
  const names = readdirSync(toBytes(at), { encoding: 'buffer' })
    .map(toByteString)
    .filter((name) => name !== 'socket')
    .sort();
  assert.equal(
    nodes.map(({ name }) => name),
    names,
  );
  for (const child of nodes) yield* walk(trees, `${at}/${child.name}` as ByteString, child);
}
