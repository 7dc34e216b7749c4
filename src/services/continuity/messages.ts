/** What the thread of this room and the box say to each other; all of it survives structured cloning. */
import type { FaultCode } from '../../base/index.ts';
import type { Repository } from '../../repository/index.ts';
import type { About } from './about.ts';
import type { Saved, Saving } from './save.ts';

interface OfRepository {
  readonly location: string;
  /** The opened repository's keys: the thread needs no passphrase. */
  readonly opened: Pick<Repository, 'config' | 'master' | 'keyId'>;
}

export type Order = OfRepository &
  ({ readonly kind: 'save'; readonly saving: Omit<Saving, 'signal' | 'tell'> } | { readonly kind: 'find'; readonly file: string });

export type ToThread = { readonly kind: 'cancel' };

/** What an order ends with, after any number of sentences. */
export type Answer =
  | { readonly kind: 'saved'; readonly saved: Saved }
  | { readonly kind: 'found'; readonly about: About | undefined; readonly isEmpty: boolean }
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly detail: string };

export type FromThread = Answer | { readonly kind: 'told'; readonly sentence: string };
