/** The orders a crew takes and what comes back. Everything here crosses threads by structured clone. */
import type { FaultCode } from '../../base/index.ts';
import type { PackedBlob } from '../index/files.ts';

/** Files of this machine to cut into blobs and store. */
export interface ReadFiles {
  readonly files: readonly FileToRead[];
}

/** What changes when a file is written. */
export interface FileState {
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** A file, and what the listing saw: one that differs when it is opened is described anew. */
export interface FileToRead extends FileState {
  /** Raw bytes. */
  readonly path: Uint8Array;
}

/** One a file, in the order of the files asked for. */
export type FileReading =
  | {
      readonly kind: 'read';
      /** Blob ids in hex, joined. */
      readonly content: string;
      readonly sizeBytes: number;
      /** Present when the file was no longer as listed: what it was like before its content was read. */
      readonly fresh?: FileState | undefined;
      /** Whether it changed during the second reading too, so that its content may mix old and new. */
      readonly isTorn: boolean;
    }
  | { readonly kind: 'unreadable'; readonly code: FaultCode; readonly message: string };

/** A stretch of a large file to cut, from the end of a chunk on. */
export interface CutStretch {
  readonly path: Uint8Array;
  readonly from: number;
  readonly mostBytes: number;
}

/** Undefined when the file cannot be read. */
export type StretchCut = { readonly state: FileState; readonly lengths: readonly number[] } | undefined;

/** Chunks of a large file to store, side by side. */
export interface StoreChunks {
  readonly path: Uint8Array;
  readonly from: number;
  readonly lengths: readonly number[];
}

/** Undefined when the file cannot be read, or is shorter by now. */
export type StretchChunks = { readonly state: FileState; readonly content: string } | undefined;

/** A pack to read whole. */
export interface ReadPack {
  readonly id: string;
  readonly sizeBytes: number;
  /** What the index says lies in it, by offset. */
  readonly blobs: readonly PackedBlob[];
}

/** What is wrong with a pack, one sentence each; empty when it is whole. */
export interface PackReading {
  readonly problems: readonly string[];
}

/** A stretch of a pack, and where its blobs go. */
export interface WriteBlobs {
  readonly pack: string;
  readonly offset: number;
  readonly length: number;
  readonly blobs: readonly BlobToWrite[];
  /** Whether pages of zeros become holes. */
  readonly isSparse: boolean;
}

export interface BlobToWrite {
  readonly id: Uint8Array;
  readonly offset: number;
  readonly length: number;
  readonly plainLength: number;
  /** Open files, and where in them the blob begins. */
  readonly writes: readonly { readonly fd: number; readonly at: number }[];
}

export interface BlobWriting {
  /** Blobs, by their place in the order, that could not be had from this pack or not be written. */
  readonly failed: readonly number[];
}

/** A restored file to read again. */
export interface VerifyFile {
  readonly fd: number;
  readonly blobs: readonly { readonly id: string; readonly length: number }[];
}

/** Where the file is not what the snapshot says, in bytes; undefined when it is. */
export type FileVerdict = { readonly offset: number } | undefined;

/** Blobs of one pack to store anew, by offset. */
export interface RepackBlobs {
  readonly pack: string;
  readonly blobs: readonly PackedBlob[];
  /** Blobs that are stored as they are become compressed ones. */
  readonly compress: boolean;
}

export interface Repacking {
  /** Blobs that could not be had from this pack. */
  readonly failed: readonly PackedBlob[];
}

/** A pack to copy as it is, and all that lies in it, by offset. */
export interface CopyPack {
  readonly id: string;
  readonly blobs: readonly PackedBlob[];
}

export interface PackCopying {
  /** False when the pack is not there whole. */
  readonly isCopied: boolean;
}

/** A stretch of a file as it was cut before, to be cut in this repository's way. It begins where a new chunk begins. */
export interface RecutStretch {
  readonly blobs: readonly BlobToRecut[];
  /** Bytes of the first blob that belong to chunks before. */
  readonly skip: number;
  /** Whether the file ends with the last blob; else what is behind the last cut is left for the next stretch. */
  readonly isLast: boolean;
}

export interface BlobToRecut {
  readonly id: Uint8Array;
  /** Everywhere it lies; a damaged place is passed over for a whole one. */
  readonly places: readonly { readonly pack: string; readonly offset: number; readonly length: number; readonly plainLength: number }[];
}

/** Ids of the new chunks in hex, joined, and how many bytes are in them; or which blob could not be read. */
export type StretchRecut =
  | { readonly kind: 'cut'; readonly content: string; readonly bytes: number }
  | { readonly kind: 'unreadable'; readonly blob: number };

/** One line a kind of work that a crew can do. */
export interface Tasks {
  readonly 'read files': { input: ReadFiles; output: FileReading[] };
  readonly 'cut stretch': { input: CutStretch; output: StretchCut };
  readonly 'store chunks': { input: StoreChunks; output: StretchChunks };
  readonly 'finish packs': { input: null; output: null };
  readonly 'write blobs': { input: WriteBlobs; output: BlobWriting };
  readonly 'verify file': { input: VerifyFile; output: FileVerdict };
  readonly 'repack blobs': { input: RepackBlobs; output: Repacking };
  readonly 'copy pack': { input: CopyPack; output: PackCopying };
  readonly 'recut stretch': { input: RecutStretch; output: StretchRecut };
  readonly 'read pack': { input: ReadPack; output: PackReading };
}

export type TaskKind = keyof Tasks;
export type Input<K extends TaskKind = TaskKind> = Tasks[K]['input'];
export type Output<K extends TaskKind = TaskKind> = Tasks[K]['output'];
