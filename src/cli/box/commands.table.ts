/** All commands of a box, in the order of the help. */
import type { Command } from '../command.ts';
import { JOB_COMMANDS } from './job-commands.ts';
import { ORDER_COMMANDS } from './order-commands.ts';
import { SNAPSHOT_COMMANDS } from './snapshots.ts';
import { statusCommand } from './status.ts';

export const BOX_COMMANDS: readonly Command[] = [statusCommand, ...ORDER_COMMANDS, ...JOB_COMMANDS, ...SNAPSHOT_COMMANDS];
