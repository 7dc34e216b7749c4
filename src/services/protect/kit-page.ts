/** What is printed on a recovery kit, beside the words of its language: values only. */
import type { Repository } from '../../repository/index.ts';

export interface KitAbout {
  readonly keyId: string;
  /** The first signs of the key's id: printed on the kit, and shown by `restic key list`. */
  readonly fingerprint: string;
  readonly madeAt: string;
  readonly confirmedAt: string | null;
}

/** `list` first: it proves that the key opens the repository, and changes nothing. */
export interface KitCommand {
  readonly purpose: 'list' | 'restore' | 'check';
  readonly command: string;
}

export interface KitPage extends KitAbout {
  readonly boxName: string;
  readonly repositoryId: string;
  /** Where the repository lies on the box; on another computer, where its disk is mounted. */
  readonly location: string;
  /** The password for restic, letter by letter, dashes and all. */
  readonly text: string;
  readonly groups: readonly string[];
  /** For any computer with restic, which asks for the password. */
  readonly commands: readonly KitCommand[];
  /** What the QR code holds: the password and nothing else, so that any scanner gives what restic asks for. */
  readonly qr: string;
}

interface KitContent {
  readonly text: string;
  readonly groups: readonly string[];
  readonly about: KitAbout;
  readonly repository: Repository;
  readonly boxName: string;
}

export function pageOf({ text, groups, about, repository, boxName }: KitContent): KitPage {
  const { location } = repository.store;
  const restic = `restic -r ${quoted(location)}`;
  const commands: KitCommand[] = [
    { purpose: 'list', command: `${restic} snapshots` },
    { purpose: 'restore', command: `${restic} restore ID --target restored` },
    { purpose: 'check', command: `${restic} check --read-data` },
  ];
  return { ...about, boxName, repositoryId: repository.id, location, text, groups, commands, qr: text };
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
