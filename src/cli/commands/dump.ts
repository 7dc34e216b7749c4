/** `dump`: one file of a snapshot to stdout, or a folder as a ZIP. */
import type { ByteString } from '../../base/index.ts';
import { findNode, type Repository, readFile, type TreeNode } from '../../repository/index.ts';
import { zipFolder, zipName } from '../../services/restore/index.ts';
import { bytesOf, invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { namedSnapshot, SNAPSHOT_FILTERS, withRepository } from '../repository-access.ts';
import { shownName, snapshotPath } from '../terminal-text.ts';

export const dump: Command = {
  name: 'dump',
  summary: 'Writes one file of a snapshot to stdout, or a folder as a ZIP',
  usage: 'SNAPSHOT PATH',
  details: [
    'SNAPSHOT is the beginning of an id, or latest. PATH is written as ls shows it; / is the whole snapshot.',
    'A ZIP keeps names, times and modes, but not owners or attributes; restore brings back everything.',
  ].join('\n'),
  options: SNAPSHOT_FILTERS,
  repository: 'reads',
  positionals: { least: 2, most: 2 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const [name, typed] = session.arguments.positionals as [string, string];
      const path = snapshotPath(bytesOf(typed));
      const snapshot = await namedSnapshot(session, repository, name);
      const node = await findNode(repository, snapshot.tree, path);
      for await (const piece of contentOf({ repository, node, path, snapshotId: snapshot.id }, session)) await session.output.write(piece);
      return EXIT.done;
    }),
};

interface Found {
  readonly repository: Repository;
  readonly node: TreeNode;
  readonly path: ByteString;
  readonly snapshotId: string;
}

function contentOf({ repository, node, path, snapshotId }: Found, { signal, output }: Session): AsyncIterable<Buffer> {
  if (node.type === 'file') return readFile(repository, node, signal);
  const shown = shownName(`/${path}` as ByteString);
  if (node.type !== 'dir') throw invalid(`${shown} is neither a file nor a folder but a ${node.type}; restore brings it back.`);
  if (output.isTerminal) throw invalid(`${shown} is a folder, and a ZIP is not for a terminal: add > folder.zip.`);
  return zipFolder(repository, node, { name: zipName(node, snapshotId), signal });
}
