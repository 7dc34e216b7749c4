/** All commands, in the order of the help. */
import { BOX_COMMANDS } from './box/commands.table.ts';
import type { Command } from './command.ts';
import { appliance } from './commands/appliance.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { copyCommand } from './commands/copy.ts';
import { diffCommand } from './commands/diff.ts';
import { dump } from './commands/dump.ts';
import { findCommand } from './commands/find.ts';
import { forgetCommand } from './commands/forget.ts';
import { init } from './commands/init.ts';
import { KEY_COMMANDS } from './commands/key.ts';
import { ls } from './commands/ls.ts';
import { migrate } from './commands/migrate.ts';
import { pruneCommand } from './commands/prune.ts';
import { repairBlobsCommand } from './commands/repair-blobs.ts';
import { repairIndexCommand } from './commands/repair-index.ts';
import { repairPacksCommand } from './commands/repair-packs.ts';
import { repairSnapshotsCommand } from './commands/repair-snapshots.ts';
import { restoreCommand } from './commands/restore.ts';
import { snapshots } from './commands/snapshots.ts';
import { statsCommand } from './commands/stats.ts';
import { tag } from './commands/tag.ts';
import { unlock } from './commands/unlock.ts';

export const COMMANDS: readonly Command[] = [
  init,
  backupCommand,
  snapshots,
  ls,
  findCommand,
  diffCommand,
  statsCommand,
  dump,
  restoreCommand,
  copyCommand,
  forgetCommand,
  pruneCommand,
  tag,
  checkCommand,
  repairIndexCommand,
  repairPacksCommand,
  repairBlobsCommand,
  repairSnapshotsCommand,
  unlock,
  migrate,
  ...KEY_COMMANDS,
  appliance,
  ...BOX_COMMANDS,
];
