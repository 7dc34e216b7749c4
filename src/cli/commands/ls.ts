/** `ls`: what a snapshot holds. */
import type { ByteString } from '../../base/index.ts';
import { findNode, type Repository, readTree, type Snapshot, type TreeNode, walkTree } from '../../repository/index.ts';
import { bytesOf } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { longLine, modeText, rfc3339 } from '../node-text.ts';
import { namedSnapshot, SNAPSHOT_FILTERS, withRepository } from '../repository-access.ts';
import { jsonName, shownName, snapshotPath } from '../terminal-text.ts';

export const ls: Command = {
  name: 'ls',
  summary: 'Lists what a snapshot holds',
  usage: 'SNAPSHOT [DIR]',
  details: [
    'SNAPSHOT is the beginning of an id, or latest. Without DIR everything is listed, with DIR the entries of that folder.',
    '',
    'Names that hold control characters, invisible characters or bytes that are not UTF-8 are shown in double quotes with escapes; ls, dump and restore take them in this form, quotes included.',
    '',
    'With --json: one line for the snapshot, then one a node; a name that is not UTF-8 has its bytes in base64 beside it (path_raw).',
  ].join('\n'),
  options: {
    long: { type: 'boolean', short: 'l', help: 'also mode, owner, size, time and link target' },
    recursive: { type: 'boolean', help: 'with DIR: also what lies in its folders' },
    ...SNAPSHOT_FILTERS,
  },
  repository: 'reads',
  positionals: { least: 1, most: 2 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const [name, folder] = session.arguments.positionals as [string, string | undefined];
      const snapshot = await namedSnapshot(session, repository, name);
      if (session.output.isJson) await session.output.json({ ...snapshot, struct_type: 'snapshot', short_id: snapshot.id.slice(0, 8) });
      const start = folder === undefined ? ('' as ByteString) : snapshotPath(bytesOf(folder));
      const isRecursive = folder === undefined || session.arguments.flag('recursive');
      for await (const { path, node } of entriesOf(session, { repository, snapshot, start, isRecursive })) await show(session, path, node);
      return EXIT.done;
    }),
};

interface Listing {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly start: ByteString;
  readonly isRecursive: boolean;
}

async function* entriesOf(session: Session, listing: Listing): AsyncGenerator<{ path: ByteString; node: TreeNode }> {
  const { repository, snapshot, start, isRecursive } = listing;
  const node = await findNode(repository, snapshot.tree, start);
  if (start !== '') yield { path: start, node };
  if (node.subtree === undefined) return;
  if (isRecursive) yield* walkTree(repository, node.subtree, session.signal, start);
  else
    for (const child of await readTree(repository, node.subtree))
      yield { path: (start === '' ? child.name : `${start}/${child.name}`) as ByteString, node: child };
}

async function show(session: Session, path: ByteString, node: TreeNode): Promise<void> {
  const full = `/${path}` as ByteString;
  if (session.output.isJson) await session.output.json(jsonOf(full, node));
  else await session.output.line(session.arguments.flag('long') ? longLine(full, node) : shownName(full));
}

/** restic's field names; the mode is st_mode's low twelve bits in octal, for people. */
function jsonOf(path: ByteString, node: TreeNode): Record<string, unknown> {
  return {
    struct_type: 'node',
    ...jsonName('name', node.name),
    type: node.type,
    ...jsonName('path', path),
    uid: node.uid,
    gid: node.gid,
    ...(node.type === 'file' ? { size: node.sizeBytes } : {}),
    mode: node.mode.toString(8).padStart(4, '0'),
    permissions: modeText(node),
    mtime: rfc3339(node.mtimeNs),
    atime: rfc3339(node.atimeNs),
    ctime: rfc3339(node.ctimeNs),
    ...(node.linkTarget === undefined ? {} : jsonName('linktarget', node.linkTarget)),
  };
}
