/** The chunker by the judgement of restic: the same file, cut at the same places. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CHUNK_MAX, Chunker } from '../../src/kernels/index.ts';
import { seededBytes } from './seeded.ts';

interface ResticTree {
  readonly nodes: readonly { readonly name: string; readonly content: readonly string[] }[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-kernels-'));

function restic(...args: string[]): string {
  const env = { ...process.env, RESTIC_REPOSITORY: path.join(folder, 'repository'), RESTIC_PASSWORD: 'judge' };
  return execFileSync('restic', ['--no-cache', '--quiet', ...args], { cwd: folder, env, encoding: 'utf8' });
}

/** SHA-256 of each chunk, from a window that holds a part of the file at a time. */
function chunkIds(polynomial: bigint, data: Uint8Array): string[] {
  const chunker = Chunker.create(polynomial);
  const ids: string[] = [];
  for (let start = 0; start < data.length; ) {
    const part = data.subarray(start, start + CHUNK_MAX);
    chunker.window.set(part);
    chunker.begin(0);
    const length = chunker.cut(part.length, true);
    ids.push(createHash('sha256').update(chunker.window.subarray(0, length)).digest('hex'));
    start += length;
  }
  return ids;
}

const judged = suite('cutting, judged by restic,');

judged.after(() => rmSync(folder, { recursive: true, force: true }));

judged('gives the chunks that restic stored', () => {
  const data = seededBytes(20, 40 << 20);
  // Long runs too: zeros end a chunk at the minimum, any other byte only at the maximum.
  data.fill(0, 10 << 20, 12 << 20);
  data.fill(1, 20 << 20, 30 << 20);
  writeFileSync(path.join(folder, 'file'), data);
  restic('init');
  restic('backup', 'file');

  const config = JSON.parse(restic('cat', 'config')) as { chunker_polynomial: string };
  const [snapshot] = JSON.parse(restic('snapshots', '--json')) as { tree: string }[];
  const { nodes } = JSON.parse(restic('cat', 'blob', snapshot!.tree)) as ResticTree;
  const ids = chunkIds(BigInt(`0x${config.chunker_polynomial}`), data);
  assert.ok(ids.length > 10);
  assert.equal(ids, nodes[0]!.content);
});

judged.run();
