/** Names: an index of what every snapshot holds, by name, in an SQLite file of its own. It is told of folders and knows no repository. */
export type { NamedEntry, NamedKind, NamedSnapshot, NameVersion, SnapshotAt } from './entry.ts';
export type { NameFound, NamePage, NameQuestion } from './question.ts';
export { NameReader } from './reader.ts';
export { discard as discardNames, saysDamaged } from './schema.ts';
export { type FolderToRead, NameWriter, ROOT } from './writer.ts';
