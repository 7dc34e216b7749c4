/** What each command of the recovery kit is for, in words. */
import type { KitPage } from '../../../../src/api/contract/index.ts';
import type { PlainKey } from '../../text/text.ts';

export const PURPOSES = {
  list: 'kit.command.list',
  restore: 'kit.command.restore',
  check: 'kit.command.check',
} as const satisfies Record<KitPage['commands'][number]['purpose'], PlainKey>;
