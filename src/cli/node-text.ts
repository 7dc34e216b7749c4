/** An entry of a snapshot as a line of text or as fields of JSON. */
import type { ByteString } from '../base/index.ts';
import { type TreeNode, toGoMode } from '../repository/index.ts';
import { timeText } from './format.ts';
import { jsonName, shownName } from './terminal-text.ts';

/** As `ls -l` tells of an entry; the caller says under which path. */
export function longLine(path: ByteString, node: TreeNode): string {
  const owner = `${node.user || node.uid}`.padEnd(8);
  const group = `${node.group || node.gid}`.padEnd(8);
  const target = node.linkTarget === undefined ? '' : ` -> ${shownName(node.linkTarget)}`;
  return `${modeText(node)} ${owner} ${group} ${String(node.sizeBytes).padStart(12)} ${timeText(rfc3339(node.mtimeNs))} ${shownName(path)}${target}`;
}

const TYPE_LETTERS: Readonly<Record<string, string>> = {
  file: '-',
  dir: 'd',
  symlink: 'l',
  dev: 'b',
  chardev: 'c',
  fifo: 'p',
  socket: 's',
};

/** As `ls -l` writes it: type, three times rwx, with setuid, setgid and sticky in the place of x. */
export function modeText({ type, mode }: TreeNode): string {
  const special = [mode & 0o4000, mode & 0o2000, mode & 0o1000];
  const parts = [6, 3, 0].map((shift, index) => {
    const bits = (mode >> shift) & 7;
    const executes = (bits & 1) !== 0;
    const letter = index === 2 ? 't' : 's';
    const last = special[index] ? (executes ? letter : letter.toUpperCase()) : executes ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  });
  return (TYPE_LETTERS[type] ?? '?') + parts.join('');
}

/** Names of Go's mode bits, the highest first. */
const GO_MODE_LETTERS = 'dalTLDpSugct?';

/** Permissions as Go writes them, which is what restic puts in the JSON of `find`. */
function goModeText(goMode: number): string {
  const kinds = [...GO_MODE_LETTERS].filter((_, index) => (goMode >>> (31 - index)) & 1).join('');
  const permissions = [...'rwxrwxrwx'].map((letter, index) => ((goMode >>> (8 - index)) & 1 ? letter : '-')).join('');
  return (kinds || '-') + permissions;
}

/** The fields that restic tells of a node that it found. */
export function foundJson(path: ByteString, node: TreeNode): Record<string, unknown> {
  const goMode = node.asWritten?.mode ?? toGoMode(node.type, node.mode);
  return {
    ...jsonName('path', path),
    permissions: goModeText(goMode),
    type: node.otherType ?? node.type,
    ...(goMode === 0 ? {} : { mode: goMode }),
    mtime: rfc3339(node.mtimeNs),
    atime: rfc3339(node.atimeNs),
    ctime: rfc3339(node.ctimeNs),
    uid: node.uid,
    gid: node.gid,
    ...(node.user ? { user: node.user } : {}),
    ...(node.group ? { group: node.group } : {}),
    ...(node.deviceId === 0n ? {} : { device_id: node.deviceId }),
    ...(node.sizeBytes === 0 ? {} : { size: node.sizeBytes }),
    ...(node.links === 0n ? {} : { links: node.links }),
    ...(node.linkTarget ? jsonName('linktarget', node.linkTarget) : {}),
  };
}

export function rfc3339(ns: bigint): string {
  return Temporal.Instant.fromEpochNanoseconds(ns).toString();
}
