/** Protect: backs folders up into the appliance's repository. */
export { type FolderChoice, type FolderOption, listFolders } from './folders.ts';
export { Protect, type ProtectStatus, type RepositoryState } from './protect.ts';
export type { ProtectedFolder } from './protected-folders.ts';
export type { Run, RunProblem, RunProgress, RunResult, RunState } from './run.ts';
