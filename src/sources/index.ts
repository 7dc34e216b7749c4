/** What can be pulled into a snapshot. */
export { type FolderSourceOptions, folderSource } from './folder/folder-source.ts';
export type { ExcludeOptions } from './folder/folder-tree.ts';
export { liesIn, patternsToKeepOut } from './folder/keep-out.ts';
export { parsePatternFile } from './folder/patterns.ts';
export type { Listed, Source, Totals } from './source.ts';
