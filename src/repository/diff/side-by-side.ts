/** Two folders in the order of their names, entry beside entry. */
import type { TreeNode } from '../trees/node.ts';

/** At least one is there; both when the name is in both folders. */
export interface Pair {
  readonly before: TreeNode | undefined;
  readonly after: TreeNode | undefined;
}

/** Both must be in bytewise order of names, as trees are. Memory: one entry of each. */
export function* sideBySide(before: Iterable<TreeNode>, after: Iterable<TreeNode>): Generator<Pair> {
  const [left, right] = [before[Symbol.iterator](), after[Symbol.iterator]()];
  let [a, b] = [next(left), next(right)];
  while (a || b) {
    if (a && b && a.name === b.name) {
      yield { before: a, after: b };
      [a, b] = [next(left), next(right)];
    } else if (a && (!b || a.name < b.name)) {
      yield { before: a, after: undefined };
      a = next(left);
    } else {
      yield { before: undefined, after: b };
      b = next(right);
    }
  }
}

function next(nodes: Iterator<TreeNode>): TreeNode | undefined {
  const { value, done } = nodes.next();
  return done ? undefined : value;
}
