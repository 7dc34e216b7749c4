/** How jobs come to the box's repository. */
import type { Repository } from '../../repository/index.ts';

export interface RepositoryAccess {
  /** The folder it lies in, also while it is locked. */
  readonly location: string;
  /** The open one, or throws why there is none. */
  readonly repository: () => Repository;
}
