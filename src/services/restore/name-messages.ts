/** What the box and the two threads of the index of names say to each other; all of it survives structured cloning. */
import type { ByteString, FaultCode } from '../../base/index.ts';
import type { NamePage, NameQuestion, NameVersion } from '../../box/names/index.ts';
import type { HandedRepository } from '../../repository/index.ts';
import type { IndexedSoFar } from './index-snapshots.ts';

/** Given to the thread that builds. */
export interface IndexingOrder {
  readonly repository: HandedRepository;
  readonly file: string;
  /** Whether all of the file is read first. */
  readonly verify: boolean;
  /** One byte, which turns 1 when the thread is to end: it may have no time for messages. */
  readonly stop: SharedArrayBuffer;
}

export type FromIndexing =
  | { readonly kind: 'progress'; readonly soFar: IndexedSoFar }
  | { readonly kind: 'finished'; readonly soFar: IndexedSoFar }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly detail: string };

/** Given to the thread that answers. */
export interface AnsweringOrder {
  readonly file: string;
  readonly repository: string;
}

export type Asked =
  | { readonly kind: 'search'; readonly id: number; readonly question: NameQuestion }
  | { readonly kind: 'versions'; readonly id: number; readonly snapshot: string; readonly path: ByteString };

export type Answer =
  | { readonly kind: 'page'; readonly id: number; readonly page: NamePage }
  | { readonly kind: 'versions'; readonly id: number; readonly versions: readonly NameVersion[] | undefined }
  /** There is no index yet. */
  | { readonly kind: 'none'; readonly id: number }
  /** The file is not what it should be. */
  | { readonly kind: 'damaged'; readonly id: number; readonly detail: string }
  | { readonly kind: 'failed'; readonly id: number; readonly code: FaultCode; readonly detail: string };
