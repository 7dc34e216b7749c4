/**
 * Makes devices, fifos and sockets, for which Node's fs has no call.
 *
 * Source: mknod(2). Devices need the right CAP_MKNOD (EPERM without); fifos and sockets do not.
 */
import { constants } from 'node:fs';
import { lastErrno, libc, systemError, terminatedPath } from './libc.ts';

export type SpecialType = 'dev' | 'chardev' | 'fifo' | 'socket';

// Linux's value on every architecture.
const S_IFSOCK = 0o140000;
const FORMATS: Readonly<Record<SpecialType, number>> = {
  dev: constants.S_IFBLK,
  chardev: constants.S_IFCHR,
  fifo: constants.S_IFIFO,
  socket: S_IFSOCK,
};

/**
 * Makes the file; throws EEXIST when something has the name. `device` is st_rdev, for devices only.
 * The umask cuts `mode` and setuid bits need an own chmod afterwards, as always when making a file.
 */
export function makeSpecialFile(
  path: Buffer,
  type: SpecialType,
  { mode = 0o600, device = 0n }: { mode?: number; device?: bigint } = {},
): void {
  const isDevice = type === 'dev' || type === 'chardev';
  const rc = libc.mknod(terminatedPath(path, 'mknod'), FORMATS[type] | (mode & 0o777), isDevice ? device : 0n);
  if (rc !== 0) throw systemError(lastErrno(), 'mknod', path);
}
