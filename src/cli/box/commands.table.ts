/** All commands of a box, in the order of the help. */
import type { Command } from '../command.ts';
import { AUDIT_COMMANDS } from './audit-commands.ts';
import { JOB_COMMANDS } from './job-commands.ts';
import { KIT_COMMANDS } from './kit-commands.ts';
import { ORDER_COMMANDS } from './order-commands.ts';
import { REPOSITORY_COMMANDS } from './repository-commands.ts';
import { SEARCH_COMMANDS } from './search-commands.ts';
import { SETTINGS_COMMANDS } from './settings-commands.ts';
import { SNAPSHOT_COMMANDS } from './snapshots.ts';
import { statusCommand } from './status.ts';
import { TOKEN_COMMANDS } from './token-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';

export const BOX_COMMANDS: readonly Command[] = [
  statusCommand,
  ...ORDER_COMMANDS,
  ...JOB_COMMANDS,
  ...SNAPSHOT_COMMANDS,
  ...SEARCH_COMMANDS,
  ...REPOSITORY_COMMANDS,
  ...KIT_COMMANDS,
  ...USER_COMMANDS,
  ...TOKEN_COMMANDS,
  ...AUDIT_COMMANDS,
  ...SETTINGS_COMMANDS,
];
