/**
 * A folder of a snapshot as the members of a ZIP, in the order of a walk, a folder before what it holds.
 *
 * Devices, fifos and sockets have no place in a ZIP; a text file at its end names them.
 */
import { toBytes } from '../../base/index.ts';
import { type Repository, readFile, readTree, type TreeNode } from '../../repository/index.ts';
import { safeNames } from './safe-names.ts';
import { writeZip, type ZipInput } from './zip-writer.ts';

/** Deflating these again costs time and gains nothing. */
const ALREADY_COMPRESSED =
  /\.(7z|aac|apk|avif|br|bz2|docx|epub|flac|gif|gz|heic|jar|jpe?g|m4a|m4v|mkv|mov|mp3|mp4|mpe?g|odt|ogg|opus|pdf|png|pptx|rar|tgz|webm|webp|xlsx|xz|zip|zst)$/i;

const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;
const S_IFREG = 0o100000;

interface Placed {
  /** Safe path inside the ZIP. */
  readonly path: string;
  readonly node: TreeNode;
}

/** What the ZIP of a folder, and the folder in it, is called. */
export function zipName({ name }: TreeNode, snapshotId: string): string {
  return name === '' ? `snapshot ${snapshotId.slice(0, 8)}` : safeNames([name])[0]!;
}

/** `folder` is the folder's node, `name` what the ZIP calls it. Throws where a file turns out to be damaged. */
export function zipFolder(
  repository: Repository,
  folder: TreeNode,
  options: { name: string; signal: AbortSignal },
): AsyncGenerator<Buffer> {
  return writeZip(membersOf(repository, folder, options));
}

async function* membersOf(
  repository: Repository,
  folder: TreeNode,
  options: { name: string; signal: AbortSignal },
): AsyncGenerator<ZipInput> {
  const { name, signal } = options;
  const leftOut: string[] = [];
  for await (const { path, node } of placed(repository, folder, name)) {
    signal.throwIfAborted();
    const { mode, sizeBytes } = node;
    const about = { path, mtimeMs: Number(node.mtimeNs / 1_000_000n), isWorthDeflating: false };
    if (node.type === 'dir') yield { ...about, path: `${path}/`, mode: S_IFDIR | mode, sizeBytes: 0, content: [] };
    else if (node.type === 'symlink') yield { ...about, mode: S_IFLNK | mode, ...wholeContent(toBytes(node.linkTarget!)) };
    else if (node.type === 'file') {
      const isWorthDeflating = !ALREADY_COMPRESSED.test(path);
      yield { ...about, mode: S_IFREG | mode, sizeBytes, content: readFile(repository, node, signal), isWorthDeflating };
    } else leftOut.push(`${path} (${node.type})`);
  }
  if (leftOut.length === 0) return;
  const text = Buffer.from(`These are in the backup, but a ZIP cannot hold them:\n\n${leftOut.join('\n')}\n`);
  yield { path: `${name} - left out.txt`, mode: S_IFREG | 0o644, mtimeMs: Date.now(), ...wholeContent(text), isWorthDeflating: true };
}

function wholeContent(bytes: Buffer): { sizeBytes: number; content: Buffer[] } {
  return { sizeBytes: bytes.length, content: [bytes] };
}

/** Keeps its own stack: how deep a hostile tree goes must not matter. */
async function* placed(repository: Repository, folder: TreeNode, name: string): AsyncGenerator<Placed> {
  yield { path: name, node: folder };
  const stack = [await childrenOf(repository, folder, name)];
  while (stack.length > 0) {
    const next = stack.at(-1)!.next();
    if (next.done) {
      stack.pop();
      continue;
    }
    yield next.value;
    if (next.value.node.type === 'dir') stack.push(await childrenOf(repository, next.value.node, next.value.path));
  }
}

async function childrenOf(repository: Repository, folder: TreeNode, path: string): Promise<ArrayIterator<Placed>> {
  const nodes = await readTree(repository, folder.subtree!);
  const names = safeNames(nodes.map((node) => node.name));
  return nodes.map((node, index) => ({ path: `${path}/${names[index]}`, node })).values();
}
