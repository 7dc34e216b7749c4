/** In what two entries of one name differ: all that a tree says of them counts, however it is spelled. */
import { encodeNode } from '../trees/encode.ts';
import type { TreeNode } from '../trees/node.ts';

/** Of two files. */
export function contentDiffers(before: TreeNode, after: TreeNode): boolean {
  if (before.type !== 'file' || after.type !== 'file') return false;
  const [a, b] = [before.content ?? [], after.content ?? []];
  return a.length !== b.length || a.some((id, index) => id !== b[index]);
}

/** In anything at all. */
export function metadataDiffers(before: TreeNode, after: TreeNode): boolean {
  return textOf(before) !== textOf(after);
}

/** In anything but the content. */
export function restDiffers(before: TreeNode, after: TreeNode): boolean {
  return textOf({ ...before, content: null }) !== textOf({ ...after, content: null });
}

/** Times of one instant in two zones are equal, modes are equal to the bit. */
function textOf(node: TreeNode): string {
  const { asWritten, ...rest } = node;
  return encodeNode({ ...rest, asWritten: asWritten?.mode === undefined ? undefined : { mode: asWritten.mode } });
}
