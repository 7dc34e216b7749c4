/** What the routes stand on. */
import type { Protect } from '../services/protect/index.ts';
import type { Restore } from '../services/restore/index.ts';

export interface Services {
  readonly protect: Protect;
  readonly restore: Restore;
  readonly version: string;
  /** Fires when the box stops: open event streams end. */
  readonly stopping: AbortSignal;
}
