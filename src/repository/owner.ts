/** Who this process is, as locks, keys and snapshots record it. */
import { userName } from '../posix/index.ts';

export interface Owner {
  readonly username: string;
  readonly uid: number;
  readonly gid: number;
}

/** A user without an account, as containers have them, is known by the number: `os.userInfo` would throw. */
export function thisOwner(): Owner {
  const uid = process.geteuid?.() ?? 0;
  return { username: userName(uid) ?? String(uid), uid, gid: process.getegid?.() ?? 0 };
}
