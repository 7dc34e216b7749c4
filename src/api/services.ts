/** What the routes stand on. */
import type { Settings } from '../box/catalog/index.ts';
import type { Certificates } from '../box/certificates/index.ts';
import type { Jobs } from '../box/jobs/index.ts';
import type { Users } from '../box/users/index.ts';
import type { Continuity } from '../services/continuity/index.ts';
import type { Offsite } from '../services/offsite/index.ts';
import type { BoxSettings, Protect, RecoveryKit, Vault } from '../services/protect/index.ts';
import type { NameIndex, Restore } from '../services/restore/index.ts';

export interface Services {
  readonly users: Users;
  readonly settings: Settings;
  readonly certificates: Certificates;
  readonly jobs: Jobs;
  readonly boxSettings: BoxSettings;
  readonly vault: Vault;
  readonly kit: RecoveryKit;
  readonly protect: Protect;
  readonly restore: Restore;
  readonly names: NameIndex;
  readonly offsite: Offsite;
  readonly continuity: Continuity;
  /** By https; null while nothing answers there. */
  readonly secureUrl: () => string | null;
  readonly version: string;
  /** Fires when the box stops: open event streams end. */
  readonly stopping: AbortSignal;
}
