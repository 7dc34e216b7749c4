/**
 * The contract between the box and whoever talks HTTP to it: paths and the JSON that travels.
 *
 * The page imports types from this file and from nothing else below src/. Times are RFC 3339 strings, sizes are bytes.
 * Paths of entries are percent-encoded raw bytes ('photos/caf%E9'), because names need not be UTF-8; `name` is for people to read.
 *
 *   GET    /api/status                        Status
 *   GET    /api/events                        text/event-stream; each event `status` carries a Status
 *   GET    /api/folders?path=&hidden=1        FolderChoice: folders of the box, to choose one from
 *   POST   /api/repository {passphrase}       makes the repository                     -> Status, 201
 *   POST   /api/repository/unlock {passphrase}                                         -> Status
 *   GET    /api/protected                     ProtectedFolder[]: chosen, or in snapshots; never backed up first, then the freshest
 *   DELETE /api/protected?path=               takes a folder without a version off the list -> ProtectedFolder[]
 *   POST   /api/backups {folder}              starts a backup                          -> Run, 202
 *   GET    /api/backups/:run/problems         ProblemList of a run of this list: current or recent
 *   DELETE /api/backups/current               cancels it                               -> Run, 202
 *   GET    /api/snapshots                     SnapshotView[], newest first, of those that can be read
 *   GET    /api/damaged-snapshots             string[]: a sentence for each that cannot
 *   GET    /api/snapshots/:id                 SnapshotView
 *   GET    /api/snapshots/:id/folder?path=&offset=&limit=    FolderPage
 *   GET    /api/snapshots/:id/file?path=[&download=1]        the bytes; ranges are served
 *   GET    /api/snapshots/:id/zip?path=                      the folder as a ZIP, streamed
 *
 * Failures are application/problem+json: Problem.
 */
import type { EntryType, FaultCode } from '../base/index.ts';
import type { RepositoryState, Run, RunProblem } from '../services/protect/index.ts';

export type {
  FolderChoice,
  FolderOption,
  RepositoryState,
  Run,
  RunProblem,
  RunProgress,
  RunResult,
  RunState,
} from '../services/protect/index.ts';
export type { FaultCode };

/** RFC 9457. `code` is what a program branches on and what the page translates. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: FaultCode;
  readonly detail: string;
}

export interface Status {
  readonly repository: RepositoryState;
  readonly current: Run | null;
  /** Finished runs since the box started, newest first. */
  readonly recent: readonly Run[];
}

export interface ProblemList {
  readonly problems: readonly RunProblem[];
  /** May exceed the length of the list, which is capped. */
  readonly count: number;
}

export interface ProtectedFolder {
  readonly path: string;
  /** 0: chosen, and never backed up completely. Then the last snapshot and its time are null. */
  readonly snapshotCount: number;
  readonly lastSnapshotId: string | null;
  /** Percent-encoded path of the folder inside that snapshot. */
  readonly start: string;
  /** When the last backup ended. */
  readonly lastTime: string | null;
  /** Paths below the folder that are no part of its backups: the box's own backups, and what the system makes anew at every start. */
  readonly leftOut: readonly string[];
}

export interface SnapshotView {
  readonly id: string;
  readonly shortId: string;
  readonly time: string;
  readonly hostname: string;
  readonly paths: readonly string[];
  /** Percent-encoded path inside the snapshot where browsing it best begins. */
  readonly start: string;
  /** Null for snapshots whose writer kept no summary. */
  readonly files: number | null;
  readonly bytes: number | null;
}

export interface FolderPage {
  readonly snapshot: SnapshotView;
  readonly path: string;
  /** From the root of the snapshot down to this folder, which is the last one. */
  readonly trail: readonly { readonly name: string; readonly path: string }[];
  /** Folders first, each kind in the order people expect of names. */
  readonly entries: readonly EntryView[];
  readonly offset: number;
  readonly total: number;
}

export type PreviewKind = 'text' | 'picture';

export interface EntryView {
  readonly name: string;
  readonly path: string;
  /** 'other': what a later version or another program wrote. */
  readonly type: EntryType | 'other';
  readonly sizeBytes: number;
  readonly modified: string;
  readonly preview: PreviewKind | null;
  readonly linkTarget: string | null;
}
