/**
 * What the jobs of this room are told, and what they give back.
 *
 * An order is kept in the catalog and holds no secrets; what its thread is given beside it is kept nowhere.
 */
import type { HandedRepository, PruneResult } from '../../repository/index.ts';

export interface BackupJobOrder {
  readonly folder: string;
}

export interface BackupJobResult {
  readonly snapshotId: string;
  readonly filesNew: number;
  readonly filesChanged: number;
  readonly filesUnmodified: number;
  readonly bytesProcessed: number;
  /** What the repository grew by. */
  readonly bytesAdded: number;
  /** A snapshot was made, but some of the folder could not be read. */
  readonly partial: boolean;
}

/** What its thread is given; the keys go no further. */
export interface BackupThreadOrder {
  readonly repository: HandedRepository;
  readonly folder: string;
  readonly excludes: readonly string[];
}

/** How much of the data is read: nothing but names, sizes and folders; all of it; or a share of the packs, at random. */
export type ReadData = 'none' | 'all' | { readonly percent: number };

export interface CheckJobOrder {
  readonly readData: ReadData;
}

export interface CheckJobResult {
  /** Nothing is wrong; else the job's problems say what. */
  readonly whole: boolean;
  readonly readData: ReadData;
  /** Harmless left-overs, one sentence each. */
  readonly hints: readonly string[];
  readonly snapshots: number;
  readonly packs: number;
  readonly blobs: number;
  readonly trees: number;
  /** By all attempts. */
  readonly packsRead: number;
  /** By the last attempt. */
  readonly bytesRead: number;
}

export interface CheckThreadOrder {
  readonly repository: HandedRepository;
  readonly readData: ReadData;
}

/** How many versions of each kind are kept. Without any rule all are. */
export interface KeepRules {
  readonly last?: number | undefined;
  readonly hourly?: number | undefined;
  readonly daily?: number | undefined;
  readonly weekly?: number | undefined;
  readonly monthly?: number | undefined;
  readonly yearly?: number | undefined;
}

export interface PruneJobOrder {
  readonly policy?: KeepRules | undefined;
  /** Only says what would be done. */
  readonly dryRun?: boolean | undefined;
}

export interface PruneJobResult extends PruneResult {
  readonly dryRun: boolean;
  /** By all attempts. */
  readonly snapshotsForgotten: number;
}

export interface PruneThreadOrder extends PruneJobOrder {
  readonly repository: HandedRepository;
}
