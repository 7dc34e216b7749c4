/** The recovery kit of a box: `box kit`, `kit make`, `kit confirm`. Shown once, and typed back in part to prove that it was kept. */
import { isFault } from '../../base/index.ts';
import type { Command, Session } from '../command.ts';
import { timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, tell } from './box-command.ts';
import { secretOption, withSecret } from './secrets.ts';

interface KitStatus {
  readonly state: 'absent' | 'unconfirmed' | 'confirmed';
  readonly confirmed: About | null;
  /** `asked` are places, from 0; people count from 1. */
  readonly pending: (About & { readonly asked: readonly number[]; readonly triesLeft: number }) | null;
  readonly formerKeys: number;
}

interface About {
  readonly fingerprint: string;
  readonly madeAt: string;
  readonly confirmedAt: string | null;
}

interface Kit {
  readonly boxName: string;
  readonly repositoryId: string;
  readonly location: string;
  readonly text: string;
  readonly groups: readonly string[];
  readonly fingerprint: string;
  readonly madeAt: string;
  readonly commands: readonly { readonly command: string }[];
}

export const KIT_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'kit',
    summary: 'Tells of the recovery kit, never its key',
    async run(box, session) {
      const status = await statusOf(box);
      return await tell(session, status, statusLines(status));
    },
  }),
  boxCommand({
    name: 'kit make',
    summary: 'Makes a recovery kit and shows it, once; a terminal then asks for groups of it back',
    details:
      'Its text opens the backups on any computer with restic: write it down or print it, and keep it away from the box. The box asks for the passphrase unless the repository was just made.\n\nWith --json: the kit as the API gives it; qr is what its QR code holds.',
    options: { ...secretOption('passphrase'), ...secretOption('groups') },
    async run(box, session) {
      const kit = await made(box, session);
      await tell(session, kit, kitLines(kit));
      if (session.output.isJson) return;
      if (session.output.isTerminal) await confirm(box, session);
      else session.output.note('`holdfast box kit confirm` asks for groups of it back; it does not count before');
      return undefined;
    },
  }),
  boxCommand({
    name: 'kit confirm',
    summary: 'Takes groups of the recovery kit back, which proves that it was kept',
    details: '`holdfast box kit` tells which ones are asked for; a file has them in that order, with spaces between.',
    options: secretOption('groups'),
    run: confirm,
  }),
];

function statusOf(box: Box): Promise<KitStatus> {
  return box.get<KitStatus>('/api/repository/kit');
}

async function made(box: Box, session: Session): Promise<Kit> {
  try {
    return await box.send<Kit>('POST', '/api/repository/kit', {});
  } catch (error) {
    if (!isFault(error, 'passphrase.missing')) throw error;
    return await withSecret(session, 'passphrase', 'passphrase of the backups', (passphrase) =>
      box.send<Kit>('POST', '/api/repository/kit', { passphrase }),
    );
  }
}

async function confirm(box: Box, session: Session): Promise<undefined> {
  const { pending } = await statusOf(box);
  const prompt = pending ? `groups ${numbersOf(pending.asked)} of the recovery kit, with spaces between` : 'groups of the recovery kit';
  const status = await withSecret(session, 'groups', prompt, (typed) => {
    const groups = typed.split(/[\s,]+/).filter((group) => group !== '');
    return box.send<KitStatus>('POST', '/api/repository/kit/confirm', { groups });
  });
  return await tell(session, status, statusLines(status));
}

function statusLines({ state, confirmed, pending, formerKeys }: KitStatus): string[] {
  const about = (kit: About) => `${kit.fingerprint}, made ${timeText(kit.madeAt)}`;
  return [
    ...(state === 'absent' ? ['there is no recovery kit: `holdfast box kit make` makes one'] : []),
    ...(confirmed ? [`the recovery kit ${about(confirmed)} was typed back; it opens the backups`] : []),
    ...(pending
      ? [`the recovery kit ${about(pending)} waits to be typed back: groups ${numbersOf(pending.asked)}, ${pending.triesLeft} tries left`]
      : []),
    ...(formerKeys > 0 ? [`keys of ${formerKeys} former kits still open the backups`] : []),
  ];
}

function numbersOf(places: readonly number[]): string {
  return places.map((place) => place + 1).join(', ');
}

function kitLines(kit: Kit): string[] {
  return [
    'RECOVERY KIT. Shown this once: write it down or print it, and keep it away from the box.',
    '',
    `box:         ${printable(kit.boxName)}`,
    `repository:  ${printable(kit.repositoryId)}`,
    `in:          ${printable(kit.location)}`,
    `kit:         ${printable(kit.fingerprint)}, made ${timeText(kit.madeAt)}`,
    '',
    'Password for restic, letter by letter, dashes and all:',
    '',
    `  ${printable(kit.text)}`,
    '',
    `In groups:  ${kit.groups.map((group, index) => `${index + 1} ${printable(group)}`).join('  ')}`,
    '',
    ...kit.commands.map(({ command }) => `  ${printable(command)}`),
    '',
  ];
}
