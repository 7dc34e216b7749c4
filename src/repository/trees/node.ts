/**
 * `TreeNode`: one entry of a folder as a tree blob holds it, and Go's FileMode, the form in which trees keep modes.
 *
 * Source: restic, design document, "Trees and Data"; internal/restic/node.go; Go, io/fs, fs.go (FileMode).
 */
import type { Entry, EntryType } from '../../base/index.ts';

/**
 * The types a source produces, and 'other' for a node whose type this program does not know (another program's, or a later
 * version's): it is listed, checked and re-encoded like any node, and a restore reports it instead of guessing.
 */
export type NodeType = EntryType | 'other';

/** What a node says beside the entry's metadata. */
export interface NodeParts {
  /** Ids of the data blobs of a file, in order; null for everything else. */
  readonly content: readonly string[] | null;
  /** Id of a folder's tree. */
  readonly subtree?: string | undefined;
  readonly error?: string | undefined;
  /** Windows metadata, as JSON values by name. */
  readonly genericAttributes?: Readonly<Record<string, unknown>> | undefined;
  /** What the writer put where we would put something else for the same meaning. Used again only while it still means the same. */
  readonly asWritten?: AsWritten | undefined;
}

/** A decoded node. Times that the writer did not know are those of the year 1. */
export interface TreeNode extends Omit<Entry, 'type'>, NodeParts {
  readonly type: NodeType;
  /** The writer's word, when `type` is 'other'. */
  readonly otherType?: string | undefined;
  /** Set when the writer (restic before 0.16) replaced bytes of the link's target that were not UTF-8: the true target is lost. */
  readonly isLinkTargetLossy?: true | undefined;
}

export interface AsWritten {
  /** Go's mode, when it holds more than type and permissions. */
  readonly mode?: number | undefined;
  /** Times in another zone, or in another spelling. */
  readonly mtime?: string | undefined;
  readonly atime?: string | undefined;
  readonly ctime?: string | undefined;
}

const GO_SETUID = 2 ** 23;
const GO_SETGID = 2 ** 22;
const GO_STICKY = 2 ** 20;

/** Type bits of Go's FileMode; a character device is a device too. */
const GO_TYPE_BITS: Readonly<Record<NodeType, number>> = {
  file: 0,
  dir: 2 ** 31,
  symlink: 2 ** 27,
  dev: 2 ** 26,
  chardev: 2 ** 26 + 2 ** 21,
  fifo: 2 ** 25,
  socket: 2 ** 24,
  other: 0,
};

/** Go's FileMode, unsigned, of a type and the low twelve bits of st_mode. */
export function toGoMode(type: NodeType, mode: number): number {
  return (
    GO_TYPE_BITS[type] +
    (mode & 0o777) +
    (mode & 0o4000 ? GO_SETUID : 0) +
    (mode & 0o2000 ? GO_SETGID : 0) +
    (mode & 0o1000 ? GO_STICKY : 0)
  );
}

/** The low twelve bits of st_mode in a Go FileMode. */
export function fromGoMode(goMode: number): number {
  return (goMode & 0o777) | (goMode & GO_SETUID ? 0o4000 : 0) | (goMode & GO_SETGID ? 0o2000 : 0) | (goMode & GO_STICKY ? 0o1000 : 0);
}
